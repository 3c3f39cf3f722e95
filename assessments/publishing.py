"""Publishing a round: totals and grades are frozen and told to the units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format

from shuangyong.review import Status, StepRefused
from units import audit, notices, permissions
from units.models import Notice, NoticeKind, Unit, User

from .allowed_scores import plain
from .models import Assessment, Grade, Response, Round, RoundState
from .scoring import Score, add_up

WAITING = {  # where a checklist stands that cannot be published yet, in the office's words
    Status.DRAFT: "尚未报送自评",
    Status.RETURNED: "已退回，尚未重新报送",
    Status.SUBMITTED: "已报送，尚未确认",
}


@dataclass(frozen=True, slots=True)
class Result:
    """What a confirmed checklist comes to: as it would be published now, or as it was."""

    assessment: Assessment
    score: Score
    total: Decimal
    grade: Grade

    @property
    def unit(self) -> Unit:
        """Whose result it is."""
        return self.assessment.unit

    @property
    def explanation(self) -> list[str]:
        """How the total comes about, section by section."""
        return self.score.explanation()


@dataclass(frozen=True, slots=True)
class Missing:
    """A unit without a result, and why."""

    assessment: Assessment
    because: str

    @property
    def unit(self) -> Unit:
        """Whose result is wanting."""
        return self.assessment.unit


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing would do now, unit by unit in administrative order."""

    new: tuple[Result, ...]
    published: tuple[Assessment, ...]
    missing: tuple[Missing, ...]
    left: tuple[Assessment, ...]

    @property
    def token(self) -> str:
        """Stands for what was shown, so that nothing else is published than what was read."""
        told = ";".join(f"{r.assessment.pk}:{r.total}:{r.grade}" for r in self.new)
        return sha256(told.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did: who got a grade now, and who is missing from the list."""

    graded: list[Unit]
    missing: list[Unit]


def preview(round_: Round) -> Preview:
    """Who would get which total and grade, who is missing and why; a fixed number of queries."""
    assessments = _with_scores(round_.assessments).order_by("unit__path")
    asked = [a for a in assessments if a.left_on is None]
    return Preview(
        new=tuple(_result(round_, a) for a in asked if a.is_official and not a.is_published),
        published=tuple(a for a in asked if a.is_published),
        missing=tuple(
            Missing(a, WAITING[Status(a.status)])
            for a in asked
            if not a.is_official and not a.is_published
        ),
        left=tuple(a for a in assessments if a.left_on is not None),
    )


@transaction.atomic
def publish(round_: Round, *, by: User, shown: str = "", at: datetime | None = None) -> Published:
    """Freeze total and grade of every confirmed assessment; the others stay without.

    Publishing again adds those that were confirmed since. A grade that stands is not computed
    anew, so a published result never drifts. Who has left the round is passed over. Every unit
    that gets its result now is sent a notice.

    `shown`: the token of the preview that was read; StepRefused if the results are others by now.
    `at`: the time of a publication that is entered afterwards; now, if it is not said.
    """
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    list(locked.assessments.select_for_update().order_by("pk").values_list("pk"))
    found = preview(locked)
    if shown and shown != found.token:
        raise StepRefused("预览之后又有单位确认或重新打开，请核对下面的名单后再公布。")
    now = at or timezone.now()
    for result in found.new:
        result.assessment.total, result.assessment.grade = result.total, result.grade
        result.assessment.published_at = now
    new = [result.assessment for result in found.new]
    Assessment.objects.bulk_update(new, ["total", "grade", "published_at"])
    if new:
        locked.state = round_.state = RoundState.PUBLISHED
        locked.published_at = round_.published_at = locked.published_at or now
        locked.save(update_fields=["state", "published_at"])
        results = {a.unit.name: f"{plain(a.total)} {a.get_grade_display()}" for a in new}
        audit.record(by, "公布考核结果", locked, changes=results)
        _tell(locked, new, by)
    return Published([a.unit for a in new], [missing.unit for missing in found.missing])


def result_of(assessment: Assessment) -> Result:
    """What the reviewed scores come to now, whatever was published; one query."""
    (loaded,) = _with_scores(Assessment.objects.filter(pk=assessment.pk))
    return _result(assessment.round, loaded)


def _with_scores(assessments):
    scored = Response.objects.select_related("criterion__section").order_by(
        "criterion__section__position", "criterion__section", "criterion__number", "criterion"
    )
    return assessments.select_related("unit").prefetch_related(Prefetch("responses", scored))


def _result(round_: Round, assessment: Assessment) -> Result:
    score = add_up((r.criterion, r.reviewed_score) for r in assessment.responses.all())
    grade = round_.grade_of(score.total, vetoed=score.vetoed)
    return Result(assessment, score, score.total, grade)


def _tell(round_: Round, published: list[Assessment], by: User) -> None:
    drafts = []
    for assessment in published:
        assessment.round = round_
        if permissions.may_chase(by, assessment.unit):
            drafts.append(_notice(assessment))
    if drafts:
        notices.deliver(drafts, by=by)


def _notice(assessment: Assessment) -> Notice:
    until = assessment.objections_until
    objecting = (
        f"对得分有异议的，可以在{date_format(until)}前（含当日）逐项申请复核。" if until else ""
    )
    return Notice(
        unit=assessment.unit,
        kind=NoticeKind.INFORMATION,
        title=f"考核结果：{assessment.round}",
        text=(
            f"{assessment.unit.name}得 {plain(assessment.total)} 分，"
            f"等次：{assessment.get_grade_display()}。{objecting}"
        ),
        path=assessment.get_absolute_url(),
    )
