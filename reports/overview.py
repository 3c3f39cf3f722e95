"""各单位进度: at a glance who is behind, one line a unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max, Q

from activities.models import Activity, Plan
from activities.progress import is_late
from assessments.models import Assessment
from shuangyong.review import Status
from units.models import Unit, User

from .models import Summary


@dataclass(slots=True)
class UnitProgress:
    """One unit's year as its issuing unit sees it; activities are counted in 项."""

    unit: Unit
    sub_plan: Plan | None = None
    assessment: Assessment | None = None
    summary: Summary | None = None
    confirmed: int = 0
    unconfirmed: int = 0
    last_held: date | None = None
    late: set[str] = field(default_factory=set)

    @property
    def is_behind(self) -> bool:
        """Something missed its deadline, or work was asked for and nothing at all is recorded."""
        asked = self.sub_plan or self.assessment
        return bool(self.late or (asked and not (self.confirmed or self.unconfirmed)))


def overview(user: User, year: int, today: date) -> list[UnitProgress]:
    """The units `user`'s unit issues to, in administrative order; six queries.

    An activity counts for the nearest unit of the table, so that a bureau's line holds what the
    stations below it did.
    """
    rows = {unit.pk: UnitProgress(unit) for unit in Unit.objects.receiving_from(user.unit)}
    _add_records(rows, year, today)
    _add_activities(rows, user, year)
    return list(rows.values())


def _add_records(rows: dict[int, UnitProgress], year: int, today: date) -> None:
    for plan in Plan.objects.sub_plans().filter(unit__in=rows, year=year):
        rows[plan.unit_id].sub_plan = plan
        if is_late(plan, today):
            rows[plan.unit_id].late.add("sub_plan")
    assessments = Assessment.objects.in_year(year).filter(unit__in=rows)
    for assessment in assessments:
        rows[assessment.unit_id].assessment = assessment
    for unit_id in assessments.overdue(today).values_list("unit_id", flat=True):
        rows[unit_id].late.add("assessment")
    for summary in Summary.objects.filter(unit__in=rows, year=year):
        rows[summary.unit_id].summary = summary


def _add_activities(rows: dict[int, UnitProgress], user: User, year: int) -> None:
    by_path = {row.unit.path: row for row in rows.values()}
    counted = (
        Activity.objects.visible_to(user)
        .in_year(year)
        .counted()
        .order_by()
        .values("unit__path")
        .annotate(
            confirmed=Count("pk", filter=Q(status=Status.CONFIRMED)),
            unconfirmed=Count("pk", filter=~Q(status=Status.CONFIRMED)),
            last_held=Max("held_to", filter=Q(status=Status.CONFIRMED)),
        )
    )
    for found in counted:
        if row := _nearest(found["unit__path"], by_path):
            row.confirmed += found["confirmed"]
            row.unconfirmed += found["unconfirmed"]
            dates = [d for d in (row.last_held, found["last_held"]) if d]
            row.last_held = max(dates, default=None)


def _nearest(path: str, by_path: dict[str, UnitProgress]) -> UnitProgress | None:
    step = Unit.steplen
    above = (path[:length] for length in range(len(path), 0, -step))
    return next((by_path[p] for p in above if p in by_path), None)
