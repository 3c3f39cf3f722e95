"""Who takes part in a round: units that come later, get longer, leave, and come back.

Each is one function that locks, checks, changes, writes the audit trail and tells the unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime

from shuangyong.review import StepRefused
from units import audit
from units.models import Unit, User

from . import announcing
from .models import Assessment, Round, RoundState
from .opening import open_round


class ParticipationRefused(StepRefused):
    """What cannot be done with a participant, said for the user at the form's `field`."""

    def __init__(self, message: str, field: str | None = None):
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Participant:
    """One unit of a round: its checklist, since when it is handed in, what became of the unit."""

    assessment: Assessment
    submitted_on: date | None
    is_late: bool
    remark: str

    @property
    def may_need_longer(self) -> bool:
        """Still to hand in; what came back may be handed in again whenever it is mended."""
        return self.assessment.is_editable and self.submitted_on is None

    @property
    def has_left(self) -> bool:
        """退出考核: not counted any more."""
        return self.assessment.left_on is not None


def participants(round_: Round, today: date) -> list[Participant]:
    """Everybody of an open round, in administrative order; who left, too. Three queries."""
    assessments = round_.assessments.with_submission()
    assessments = assessments.select_related("unit__merged_into", "round__unit")
    received = set(Unit.objects.receiving_from(round_.unit).order_by().values_list("pk", flat=True))
    return [_participant(a, received, today) for a in assessments.order_by("unit__path")]


def _participant(assessment: Assessment, received: set[int], today: date) -> Participant:
    handed_in = assessment.first_submitted_at
    submitted_on = localtime(handed_in).date() if handed_in else None
    return Participant(
        assessment=assessment,
        submitted_on=submitted_on,
        is_late=assessment.left_on is None and (submitted_on or today) > assessment.due_on,
        remark=_remark(assessment.unit, received),
    )


def _remark(unit: Unit, received: set[int]) -> str:
    """What became of a unit since, if it matters to the round."""
    if unit.merged_into:
        return f"该单位已并入{unit.merged_into.label}"
    if not unit.is_active:
        return "该单位已停用"
    return "" if unit.pk in received else "该单位已不在本单位组织考核的范围内"


def to_add(round_: Round):
    """Units that the office issues to and that do not take part, in administrative order."""
    present = round_.assessments.order_by().values("unit")
    return Unit.objects.receiving_from(round_.unit).exclude(pk__in=present)


@transaction.atomic
def add_units(
    round_: Round, units: Iterable[Unit], *, by: User, until: date | None = None
) -> list[Assessment]:
    """补充参评单位: each gets its checklist, if wanted with a deadline of its own.

    A day that is no later than the round's own gives nobody longer and is left out. Raises
    ParticipationRefused unless the round is open.
    """
    locked = _open(round_)
    if until and until <= locked.self_deadline:
        until = None
    wanted = list(to_add(locked).filter(pk__in=[unit.pk for unit in units]))
    if not wanted:
        raise ParticipationRefused("所选单位都已参评。", "units")
    locked.units.add(*wanted)
    made = open_round(locked, by=by)
    if until:
        Assessment.objects.filter(pk__in=[a.pk for a in made]).update(extended_to=until)
        names = "、".join(str(a.unit) for a in made)
        audit.record(by, "考核延期", locked, changes={names: ["", str(until)]})
    announcing.begun(locked, made, by=by, until=until)
    return made


@transaction.atomic
def extend(assessment: Assessment, *, until: date, reason: str, by: User, today: date) -> None:
    """延期, or 补报 once the deadline has passed: the unit may hand in until then.

    Raises ParticipationRefused if it takes part no more, is out of its hands, or the day is
    past, or no later than the round's own.
    """
    locked = _locked(assessment)
    _refuse_left(locked)
    if not locked.is_editable:
        raise ParticipationRefused(f"考核表{locked.get_status_display()}，不需要延期。")
    if until < today:
        raise ParticipationRefused("延期的日期已经过去。", "until")
    if until <= locked.round.self_deadline:
        deadline = locked.round.self_deadline
        raise ParticipationRefused(
            f"延期应当晚于本次考核的自评截止（{date_format(deadline)}）。", "until"
        )
    before, locked.extended_to = locked.due_on, until
    locked.save(update_fields=["extended_to", "changed_at"])
    changes = {"自评截止": [str(before), str(until)]} | _why(reason)
    audit.record(by, "考核延期", locked, changes=changes)
    announcing.extended(locked, reason, by=by)


@transaction.atomic
def leave(assessment: Assessment, *, on: date, reason: str, by: User) -> None:
    """退出考核: what the unit wrote stays to be read, and it counts nowhere any more.

    Raises ParticipationRefused if it has left, or its result is published.
    """
    locked = _locked(assessment)
    _refuse_left(locked)
    if locked.is_published:
        raise ParticipationRefused("该单位的考核结果已公布，不能退出考核。")
    reason = reason.strip()
    if not reason:
        raise ParticipationRefused("请写明退出考核的原因。", "reason")
    locked.left_on, locked.left_because = on, reason
    locked.save(update_fields=["left_on", "left_because", "changed_at"])
    audit.record(by, "退出考核", locked, changes={"日期": str(on)} | _why(reason))
    announcing.left(locked, by=by)


@transaction.atomic
def rejoin(assessment: Assessment, *, by: User) -> None:
    """恢复参评 of a unit that had left; its checklist goes on from where it stood.

    Raises ParticipationRefused if it has not left.
    """
    locked = _locked(assessment)
    if locked.left_on is None:
        raise ParticipationRefused("该单位没有退出考核。")
    changes = {"退出日期": [str(locked.left_on), ""], "退出原因": [locked.left_because, ""]}
    locked.left_on, locked.left_because = None, ""
    locked.save(update_fields=["left_on", "left_because", "changed_at"])
    audit.record(by, "恢复参评", locked, changes=changes)
    announcing.rejoined(locked, by=by)


def _open(round_: Round) -> Round:
    locked = Round.objects.select_for_update().select_related("unit").get(pk=round_.pk)
    if locked.state != RoundState.OPEN:
        state = locked.get_state_display()
        raise ParticipationRefused(f"“{locked}”{state}，不能补充参评单位。")
    return locked


def _locked(assessment: Assessment) -> Assessment:
    """The checklist as stored, after its round: adopting and publishing lock in this order."""
    Round.objects.select_for_update().get(pk=assessment.round_id)
    locked = Assessment.objects.select_for_update(of=("self",))
    return locked.select_related("unit", "round__unit").get(pk=assessment.pk)


def _refuse_left(assessment: Assessment) -> None:
    if assessment.left_on:
        raise ParticipationRefused(f"该单位已于{date_format(assessment.left_on)}退出考核。")


def _why(reason: str) -> dict[str, str]:
    return {"原因": reason} if reason else {}
