"""复核申请: a unit objects to the published score of one item, the office answers once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from shuangyong.review import StepRefused
from units import audit, notices, permissions
from units.models import Notice, NoticeKind, User

from .allowed_scores import plain
from .giving_scores import Given, ScoreRefused, give_scores
from .models import Assessment, Objection, Response
from .publishing import result_of


@dataclass(frozen=True, slots=True)
class Objecting:
    """How it stands with the objections of one checklist, for one account."""

    filed: dict[int, Objection]  # by response
    until: date | None
    may_file: bool

    @property
    def open(self) -> int:
        """How many wait for an answer."""
        return sum(not objection.is_answered for objection in self.filed.values())


def objecting(user: User, assessment: Assessment, today: date) -> Objecting:
    """What was filed about a checklist, and whether `user` may still file; one query."""
    found = Objection.objects.filter(response__assessment=assessment)
    return Objecting(
        filed={each.response_id: each for each in found.select_related("filed_by", "answered_by")},
        until=(until := assessment.objections_until),
        may_file=permissions.may_object(user, assessment) and bool(until and today <= until),
    )


@transaction.atomic
def file(response: Response, *, reason: str, by: User) -> Objection:
    """File an objection to the score of one item.

    Raises PermissionDenied for who does not write for the unit, and StepRefused, with words for
    the user, where nothing is published, the time is over, the reason is empty or the item has
    been objected to before.
    """
    assessment = _locked(response)
    response = assessment.responses.select_related("criterion").get(pk=response.pk)
    if not permissions.may_write_for(by, assessment.unit):
        raise PermissionDenied
    _refuse_untimely(assessment)
    label = response.criterion.label
    if Objection.objects.filter(response=response).exists():
        raise StepRefused(f"第 {label} 项已经申请过复核，每项只能申请一次。")
    reason = _clean(reason)
    if not reason:
        raise StepRefused("请写明申请理由。")
    if response.reviewed_score is None:
        raise StepRefused(f"第 {label} 项没有考评分，不能申请复核。")
    objection = Objection.objects.create(
        response=response, reason=reason, filed_by=by, score_before=response.reviewed_score
    )
    audit.record(by, "申请复核", assessment, changes={f"第{label}项": reason})
    return objection


@transaction.atomic
def answer(
    objection: Objection,
    *,
    answer: str,
    score_after: Decimal | None,
    by: User,
    years: dict[int, Decimal] | None = None,
) -> Objection:
    """Answer an objection, once; a score that changes changes total and grade with it.

    In a round that is scored year by year `years` has the score of each year, and the item's
    score is what they come to. The unit is told. Raises PermissionDenied for who does not
    review the round, StepRefused with words for the user.
    """
    assessment = _locked(objection.response)
    if not permissions.may_review(by, assessment):
        raise PermissionDenied
    stored = Objection.objects.select_for_update().get(pk=objection.pk)
    responses = assessment.responses.select_related("criterion")
    stored.response = response = responses.get(pk=stored.response_id)
    if stored.is_answered:
        raise StepRefused("该项复核申请已经答复，不能再次答复。")
    if not assessment.is_published:
        raise StepRefused("考核表已重新打开，请在重新公布结果之后再答复。")
    answer = _clean(answer)
    if not answer:
        raise StepRefused("请写明复核意见。")
    before, was = response.reviewed_score, _result_in_words(assessment)
    _rescore(assessment, response, years or score_after)
    stored.answer, stored.score_after = answer, response.reviewed_score
    stored.answered_by, stored.answered_at = by, timezone.now()
    stored.save()
    label = response.criterion.label
    changes = {f"第{label}项考评分": f"{plain(before)} → {plain(stored.score_after)}"}
    if (now := _result_in_words(assessment)) != was:
        changes["得分和等次"] = f"{was} → {now}"
    audit.record(by, "答复复核申请", assessment, changes=changes | {"复核意见": answer})
    _tell(stored, assessment, by)
    return stored


def _locked(response: Response) -> Assessment:
    """The checklist, held: whatever else would change its scores waits."""
    held = Assessment.objects.select_for_update(of=("self",))
    return held.select_related("unit", "round__unit").get(pk=response.assessment_id)


def _refuse_untimely(assessment: Assessment) -> None:
    if not assessment.is_published:
        raise StepRefused("考核结果尚未公布，不能申请复核。")
    until = assessment.objections_until
    if until is None:
        raise StepRefused("本次考核不受理复核申请。")
    if timezone.localdate() > until:
        raise StepRefused(f"复核申请已于{date_format(until)}截止，不再受理。")


def _rescore(assessment: Assessment, response: Response, given: Given) -> None:
    """Write the score, or those of the years, and what total and grade come to with it."""
    if given is None:
        raise StepRefused("请填写复核后的得分。")
    if given == response.reviewed_score:
        return
    try:
        give_scores(assessment.round, "reviewed_score", {response: given})
    except ScoreRefused as refusal:
        raise StepRefused(str(refusal)) from refusal
    if response.reviewed_score is None:
        raise StepRefused("请填写每个年度复核后的得分。")
    result = result_of(assessment)
    assessment.total, assessment.grade = result.total, result.grade
    assessment.revision += 1
    assessment.save(update_fields=["total", "grade", "revision", "changed_at"])


def _tell(objection: Objection, assessment: Assessment, by: User) -> None:
    if not permissions.may_chase(by, assessment.unit):
        return
    score = plain(objection.score_after)
    told = (
        f"考评分由 {plain(objection.score_before)} 分调整为 {score} 分"
        if objection.is_upheld
        else f"维持原考评分 {score} 分"
    )
    draft = Notice(
        unit=assessment.unit,
        kind=NoticeKind.INFORMATION,
        title=f"复核结果：第 {objection.response.criterion.label} 项",
        text=(
            f"{told}；总分和等次：{_result_in_words(assessment)}。\n复核意见：{objection.answer}"
        ),
        path=objection.get_absolute_url(),
    )
    notices.deliver([draft], by=by)


def _result_in_words(assessment: Assessment) -> str:
    return f"{plain(assessment.total)} 分，{assessment.get_grade_display()}"


def _clean(text: str) -> str:
    return text.replace("\0", "").strip()  # PostgreSQL keeps no NUL
