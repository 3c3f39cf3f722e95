"""Long summaries as files: laid out once in the worker, and kept until something changes."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from django.core.files.base import ContentFile
from django.db import transaction

from reports.document import Document
from reports.models import Rendition, Summary
from reports.public import public
from reports.rendering import MAKING, Format, fingerprint, render
from reports.typesetting import CannotPrint
from shuangyong.long_work import MakingState
from shuangyong.storage import files_with_rows
from units.models import User

from .layout import document_of
from .length import pages_of

KEPT = 4  # of one summary; the oldest goes when another one is finished
TELL_EVERY = 0.5  # seconds between two signs of life
PROGRESS = "weasyprint.progress"
"""Where the renderer says which page it has come to."""


class LaidOutLater(Exception):
    """The file is not there yet; the page of `rendition` shows how far it is."""

    def __init__(self, rendition: Rendition):
        super().__init__(str(rendition))
        self.rendition = rendition


@transaction.atomic
def order(
    summary: Summary, document: Document, form: Format, *, by: User, options: dict | None = None
) -> Rendition:
    """The file of this very document: the one there is or is being made, else have it made."""
    Summary.objects.select_for_update().get(pk=summary.pk)  # two clicks come one by one
    digest = fingerprint(document, form)
    same = summary.renditions.filter(form=form, fingerprint=digest)
    if found := same.exclude(state=MakingState.FAILED).first():
        return found
    rendition = Rendition(
        summary=summary, form=form, options=options or {}, by=by, fingerprint=digest
    )
    rendition.save()
    rendition.begin(MakingState.WAITING)
    _hand_over(rendition)
    return rendition


def _hand_over(rendition: Rendition) -> None:
    from reports.summary.tasks import make_rendition

    make_rendition.enqueue(rendition.pk, rendition.run)


@transaction.atomic
def begin_anew(rendition: Rendition) -> None:
    """Make it again from the beginning: its worker was killed, or never came."""
    locked = Rendition.objects.select_for_update().get(pk=rendition.pk)
    locked.begin_anew(MakingState.WAITING)
    _hand_over(locked)


def content_of(rendition: Rendition) -> bytes | None:
    """The finished bytes; none while it is not done.

    Raises CannotPrint if the file is gone or not the one that was made: it is made anew then.
    """
    stored = Rendition.objects.get(pk=rendition.pk)
    if stored.state != MakingState.DONE:
        return None
    try:
        with stored.file.open() as file:
            content = file.read()
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        stored.delete()
        raise CannotPrint("生成的文件已不在服务器上或已损坏，请再试一次。")
    return content


def make(pk: int, run: str) -> None:
    """Lay out what was ordered; what goes wrong is said on its page."""
    MAKING.follow(Rendition.objects.select_related("summary__unit"), pk, run, _make)


def _make(rendition: Rendition) -> None:
    form = Format(rendition.form)
    document = document_of(rendition.summary)
    if rendition.options.get("public"):
        document = public(document)
    about = pages_of(document)
    rendition.tell(0, about)
    with following_pages(lambda page: rendition.tell(min(page, about), about)):
        content = render(document, form)
    with files_with_rows():
        done = rendition.locked()
        done.file.save(f"summary.{form}", ContentFile(content), save=False)
        done.sha256 = hashlib.sha256(content).hexdigest()
        done.fingerprint = fingerprint(document, form)
        done.state, done.run = MakingState.DONE, ""
        done.save()
        for old in done.summary.renditions.filter(state=MakingState.DONE)[KEPT:]:
            old.delete()


@contextmanager
def following_pages(tell: Callable[[int], None]) -> Iterator[None]:
    """Call `tell` with the number of the page the renderer has come to, now and then."""
    logger, follower = logging.getLogger(PROGRESS), _Follower(tell)
    before = logger.level
    logger.addHandler(follower)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.setLevel(before)
        logger.removeHandler(follower)


class _Follower(logging.Handler):
    def __init__(self, tell: Callable[[int], None]):
        super().__init__(logging.INFO)
        self._tell, self._told = tell, 0.0

    def emit(self, record: logging.LogRecord) -> None:
        page = record.args[0] if isinstance(record.args, tuple) and record.args else None
        if isinstance(page, int) and monotonic() - self._told >= TELL_EVERY:
            self._tell(page)
            self._told = monotonic()
