"""What waits for whom: a unit's own unfinished records, a reviewer's queue, who is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from activities.models import Activity, Plan
from assessments.measures import Finding
from assessments.models import Assessment, Measure
from shuangyong.review import EDITABLE, Reviewable, Status
from units import permissions
from units.models import Unit, User

from .models import Summary

KINDS: tuple[type[Reviewable], ...] = (Plan, Activity, Assessment, Summary)
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Task:
    """A record that waits for someone, and until when."""

    record: Reviewable
    kind: str
    due: date | None = None
    late: bool = False


def queue(user: User) -> list[Task]:
    """What has been submitted to this reviewer, oldest first; four queries."""
    waiting = [
        Task(record, records.model._meta.verbose_name)
        for records in _awaiting(user)
        for record in records.with_last_submission()
        .select_related(*_related(records.model))
        .order_by("submitted_at")[:SHOWN]
    ]
    return sorted(waiting, key=lambda task: task.record.submitted_at)


def queue_length(user: User) -> int:
    """How many records await this reviewer, also those the queue does not show yet."""
    return sum(records.count() for records in _awaiting(user))


def _awaiting(user: User) -> list:
    if not permissions.is_reviewer(user):
        return []
    return [model.objects.reviewed_by(user).awaiting_review() for model in KINDS]


def unfinished(user: User, year: int, today: date) -> list[Task]:
    """What the account's unit still has to hand in: returned first, then what is due, then drafts.

    With what the account itself last worked on for units below.
    """
    if not permissions.may_write(user):
        return []
    tasks = [
        Task(record, model._meta.verbose_name, due, bool(due and due < today))
        for model in KINDS
        for record in _own(model, user, year)
        for due in [due_of(record)]
    ]
    return sorted(tasks, key=_urgency)


def _own(model, user: User, year: int):
    mine = Q(unit=user.unit_id) | Q(permissions.rows_to_write(user), changed_by=user)
    own = model.objects.filter(mine).in_year(year)
    returned_first = own.open_for_editing().order_by("-status", "changed_at")
    return returned_first.select_related(*_related(model))[:SHOWN]


def _related(model) -> tuple[str, ...]:
    return ("unit", "round") if model is Assessment else ("unit",)


def due_of(record: Reviewable) -> date | None:
    """The day by which a record has to be handed in, where there is one."""
    if isinstance(record, Plan):
        return record.deadline
    return record.round.self_deadline if isinstance(record, Assessment) else None


def _urgency(task: Task):
    returned = task.record.status == Status.RETURNED
    return (not returned, task.due is None, task.due or date.max, task.record.pk)


def behind(user: User, year: int, today: date) -> list[Task]:
    """Units in scope that missed a deadline: sub-plans and self-assessments; two queries."""
    plans = Plan.objects.visible_to(user).in_year(year).sub_plans().exclude(unit=user.unit_id)
    late_plans = plans.open_for_editing().filter(deadline__lt=today).select_related("unit")
    assessments = Assessment.objects.visible_to(user).in_year(year).overdue(today)
    late = assessments.select_related("unit", "round")
    records = [*late_plans.order_by("unit__path"), *late.order_by("unit__path")]
    return [Task(r, r._meta.verbose_name, due_of(r), True) for r in records]


def count_summaries(unit: Unit, years: range, measures: list[Measure]) -> dict[int, Finding]:
    """Summaries handed in, as a counter of measures; one query."""
    found = Summary.objects.filter(unit=unit, year__in=years).exclude(status__in=EDITABLE)
    titles = [summary.title for summary in found]
    words = "、".join(f"《{title}》已报送" for title in titles) or "没有找到已报送的工作总结"
    finding = Finding(len(titles), words)
    return {measure.pk: finding for measure in measures}
