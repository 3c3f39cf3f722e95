"""A binder from the click that asks for it to its file: made in the worker, once."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from assessments.models import Assessment, Round, RoundState
from reports.models import Binder, BinderFormat
from reports.rendering import MAKING
from shuangyong.long_work import MakingState
from shuangyong.review import StepRefused
from shuangyong.storage import files_with_rows
from units import audit, permissions
from units.models import User

from .archive import make_zip
from .contents import Contents, contents_of, fingerprint
from .making import make_pdf
from .naming import file_name

KEPT = 3  # of one kind; the oldest goes when another one is finished
STORING = "保存"
TELL_EVERY = 0.5  # seconds between two signs of life


@transaction.atomic
def order(subject: Assessment | Round, form: BinderFormat, *, by: User) -> Binder:
    """Have a binder made.

    Raises StepRefused while the same one is being made, and before the round has begun.
    """
    type(subject).objects.select_for_update().get(pk=subject.pk)  # two clicks come one by one
    is_round = isinstance(subject, Round)
    if is_round and subject.state == RoundState.PREPARING:
        raise StepRefused("考核尚未开始，没有可以汇编的材料。")
    binder = Binder(
        round=subject if is_round else None,
        assessment=None if is_round else subject,
        form=form, by=by, name=_file_name(subject, form),
        shows_review=is_round or permissions.may_see_review(by, subject),
    )  # fmt: skip
    if Binder.objects.like(binder).filter(state__in=Binder.WORKING).exists():
        raise StepRefused("同样的材料正在生成，请稍候。")
    binder.save()
    audit.record(by, "生成材料汇编", binder)
    binder.begin(MakingState.WAITING)
    _hand_over(binder)
    return binder


def _file_name(subject: Assessment | Round, form: BinderFormat) -> str:
    round_ = subject if isinstance(subject, Round) else subject.round
    unit = subject.unit.name_in(round_.years[-1])
    what = "迎检材料汇编" if form == BinderFormat.PDF else "电子档案盒"
    return f"{file_name(unit)} {file_name(round_.name)} {what}.{form}"


def _hand_over(binder: Binder) -> None:
    from .tasks import make_binder

    make_binder.enqueue(binder.pk, binder.run)


@transaction.atomic
def begin_anew(binder: Binder) -> None:
    """Make it again from the beginning: its worker was killed, or never came."""
    locked = Binder.objects.select_for_update().get(pk=binder.pk)
    locked.begin_anew(MakingState.WAITING)
    _hand_over(locked)


@transaction.atomic
def discard(binder: Binder, *, by: User) -> None:
    """Remove a binder with its file; one that is being made is given up by its worker."""
    locked = Binder.objects.select_for_update().get(pk=binder.pk)
    audit.record(by, "删除材料汇编", locked)
    locked.delete()


def make(pk: int, run: str) -> None:
    """Make a binder; what goes wrong is said on its page. A second call does nothing."""
    stored = Binder.objects.select_related(
        "by__unit", "round__unit", "round__standard",
        "assessment__unit", "assessment__round__unit", "assessment__round__standard",
    )  # fmt: skip
    MAKING.follow(stored, pk, run, _in_a_folder)


def _in_a_folder(binder: Binder) -> None:
    with TemporaryDirectory(prefix="binder-") as folder:
        _make(binder, Path(folder) / f"binder.{binder.form}")


def _make(binder: Binder, path: Path) -> None:
    subject, shows_review = binder.subject, binder.shows_review
    before = fingerprint(subject, shows_review=shows_review)
    contents = contents_of(subject, shows_review=shows_review)
    pages = _write(binder, contents, path)
    binder.tell(1, 1, phase=STORING)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with files_with_rows():
        done = binder.locked()
        with path.open("rb") as file:
            done.file.save(path.name, File(file), save=False)
        done.size, done.sha256, done.pages = path.stat().st_size, digest, pages
        done.fingerprint, done.made_at = before, timezone.now()
        done.state, done.run, done.phase = MakingState.DONE, "", ""
        gaps = len(contents.gaps)
        done.message = f"{gaps} 项缺少佐证材料" if gaps else ""
        done.save()
        _clear_away(done)


def _write(binder: Binder, contents: Contents, path: Path) -> int:
    told = 0.0

    def tell(phase: str, done: int, total: int) -> None:
        nonlocal told
        if monotonic() - told >= TELL_EVERY:
            binder.tell(done, max(total, 1), phase=phase)
            told = monotonic()

    if binder.form == BinderFormat.PDF:
        return make_pdf(contents, path, today=timezone.localdate(), tell=tell)
    return make_zip(contents, path, tell=tell)


def _clear_away(binder: Binder) -> None:
    """Of the same kind the last ones stay."""
    finished = Binder.objects.like(binder).filter(state=MakingState.DONE).order_by("-pk")
    for old in finished[KEPT:]:
        old.delete()
