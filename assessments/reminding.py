"""Reminding who has not handed in: of itself before the deadline, and when the office asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F

from shuangyong.review import StepRefused
from units.models import Role, User
from units.notices import Delivery, deliver, remindings

from .announcing import reminder
from .models import Assessment, Round, RoundReminder, RoundState


@dataclass(frozen=True, slots=True)
class Reminded:
    """What the reminders of one round came to on a day; `sender` is None if nobody could send."""

    round: Round
    sender: User | None
    assessments: list[Assessment]


def in_hand(round_: Round):
    """Checklists that are still to be handed in, in administrative order; adds `due`."""
    waiting = round_.assessments.asked().open_for_editing()
    return waiting.select_related("unit", "round__unit").order_by("unit__path")


def rounds_to_remind(today: date):
    """Open rounds that remind of themselves and have not done so today."""
    open_ones = Round.objects.filter(state=RoundState.OPEN).exclude(reminders__on=today)
    return open_ones.exclude(remind_days=[]).select_related("unit").order_by("pk")


def remind_of(round_: Round, today: date, *, dry_run: bool = False) -> Reminded:
    """Remind the units of a round whose own deadline is as many days off as the round names.

    Once a day: whoever comes second finds the day taken and sends nothing, nor does anybody once
    the round is published. The notices go out in the name of the issuing unit's reviewer, so
    the office finds them among what it sent.
    """
    sender = sender_for(round_)
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round_.pk)
        if locked.state != RoundState.OPEN or locked.reminders.filter(on=today).exists():
            return Reminded(round_, sender, [])
        due = [a for a in in_hand(locked) if (a.due - today).days in locked.remind_days]
        due = _to_remind(due, sender) if sender else due
        if sender and due and not dry_run:
            _send(locked, due, today, sender)
    return Reminded(round_, sender, due)


@transaction.atomic
def remind_missing(round_: Round, today: date, *, by: User) -> Delivery:
    """提醒未报单位: everyone who has not handed in and was not reminded of it today.

    Raises StepRefused if nobody is left, or the round is not open.
    """
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state != RoundState.OPEN:
        raise StepRefused(f"“{locked}”{locked.get_state_display()}，不需要提醒。")
    waiting = list(in_hand(locked))
    wanted = _to_remind(waiting, by)
    if not wanted:
        told = "未报的单位今天都已提醒过，没有重复发送。" if waiting else "各单位都已报送。"
        raise StepRefused(told)
    return _send(locked, wanted, today, by)


def sender_for(round_: Round) -> User | None:
    """In whose name a round reminds of itself: the issuing unit's first reviewer in service."""
    reviewers = User.objects.filter(unit=round_.unit_id, role=Role.REVIEWER, is_active=True)
    return reviewers.select_related("unit").order_by("pk").first()


def _to_remind(assessments: list[Assessment], by: User) -> list[Assessment]:
    """Whom `by` may write to and who has not been reminded of the same today; one query."""
    standing = remindings(by, [(a.unit, a.get_absolute_url()) for a in assessments])
    return [a for a, reminding in zip(assessments, standing, strict=True) if reminding.may_send]


def _send(round_: Round, assessments: list[Assessment], today: date, by: User) -> Delivery:
    delivery = deliver([reminder(each, today) for each in assessments], by=by)
    day, is_new = RoundReminder.objects.get_or_create(
        round=round_, on=today, defaults={"units": len(assessments)}
    )
    if not is_new:
        day.units = F("units") + len(assessments)
        day.save(update_fields=["units"])
    return delivery
