"""The figures of a unit's year: the one selector that page, PDF and Excel read.

Confirmed records only; a series counts by its dates; sums keep the qualifiers of their parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, F, Q, Sum

from activities.models import (
    Activity,
    ActivityCount,
    Contribution,
    ContributionCategory,
    Plan,
    RequestState,
    SupportRequest,
)
from shuangyong.review import Status
from shuangyong.vague import Qualifier, VagueNumber, total
from units.models import Troop, Unit, names_in
from units.scope import scope_of_unit

MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many activities (项) of one kind, unit or month."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity summed over the year, as exact as its parts: 派员40余人."""

    label: str
    number: VagueNumber


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A unit's year with all units in its scope. activities: 项; money and value: 元."""

    year: int
    activities: int
    unconfirmed: int
    by_kind: tuple[Tally, ...]
    by_unit: tuple[Tally, ...]
    by_month: tuple[Tally, ...]
    counts: tuple[Quantity, ...]
    money: VagueNumber | None
    value: VagueNumber | None
    troops: int
    units: int
    sub_plans: int
    sub_plans_confirmed: int
    requests: int
    requests_done: int

    def as_json(self) -> dict:
        """The figures as stored beside an issued document."""
        return {
            "year": self.year,
            "activities": self.activities,
            "by_kind": {t.label: t.count for t in self.by_kind},
            "by_unit": {t.label: t.count for t in self.by_unit},
            "counts": {s.label: str(s.number) for s in self.counts},
            "money": str(self.money or ""),
            "value": str(self.value or ""),
            "troops": self.troops,
            "units": self.units,
        }


def year_figures(unit: Unit, year: int) -> YearFigures:
    """The figures of `unit` and its scope in `year`; a fixed number of queries.

    Units count where they stood, and are called as they were called, at the end of the year.
    """
    scope = scope_of_unit(unit, year)
    every = Activity.objects.filter(scope.q("unit")).in_year(year).counted()
    done = every.confirmed()
    by_unit = _by_unit(done, year)
    plans = Plan.objects.filter(scope.q("unit")).in_year(year).sub_plans().exclude(unit=unit)
    requests = SupportRequest.objects.filter(scope.q("unit")).in_year(year)
    return YearFigures(
        year=year,
        activities=sum(tally.count for tally in by_unit),
        unconfirmed=every.exclude(status=Status.CONFIRMED).count(),
        by_kind=_tally(done, "kind__position", "kind__name"),
        by_unit=by_unit,
        by_month=_by_month(done),
        counts=_sums(ActivityCount.objects.filter(activity__in=done), "label"),
        money=_money(done, only_money=True),
        value=_money(done, only_money=False),
        troops=Troop.objects.filter(activities__in=done).distinct().count(),
        units=len(by_unit),
        **plans.aggregate(
            sub_plans=Count("pk"),
            sub_plans_confirmed=Count("pk", filter=Q(status=Status.CONFIRMED)),
        ),
        **requests.aggregate(
            requests=Count("pk"), requests_done=Count("pk", filter=Q(state=RequestState.DONE))
        ),
    )


def _tally(activities, order: str, label: str) -> tuple[Tally, ...]:
    rows = activities.order_by(order).values(order, label).annotate(n=Count("pk"))
    return tuple(Tally(row[label], row["n"]) for row in rows)


def _by_unit(activities, year: int) -> tuple[Tally, ...]:
    rows = activities.order_by("unit__path").values("unit__path", "unit", "unit__name")
    names = names_in(year)
    return tuple(
        Tally(names.get(row["unit"], row["unit__name"]), row["n"])
        for row in rows.annotate(n=Count("pk"))
    )


def _by_month(activities) -> tuple[Tally, ...]:
    """By the month an activity begins in; one known only by its year belongs to none.

    Neither does one that began before the year: December of the year is not when it was.
    """
    dated = activities.exclude(held__contains="/Y/").exclude(held__contains="/L/")
    rows = (
        dated.filter(held_from__year=F("year"))
        .order_by()
        .values("held_from__month")
        .annotate(n=Count("pk"))
    )
    found = {row["held_from__month"]: row["n"] for row in rows}
    return tuple(Tally(f"{month}月", found.get(month, 0)) for month in MONTHS)


def _sums(lines, label: str) -> tuple[Quantity, ...]:
    """Sums by label; the database counts equal wordings, the few that differ are added here."""
    rows = lines.order_by(label).values(label, "number").annotate(times=Count("pk"))
    return tuple(
        Quantity(name, total(map(_multiplied, group)))
        for name, group in groupby(rows, key=lambda row: row[label])
    )


def _multiplied(row: dict) -> VagueNumber:
    number, times = row["number"], row["times"]
    if times == 1:
        return number
    amount = None if number.amount is None else number.amount * times
    return VagueNumber.of(amount, number.qualifier, number.measure)


def _money(activities, *, only_money: bool) -> VagueNumber | None:
    """慰问金, or the value of everything given; 元."""
    given = Contribution.objects.filter(activity__in=activities, value__isnull=False)
    if only_money:
        given = given.filter(category=ContributionCategory.MONEY)
    rows = given.order_by().values("value_qualifier").annotate(amount=Sum("value_amount"))
    return total(_yuan(rows))


def _yuan(rows: Iterable[dict]) -> Iterable[VagueNumber]:
    for row in rows:
        yield VagueNumber.of(row["amount"], Qualifier(row["value_qualifier"]), "元")
