"""What waits for whom: a unit's own unfinished records, a reviewer's queue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q

from activities.models import Activity, Plan, SupportRequest
from assessments.counting import for_all
from assessments.measures import Finding, Findings, in_chunks
from assessments.models import Assessment, Measure, due_by
from shuangyong.review import EDITABLE, Reviewable, Status
from units import permissions
from units.models import Unit, User

from .models import Summary

KINDS: tuple[type[Reviewable], ...] = (Plan, Activity, Assessment, Summary)
SHOWN = 50
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Task:
    """A record that waits for someone, and until when."""

    record: Reviewable | SupportRequest
    kind: str
    due: date | None = None
    late: bool = False

    @property
    def key(self) -> str:
        """How a form names the record, whatever its kind: activity-12."""
        return f"{self.record._meta.model_name}-{self.record.pk}"


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
    """How many records await this reviewer, also those the queue does not show yet; one query."""
    return count_together(_awaiting(user))


def count_together(querysets: list) -> int:
    """How many rows several querysets have, counted in one query."""
    found = [rows.order_by().values("pk") for rows in querysets]
    return found[0].union(*found[1:], all=True).count() if found else 0


def _awaiting(user: User) -> list:
    if not permissions.is_reviewer(user):
        return []
    return [model.objects.reviewed_by(user).awaiting_review() for model in KINDS]


def unfinished(user: User, year: int, today: date) -> list[Task]:
    """What the account's unit still has to do: returned first, then what is due, then drafts.

    Records to hand in and needs to answer, with what the account itself last worked on for
    units below.
    """
    if not permissions.may_write(user):
        return []
    records = [record for model in KINDS for record in _own(model, user, year)]
    tasks = [
        Task(record, record._meta.verbose_name, due, bool(due and due < today))
        for record in [*records, *own_needs(user, year)[:SHOWN]]
        for due in [due_of(record)]
    ]
    return sorted(tasks, key=_urgency)


def pressing(user: User, year: int, today: date) -> int:
    """How much of it cannot wait: returned, or due within `SOON`, or late; one query."""
    if not permissions.may_write(user):
        return 0
    soon, returned = today + SOON, Q(status=Status.RETURNED)
    urgent = {
        Plan: returned | Q(deadline__lte=soon),
        Assessment: returned | due_by(soon),
    }
    records = [
        model.objects.filter(urgent.get(model, returned), unit=user.unit_id)
        .in_year(year)
        .open_for_editing()
        for model in KINDS
    ]
    return count_together([*records, own_needs(user, year).filter(due_until__lte=soon)])


def own_needs(user: User, year: int):
    """Open needs that the account's unit answers for, the most urgent first."""
    needs = SupportRequest.objects.open().in_year(year).filter(responsible_unit=user.unit_id)
    return needs.order_by(F("due_until").asc(nulls_last=True), "pk")


def _own(model, user: User, year: int):
    mine = Q(unit=user.unit_id) | Q(permissions.rows_to_write(user), changed_by=user)
    own = model.objects.filter(mine).in_year(year).with_last_words()
    returned_first = own.open_for_editing().order_by("-status", "changed_at")
    return returned_first.select_related(*_related(model))[:SHOWN]


def _related(model) -> tuple[str, ...]:
    return ("unit", "round") if model is Assessment else ("unit",)


def due_of(record: Reviewable | SupportRequest) -> date | None:
    """The day by which a record has to be handed in or answered, where there is one."""
    if isinstance(record, Plan):
        return record.deadline
    if isinstance(record, SupportRequest):
        return record.due_until
    return record.due_on if isinstance(record, Assessment) else None


def _urgency(task: Task):
    returned = getattr(task.record, "status", "") == Status.RETURNED
    return (not returned, task.due is None, task.due or date.max, task.record.pk)


def count_summaries(units: Sequence[Unit], years: range, measures: Sequence[Measure]) -> Findings:
    """Summaries handed in, as a counter of measures; one query for every 500 units."""
    titles: dict[int, list[str]] = defaultdict(list)
    for keys in in_chunks(unit.pk for unit in units):
        found = Summary.objects.filter(unit__in=keys, year__in=years).exclude(status__in=EDITABLE)
        for unit, title in found.order_by("-year", "pk").values_list("unit", "title"):
            titles[unit].append(f"《{title}》已报送")
    findings = {unit: Finding(len(said), "、".join(said)) for unit, said in titles.items()}
    return for_all(measures, findings, Finding(0, "没有找到已报送的工作总结"))
