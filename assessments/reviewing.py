"""考评: the office begins with a checklist, deals with items, sends some back, confirms many.

A score rests on what the unit said when it was given (`Response.seen`); after a return the
reviewer is shown what the unit has changed since, and scores given before stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from shuangyong.review import Step, StepRefused
from units import audit, permissions
from units.models import User

from .allowed_scores import plain
from .models import Assessment, Grade, Response, Round
from .scoring import Line, Score, add_up

LINKED = {"points": "得分点", "activities": "佐证活动", "files": "佐证文件"}


@transaction.atomic
def begin(assessment: Assessment, *, by: User) -> None:
    """开始审核: from now on the unit cannot take its checklist back. Begun once, by the first.

    Raises PermissionDenied, or StepRefused if the checklist is not with the office.
    """
    locked = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if not permissions.may_review(by, locked):
        raise PermissionDenied
    if not locked.is_reviewable:
        raise StepRefused(f"当前状态为“{locked.standing}”，不能开始审核。")
    if mark_begun([locked], by=by):
        audit.record(by, "开始审核", locked)
    assessment.refresh_from_db(fields=["review_started_at", "review_started_by"])


def mark_begun(locked: Iterable[Assessment], *, by: User) -> int:
    """Let the review of locked checklists begin; how many had not begun yet. One query."""
    fresh = Assessment.objects.filter(pk__in=[each.pk for each in locked], review_started_at=None)
    return fresh.update(review_started_at=timezone.now(), review_started_by=by)


def basis(response: Response) -> dict:
    """What a score rests on: the unit's side of an item, short enough to be kept with it."""
    score = response.self_score
    return {
        "self_score": "" if score is None else plain(score),
        "statement": sha256(response.statement.encode()).hexdigest()[:16],
        "points": sorted(point.pk for point in response.points_claimed.all()),
        "activities": sorted(activity.pk for activity in response.activities.all()),
        "files": sorted(file.pk for file in response.files.all()),
    }


def changes_since(response: Response) -> list[str]:
    """What the unit changed since the reviewer dealt with the item, in words; [] if nothing."""
    seen, now = response.seen, basis(response)
    if not seen or seen == now:
        return []
    words = []
    if seen["self_score"] != now["self_score"]:
        words.append(f"自评分 {seen['self_score'] or '空'} → {now['self_score'] or '空'}")
    if seen["statement"] != now["statement"]:
        words.append("自评说明有修改")
    for name, label in LINKED.items():
        added, dropped = set(now[name]) - set(seen[name]), set(seen[name]) - set(now[name])
        words += [f"新增{label} {len(added)} 项"] if added else []
        words += [f"去掉{label} {len(dropped)} 项"] if dropped else []
    return words


def marked_items(assessment: Assessment) -> list[Response]:
    """Items that the office has dealt with before and has to look at again; four queries.

    Those that came back after a return, and those that the unit changed since they were scored.
    """
    dealt = assessment.responses.exclude(seen={}).select_related("criterion")
    loaded = dealt.prefetch_related("points_claimed", "activities", "files")
    return [each for each in loaded if each.returned_before or changes_since(each)]


def settle(responses: Iterable[Response]) -> None:
    """The reviewer has dealt with these items as they stand: no mark of a return is left.

    Within the transaction that locked them. Steps of the checklist clear marks by themselves.
    """
    dealt = list(responses)
    for response in dealt:
        response.seen, response.returned_before = basis(response), ""
    Response.objects.bulk_update(dealt, ["seen", "returned_before"])


def sign(responses: Iterable[Response], *, by: User) -> None:
    """Keep who gave these scores and comments, and when."""
    signed = list(responses)
    for response in signed:
        response.reviewed_by, response.reviewed_at = by, timezone.now()
    Response.objects.bulk_update(signed, ["reviewed_by", "reviewed_at"])


def return_items(assessment: Assessment, *, by: User, comment: str = "") -> None:
    """退回所选项目: the items with words of return are open to the unit again, these alone.

    Raises PermissionDenied, or StepRefused if no item is marked or the step does not fit.
    """
    assessment.take(Step.SEND_BACK, by=by, comment=comment, items_only=True)


def lock_checklists(responses) -> None:
    """Hold the checklists of some responses, in one order, until the transaction ends."""
    held = Assessment.objects.filter(pk__in=responses.order_by().values("assessment"))
    list(held.order_by("pk").select_for_update().values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Preview:
    """What the scores given so far come to, and the grade they would make."""

    score: Score
    grade: Grade
    round: Round

    @property
    def is_complete(self) -> bool:
        """True once every item is scored."""
        return self.score.scored == self.score.asked

    @property
    def lines(self) -> list[Line]:
        """How the total comes about, item by item, with the grade it makes."""
        return self.score.lines(self.round)

    @property
    def words(self) -> str:
        """考评 87.5 分，已评 20/22 项，预计良好."""
        given = f"考评 {plain(self.score.total)} 分，已评 {self.score.scored}/{self.score.asked} 项"
        veto = "（一票否决）" if self.score.vetoed else ""
        known = self.is_complete or self.score.vetoed
        return f"{given}，预计等次：{self.grade.label}{veto}" if known else given


def preview(round_: Round, score: Score) -> Preview:
    """What a checklist's reviewed score would be published as."""
    return Preview(score, round_.grade_of(score.total, vetoed=score.vetoed), round_)


def preview_of(assessment: Assessment) -> Preview:
    """The same as stored now; one query."""
    responses = assessment.responses.select_related("criterion__section")
    score = add_up((r.criterion, r.reviewed_score) for r in responses)
    return preview(assessment.round, score)


@dataclass(slots=True)
class Outcome:
    """What became of the checklists that were to be confirmed; `refused` by reason."""

    done: list[Assessment] = field(default_factory=list)
    refused: list[tuple[Assessment, str]] = field(default_factory=list)

    @property
    def success(self) -> str:
        """已确认 3 个单位：甲、乙、丙。; "" if none was."""
        names = "、".join(assessment.unit.label for assessment in self.done)
        return f"已确认 {len(self.done)} 个单位：{names}。" if self.done else ""

    @property
    def failure(self) -> str:
        """What stays undone, each with its reason; "" if nothing does."""
        lines = "".join(
            f"{each.unit.label}：{reason.rstrip('。')}。" for each, reason in self.refused
        )
        return f"{len(self.refused)} 个单位未确认。{lines}" if self.refused else ""


def confirm_all(assessments: Iterable[Assessment], *, by: User) -> Outcome:
    """Confirm each by itself; one that is not ready does not hold up the others."""
    outcome = Outcome()
    for assessment in assessments:
        try:
            assessment.take(Step.CONFIRM, by=by)
        except PermissionDenied:
            outcome.refused.append((assessment, "不归本账号审核"))
        except StepRefused as refusal:
            outcome.refused.append((assessment, str(refusal)))
        else:
            outcome.done.append(assessment)
    return outcome
