"""各单位进度: at a glance who is behind, one line a unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max, Q

from activities.models import Activity, Plan
from activities.progress import is_late
from assessments.models import Assessment
from shuangyong.review import Status
from units.models import LeadingGroup, Unit, User
from units.placing import Placement, placement
from units.scope import Scope, scope_of_unit

from .models import Summary


@dataclass(slots=True)
class UnitProgress:
    """One unit's year as its issuing unit sees it; activities are counted in 项."""

    unit: Unit
    label: str
    has_left: bool = False
    """Stood here in that year, and stands elsewhere or is merged into another unit today."""
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
        return bool(self.late or self.has_recorded_nothing)

    @property
    def has_recorded_nothing(self) -> bool:
        """Work was asked for, and not one activity is recorded."""
        asked = self.sub_plan or self.assessment
        return bool(asked and not (self.confirmed or self.unconfirmed))


def overview(user: User, year: int, today: date) -> list[UnitProgress]:
    """The units `user`'s unit issues to, in administrative order; a fixed number of queries.

    An activity counts for the nearest unit of the table, so that a bureau's line holds what the
    stations below it did. Of a year gone by the table and the tree are that year's.
    """
    then = placement(year)
    scope = scope_of_unit(user.unit, year, then)
    receiving = Unit.objects.receiving_from(user.unit).with_former_names()
    rows = {u.pk: UnitProgress(u, u.label_in(year)) for u in receiving if scope.covers(u)}
    if rows:
        _drop_others(rows, year, then)
        _add_former(rows, user.unit, year, then)
        _add_records(rows, year, today)
        _add_activities(rows, scope, year, then)
    return list(rows.values())


def _drop_others(rows: dict[int, UnitProgress], year: int, then: Placement) -> None:
    """Units received since they moved that then stood below another one with a group."""
    hosts = set(
        LeadingGroup.objects.in_force(year).filter(host__in=rows).values_list("host", flat=True)
    )
    issuing = _by_place({pk: row for pk, row in rows.items() if pk in hosts}, then)
    for place, row in _by_place(rows, then).items():
        if place != row.unit.path and _nearest(place, issuing) not in (None, row):
            del rows[row.unit.pk]


def _add_former(rows: dict[int, UnitProgress], issuer: Unit, year: int, then: Placement) -> None:
    """Units that stood below `issuer` in that year, and below none of the others listed."""
    own, listed = then.path_of(issuer.path), _by_place(rows, then)
    left = [
        path
        for path in then.moved
        if (place := then.path_of(path)).startswith(own)
        and place != own
        and _nearest(place, listed) is None
    ]
    for unit in Unit.objects.filter(path__in=left).with_former_names():
        rows[unit.pk] = UnitProgress(unit, unit.label_in(year), has_left=True)


def _by_place(rows: dict[int, UnitProgress], then: Placement) -> dict[str, UnitProgress]:
    return {then.path_of(row.unit.path): row for row in rows.values()}


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


def _add_activities(
    rows: dict[int, UnitProgress], scope: Scope, year: int, then: Placement
) -> None:
    by_place = _by_place(rows, then)
    counted = (
        Activity.objects.filter(scope.q("unit"))
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
        if row := _nearest(then.path_of(found["unit__path"]), by_place):
            row.confirmed += found["confirmed"]
            row.unconfirmed += found["unconfirmed"]
            dates = [d for d in (row.last_held, found["last_held"]) if d]
            row.last_held = max(dates, default=None)


def _nearest(place: str, by_place: dict[str, UnitProgress]) -> UnitProgress | None:
    above = (place[:length] for length in range(len(place), 0, -1))
    return next((by_place[p] for p in above if p in by_place), None)
