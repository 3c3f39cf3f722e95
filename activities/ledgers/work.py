"""Long work on an import: begun by one click, done once, seen while it goes on.

Whoever works has the import's `run`; one that was begun anew has another, so that a worker
that was thought dead finds out and gives up before it writes.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from activities.models import ActivityImport, ImportState
from shuangyong.review import StepRefused

WORKING = (ImportState.READING, ImportState.TAKING)
PATIENCE = timedelta(seconds=15)  # then the page says that no worker runs
SILENCE = timedelta(seconds=60)  # then the work may be begun anew


class SupersededError(Exception):
    """Somebody has begun the same work anew, or has discarded the import."""


def begin(batch: ActivityImport, state: ImportState) -> None:
    """Put `batch` into a state of work; then `do_now` or, in the same transaction, `hand_over`."""
    batch.state, batch.run, batch.moved_at = state, uuid.uuid4().hex, timezone.now()
    batch.done = batch.total = 0
    batch.message = ""
    batch.save(update_fields=["state", "run", "moved_at", "done", "total", "message"])


def hand_over(batch: ActivityImport) -> None:
    """Leave the work that was begun to the worker."""
    _job(batch).enqueue(batch.pk, batch.run)


def do_now(batch: ActivityImport) -> None:
    """Do the work that was begun, since it is short; outside of any transaction."""
    _job(batch).call(batch.pk, batch.run)
    batch.refresh_from_db()


def _job(batch: ActivityImport):
    from .tasks import read_import, take_import

    return read_import if batch.state == ImportState.READING else take_import


@transaction.atomic
def begin_anew(batch: ActivityImport) -> None:
    """Begin work again that has stopped: its worker was killed, or never came."""
    locked = ActivityImport.objects.select_for_update().get(pk=batch.pk)
    if not may_begin_anew(locked):
        raise StepRefused("导入还在进行，没有重新开始。")
    begin(locked, ImportState(locked.state))
    hand_over(locked)


def claim(pk: int, run: str, state: ImportState) -> ActivityImport | None:
    """The import, if this run is the one that works on it; a sign of life is given."""
    stored = ActivityImport.objects.select_related("unit", "by__unit")
    found = stored.filter(pk=pk, run=run, state=state).first()
    if found:
        tell(found, 0, 1)
    return found


def tell(batch: ActivityImport, done: int, total: int) -> None:
    """Say how far the work is; SupersededError if it is this run's no longer."""
    mine = ActivityImport.objects.filter(pk=batch.pk, run=batch.run, state=batch.state)
    if not mine.update(done=done, total=total, moved_at=timezone.now()):
        raise SupersededError


def locked_for(batch: ActivityImport) -> ActivityImport:
    """The stored import, locked; SupersededError if it is this run's no longer."""
    mine = ActivityImport.objects.select_for_update()
    found = mine.filter(pk=batch.pk, run=batch.run, state=batch.state).first()
    if found is None:
        raise SupersededError
    return found


def failed(batch: ActivityImport, state: ImportState, message: str) -> None:
    """Leave the import in `state` with the reason for the user."""
    mine = ActivityImport.objects.filter(pk=batch.pk, run=batch.run)
    mine.update(state=state, message=message, run="", done=0, total=0)


def is_working(batch: ActivityImport) -> bool:
    """True while the worker has, or should have, the import in hand."""
    return batch.state in WORKING


def nobody_works(batch: ActivityImport) -> bool:
    """True if it has been waiting for longer than any worker sleeps."""
    return is_working(batch) and batch.total == 0 and _silent(batch) > PATIENCE


def may_begin_anew(batch: ActivityImport) -> bool:
    """True if whoever worked on it has not been heard of for too long."""
    return is_working(batch) and _silent(batch) > SILENCE


def _silent(batch: ActivityImport) -> timedelta:
    return timezone.now() - (batch.moved_at or batch.at)
