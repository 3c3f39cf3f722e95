"""The year in a picture: months with their 节点, kinds, figures, each beside last year's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from activities.occasion_year import OccasionYear, UnitFilter, occasion_year
from reports.figures import Comparison, Row, YearFigures
from reports.statistics import Statistics
from reports.summary.generating.opening import figures_sentence
from reports.year_picture import KeyFigure, key_figures
from shuangyong import charts
from shuangyong.charts import Chart, Tallied

FEW_KINDS = 8


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its activities drawn beside last year's, and the 节点 whose day lies in it."""

    label: str
    chart: Chart
    occasions: tuple[OccasionYear, ...]
    is_now: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One kind with its activities, and last year's; former: None where that has no records."""

    label: str
    count: int
    address: str
    former: int | None = None
    former_address: str = ""

    @property
    def longest(self) -> int:
        """The larger of the two."""
        return max(self.count, self.former or 0)


@dataclass(frozen=True, slots=True)
class UnitYear:
    """The year of a unit and its scope as the workbench shows it."""

    told: Statistics
    key_figures: tuple[KeyFigure, ...]
    months: tuple[Month, ...]
    kinds: tuple[Line, ...]
    sentence: str

    @property
    def figures(self) -> YearFigures:
        """What all of it is drawn from."""
        return self.told.figures

    @property
    def last_year(self) -> int | None:
        """The year beside it, if that has records."""
        return self.told.year - 1 if self.told.compared.has_last_year else None

    @property
    def few_kinds(self) -> tuple[Line, ...]:
        """As many as fit on one screen: of many the largest in their order, and 其余 in one."""
        if len(self.kinds) <= FEW_KINDS:
            return self.kinds
        largest = sorted(self.kinds, key=lambda line: -line.count)[: FEW_KINDS - 1]
        rest = [line for line in self.kinds if line not in largest]
        return (
            *(line for line in self.kinds if line in largest),
            Line(
                f"其余{len(rest)}类",
                sum(line.count for line in rest),
                self.told.get_absolute_url(),
                sum(line.former or 0 for line in rest) if self.last_year else None,
                self.told.get_absolute_url(),
            ),
        )

    @property
    def most(self) -> int:
        """What the longest bar of the kinds stands for."""
        return max((line.longest for line in (*self.kinds, *self.few_kinds)), default=0) or 1


def unit_year(told: Statistics, units: UnitFilter, today: date) -> UnitYear:
    """The year of a unit from its statistics; two queries.

    units: whose measures and activities the 节点 tell of.
    """
    figures = told.figures
    return UnitYear(
        told=told,
        key_figures=tuple(key_figures(told)),
        months=tuple(months(told, occasion_year(units, told.year, today=today), today)),
        kinds=tuple(kinds(told)),
        sentence=figures_sentence(figures) if figures.activities else "",
    )


def months(told: Statistics, occasions: list[OccasionYear], today: date) -> Iterator[Month]:
    """Twelve of them."""
    for number, chart in enumerate(charts.cells(list(_series(told))), 1):
        yield Month(
            label=f"{number}月",
            chart=chart,
            occasions=tuple(each for each in occasions if each.day.month == number),
            is_now=(today.year, today.month) == (told.year, number),
        )


def _series(told: Statistics) -> Iterator[tuple[str, list[Tallied]]]:
    """Last year's months where it has records, then the year's own."""
    compared, figures = told.compared, told.figures
    if compared.has_last_year:
        last = told.year - 1
        yield (
            f"{last}年",
            [
                Tallied(row.label, compared.value(row, last), compared.address(row, last))
                for row in compared.by_month
            ],
        )
    yield (
        f"{told.year}年" if compared.has_last_year else "",
        [Tallied(t.label, t.count, figures.address(t.stands_for)) for t in figures.by_month],
    )


def kinds(told: Statistics) -> Iterator[Line]:
    """The kinds of both years in their order; one that was last year's only is there as well."""
    compared, figures = told.compared, told.figures
    if not compared.has_last_year:
        for tally in figures.by_kind:
            yield Line(tally.label, tally.count, figures.address(tally.stands_for))
        return
    for row in compared.by_kind:
        if line := _beside(compared, row, told.year):
            yield line


def _beside(compared: Comparison, row: Row, year: int) -> Line | None:
    now, former = compared.value(row, year), compared.value(row, year - 1)
    if not now and not former:
        return None
    return Line(
        row.label, now, compared.address(row, year), former, compared.address(row, year - 1)
    )
