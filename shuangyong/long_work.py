"""Long work on a record: begun by one click, done once, seen while it goes on.

Whoever works has the record's `run`; work that was begun anew has another, so that a worker
that was thought dead finds out and gives up before it writes.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone

from .review import StepRefused

logger = logging.getLogger(__name__)
PATIENCE = timedelta(seconds=15)  # then the page says that no worker runs
SILENCE = timedelta(seconds=60)  # then the work may be begun anew


class MakingState(models.TextChoices):
    """How far a file is that the worker makes."""

    WAITING = "waiting", "等待生成"
    WORKING = "working", "正在生成"
    DONE = "done", "已生成"
    FAILED = "failed", "未能生成"


class SupersededError(Exception):
    """Somebody has begun the same work anew, or has removed the record."""


class LongWork(models.Model):
    """What a record needs whose work is done by the worker; the record adds `state`."""

    WORKING: ClassVar[tuple[str, ...]]
    """The states in which the worker has, or should have, the record in hand."""

    done = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    message = models.TextField("结果", blank=True)
    run = models.CharField(max_length=32, blank=True)
    """Who works on it; one that was started anew has another, and the older worker gives up."""
    moved_at = models.DateTimeField(null=True)
    """The last sign of life of whoever works on it."""

    class Meta:
        abstract = True

    def begin(self, state: str) -> None:
        """Put the record into a state of work; enqueue its task in the same transaction."""
        self.state, self.run, self.moved_at = state, uuid.uuid4().hex, timezone.now()
        self.done = self.total = 0
        self.message = ""
        self.save(update_fields=["state", "run", "moved_at", "done", "total", "message"])

    def begin_anew(self, state: str = "") -> None:
        """Begin again, in its state or in `state`, what has stopped: its worker was killed.

        On a record that is locked. Raises StepRefused while somebody works.
        """
        if not self.may_begin_anew:
            raise StepRefused(f"{self._meta.verbose_name}还在进行，没有重新开始。")
        self.begin(state or self.state)

    def mine(self) -> models.QuerySet:
        """The stored record, if it is still this run's."""
        return type(self)._default_manager.filter(pk=self.pk, run=self.run, state=self.state)

    def tell(self, done: int, total: int, **more) -> None:
        """Say how far the work is; SupersededError if it is this run's no longer."""
        if not self.mine().update(done=done, total=total, moved_at=timezone.now(), **more):
            raise SupersededError

    def locked(self):
        """The stored record, locked; SupersededError if it is this run's no longer."""
        found = self.mine().select_for_update().first()
        if found is None:
            raise SupersededError
        return found

    def fail(self, state: str, message: str) -> None:
        """Leave the record in `state` with the reason for the user."""
        self.mine().update(state=state, message=message, run="", done=0, total=0)

    @property
    def is_working(self) -> bool:
        """True while the worker has, or should have, the record in hand."""
        return self.state in self.WORKING

    @property
    def nobody_works(self) -> bool:
        """True if it has been waiting for longer than any worker sleeps."""
        return self.is_working and self.total == 0 and self._silent > PATIENCE

    @property
    def may_begin_anew(self) -> bool:
        """True if whoever worked on it has not been heard of for too long."""
        return self.is_working and self._silent > SILENCE

    @property
    def _silent(self) -> timedelta:
        """Since when; a sign of life that lies ahead was given before the clock was set back."""
        return abs(timezone.now() - self.moved_at) if self.moved_at else timedelta.max


def claim(stored: models.QuerySet, pk: int, run: str, state: str):
    """The record, if this run is the one that works on it; a sign of life is given."""
    found = stored.filter(pk=pk, run=run, state=state).first()
    if found:
        found.tell(0, 1)
    return found


@dataclass(frozen=True, slots=True)
class Course:
    """The states a record of long work passes through, and what is said when it breaks.

    told: exceptions whose words are for the user; any other is logged, and `broken` is said.
    """

    waiting: str
    working: str
    failed: str
    broken: str
    told: tuple[type[Exception], ...] = ()

    def follow(self, stored: models.QuerySet, pk: int, run: str, do: Callable) -> None:
        """Claim the record and `do` its work; what goes wrong stands on it. Twice does nothing."""
        record = claim(stored, pk, run, self.waiting)
        if record is None:
            return
        try:
            record.tell(0, 1, state=self.working)  # from here on nobody else can claim it
            record.state = self.working
            do(record)
        except SupersededError:
            logger.info("%s %s was begun anew or removed", record._meta.model_name, pk)
        except self.told as failure:
            record.fail(self.failed, str(failure))
        except Exception:
            record.fail(self.failed, self.broken)
            logger.exception("%s %s could not be made", record._meta.model_name, pk)
