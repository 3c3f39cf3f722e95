"""统计: a unit's year in tables and charts, beside former years; page and files read the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from units.models import Unit

from . import figure_blocks as blocks
from .document import Block, Document, Heading, Paragraph
from .figures import Comparison, YearFigures, comparison, year_figures

OFFICIAL = "只统计已确认的活动，系列活动按各次计数；相加时保留“近”“余”“以上”等写法。"
WITH_PENDING = "含待审的活动，不作为正式数据；系列活动按各次计数，相加时保留“近”“余”“以上”等写法。"


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of a unit's year with those of former years."""

    unit: Unit
    figures: YearFigures
    compared: Comparison

    def __str__(self) -> str:
        return self.title

    @property
    def year(self) -> int:
        """The year they are about."""
        return self.figures.year

    @property
    def name(self) -> str:
        """The unit as that year's documents call it."""
        return self.unit.name_in(self.year)

    @property
    def title(self) -> str:
        """The title of document and workbook."""
        return f"{self.name}{self.year}年双拥工作统计表"

    @property
    def note(self) -> str:
        """What was counted."""
        return WITH_PENDING if self.figures.with_pending else OFFICIAL

    @property
    def query(self) -> str:
        """The choices, as the address of page and files carries them."""
        chosen = {"year": self.year, "unit": self.unit.pk}
        return urlencode(chosen | ({"pending": "on"} if self.figures.with_pending else {}))

    def get_absolute_url(self) -> str:
        return f"{reverse('reports:statistics')}?{self.query}"


def statistics(unit: Unit, year: int, *, with_pending: bool = False) -> Statistics:
    """The statistics of a unit and its scope; a fixed number of queries."""
    return Statistics(
        unit=unit,
        figures=year_figures(unit, year, with_pending=with_pending),
        compared=comparison(unit, year, with_pending=with_pending),
    )


def build_document(told: Statistics, today: date) -> Document:
    """统计表 as a document: charts first, then every table that has rows."""
    parts = list(_parts(told)) if told.figures.activities else []
    return Document(
        title=f"{told.name}\n{told.year}年双拥工作统计表",
        body=(
            Paragraph(_lead(told)),
            *(block for heading, *rest in parts for block in (Heading(1, heading), *rest)),
        ),
        sign_off=told.name,
        date=today,
        sealed=False,
    )


def _lead(told: Statistics) -> str:
    figures = told.figures
    if not figures.activities:
        return f"{told.year}年没有{'' if figures.with_pending else '已确认的'}双拥活动。{told.note}"
    left_out = f"另有{figures.unconfirmed}项尚未确认，未计入。" if figures.unconfirmed else ""
    return f"{told.note}{left_out}"


def _parts(told: Statistics) -> Iterator[tuple[str, *tuple[Block, ...]]]:
    """Headings with what stands below them."""
    figures = told.figures
    yield "主要数据", blocks.table_of_totals(figures)
    yield "活动类别", blocks.chart_of_kinds(figures), blocks.table_of_kinds(figures)
    yield "月份", blocks.chart_of_two_years(told.compared), blocks.table_of_months(figures)
    if figures.by_occasion:
        yield "节点", blocks.table_of_occasions(figures)
    yield "单位", blocks.chart_of_units(figures), blocks.table_of_units(figures)
    if figures.by_troop:
        yield "驻军部队", blocks.table_of_troops(figures)
    if figures.given:
        yield "资金物资", *_of_resources(figures)
    if figures.counts:
        yield "数量合计", blocks.table_of_counts(figures)
    if figures.beneficiaries:
        yield "优抚对象", blocks.table_of_beneficiaries(figures)
    if told.compared:
        yield (
            "历年对比", blocks.chart_of_years(told.compared), blocks.table_of_years(told.compared),
        )  # fmt: skip


def _of_resources(figures: YearFigures) -> Iterator[Block]:
    if figures.money_by_kind:
        yield blocks.table_of_money(figures)
    yield blocks.table_of_given(figures)
    if figures.gifts:
        yield blocks.table_of_gifts(figures)
