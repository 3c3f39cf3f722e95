"""A year beside the ones before it: the same figures, counted by the same rules."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django.db.models import Count, Min, Q, Sum
from django.urls import reverse

from activities.figure_filters import Basis
from activities.models import Activity, Contribution, ContributionCategory
from shuangyong.vague import Qualifier, VagueNumber, total
from units.models import Unit, names_in
from units.scope import scope_of_unit

from .selecting import MONTHS
from .values import Filters, Tally

SPAN = 5
"""So many years are compared: the year itself and those before it."""
Value = int | VagueNumber | None


@dataclass(frozen=True, slots=True)
class Row:
    """One figure in every compared year; measure: 项, 个, 支, or "" where the number says it.

    stands_for: the filters of its records; None where no list of activities shows the figure.
    """

    label: str
    measure: str
    values: tuple[Value, ...]
    stands_for: Filters | None = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """The years with records among the last five, oldest first, each figure in all of them."""

    year: int
    years: tuple[int, ...]
    totals: tuple[Row, ...]
    by_kind: tuple[Row, ...]
    by_unit: tuple[Row, ...]
    by_month: tuple[Row, ...]
    counted_for: Filters

    def __bool__(self) -> bool:
        """True if there is anything to compare."""
        return len(self.years) > 1

    @property
    def has_last_year(self) -> bool:
        """True if both the year and the one before it have records."""
        return {self.year, self.year - 1} <= {*self.years}

    def address(self, row: Row, year: int) -> str:
        """The list of the activities behind one cell; "" where there is none."""
        if row.stands_for is None:
            return ""
        filters = (("year", year), *self.counted_for, *row.stands_for)
        return f"{reverse('activities:activities')}?{urlencode(filters)}"

    def months(self, year: int) -> tuple[Tally, ...]:
        """The months of one of the years."""
        return tuple(Tally(row.label, self.value(row, year)) for row in self.by_month)

    def value(self, row: Row, year: int) -> Value:
        """A figure in one of the years; None if the year has no records."""
        return row.values[self.years.index(year)] if year in self.years else None

    def change(self, row: Row) -> str:
        """比上年增加3项（16.7%）; "" unless both years have records and exact numbers."""
        if not self.has_last_year:
            return ""
        now, before = (_exact(self.value(row, year)) for year in (self.year, self.year - 1))
        if now is None or before is None:
            return ""
        return difference(now, before, row.measure or "元")


def difference(now: Decimal, before: Decimal, measure: str) -> str:
    """How much more or less than the year before, with the share where there was something."""
    if now == before:
        return "与上年持平"
    more, by = ("增加" if now > before else "减少"), abs(now - before)
    share = (by * 100 / before).quantize(Decimal("0.1"), ROUND_HALF_UP) if before else None
    in_parts = f"（{share.normalize():f}%）" if share is not None else ""
    return f"比上年{more}{by.normalize():f}{measure}{in_parts}"


def _exact(value: Value) -> Decimal | None:
    """The number, if it is known exactly."""
    if isinstance(value, VagueNumber):
        return value.amount if value.qualifier == Qualifier.EXACT else None
    return None if value is None else Decimal(value)


def comparison(unit: Unit, year: int, *, with_pending: bool = False) -> Comparison:
    """The unit's figures of `year` beside former years; a fixed number of queries.

    Of every year the units count that stood in the scope at its end.
    """
    basis = Basis.PENDING if with_pending else Basis.CONFIRMED
    span = range(year - SPAN + 1, year + 1)
    within = (Q(year=each) & scope_of_unit(unit, each).q("unit") for each in span)
    done = Activity.objects.filter(reduce(or_, within)).counted()
    done = done.filter(status__in=basis.statuses)
    found = _Found(done, year)
    return Comparison(
        year=year,
        years=found.years,
        totals=found.totals(),
        by_kind=found.rows("kind__name", "main", Min("kind__position")),
        by_unit=found.by_unit(),
        by_month=found.by_month(),
        counted_for=(("counted", unit.pk), ("basis", basis.value)),
    )


class _Found:
    """The activities of several years, counted year by year."""

    def __init__(self, activities, year: int) -> None:
        self.activities, self.year = activities.order_by(), year
        counted = self.activities.values("year").annotate(
            n=Count("pk"), u=Count("unit", distinct=True)
        )
        self._by_year = {row["year"]: row for row in counted}
        self.years = tuple(sorted(self._by_year))

    def totals(self) -> tuple[Row, ...]:
        """Activities, units, troops, money, value."""
        through = Activity.troops.through.objects.filter(activity__in=self.activities)
        met = dict(
            through.order_by().values_list("activity__year").annotate(Count("troop", distinct=True))
        )
        money = self._yuan(category=ContributionCategory.MONEY)
        counted = [self._by_year[year] for year in self.years]
        return (
            Row("双拥活动", "项", tuple(row["n"] for row in counted)),
            Row("开展活动的单位", "个", tuple(row["u"] for row in counted), None),
            Row("涉及驻军部队", "支", tuple(met.get(year, 0) for year in self.years), None),
            Row("慰问金", "", money, (("valued", ContributionCategory.MONEY.value),)),
            Row("各类投入折合金额", "", self._yuan(), (("valued", "any"),)),
        )

    def rows(self, label: str, filter_name: str, order) -> tuple[Row, ...]:
        """By what `label` reads, sorted by `order`."""
        found = self.activities.values("year", label).annotate(n=Count("pk"), at=order)
        places: dict[str, int] = {}
        cells: dict[str, dict[int, int]] = defaultdict(dict)
        for row in found:
            name = row[label]
            places[name] = min(row["at"], places.get(name, row["at"]))
            cells[name][row["year"]] = row["n"]
        return tuple(
            Row(name, "项", self._in_years(cells[name]), ((filter_name, name),))
            for name in sorted(cells, key=lambda name: (places[name], name))
        )

    def by_unit(self) -> tuple[Row, ...]:
        """In administrative order, under the names of the latest year."""
        found = self.activities.values("year", "unit", "unit__name", "unit__path")
        names, cells, labels = names_in(self.year), defaultdict(dict), {}
        for row in found.annotate(n=Count("pk")).order_by("unit__path"):
            labels[row["unit"]] = names.get(row["unit"], row["unit__name"])
            cells[row["unit"]][row["year"]] = row["n"]
        return tuple(
            Row(label, "项", self._in_years(cells[pk]), (("reporter", pk),))
            for pk, label in labels.items()
        )

    def by_month(self) -> tuple[Row, ...]:
        """The twelve months, see `ActivityQuerySet.begun_in_a_month`."""
        found = self.activities.begun_in_a_month().order_by()
        found = found.values_list("held_from__month", "year").annotate(n=Count("pk"))
        cells: dict[int, dict[int, int]] = defaultdict(dict)
        for month, year, n in found:
            cells[month][year] = n
        return tuple(
            Row(f"{month}月", "项", self._in_years(cells[month]), (("begun", month),))
            for month in MONTHS
        )

    def _in_years(self, found: dict[int, int]) -> tuple[int, ...]:
        return tuple(found.get(year, 0) for year in self.years)

    def _yuan(self, **asked) -> tuple[VagueNumber | None, ...]:
        lines = Contribution.objects.filter(activity__in=self.activities, **asked)
        rows = lines.exclude(value=None).order_by("activity__year", "value_qualifier")
        rows = rows.values_list("activity__year", "value_qualifier").annotate(Sum("value_amount"))
        found = defaultdict(list)
        for year, qualifier, amount in rows:
            found[year].append(VagueNumber.of(amount, Qualifier(qualifier), "元"))
        return tuple(total(found[year]) for year in self.years)
