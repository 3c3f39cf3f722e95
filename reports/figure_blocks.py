"""Figures as tables and charts of a document, for the summary and the 统计表."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .document import Chart, Series, Table
from .figures import Comparison, Quantity, Row, Tally, YearFigures

NOTHING = "—"
MOST_BARS = 15
"""So many bars can be told apart in print; what is more stands in one bar, 其余."""


def table_of_totals(figures: YearFigures) -> Table:
    """The year at a glance."""
    return Table(("项目", "合计"), tuple(totals(figures)), f"{figures.year}年双拥工作主要数据")


def totals(figures: YearFigures) -> Iterable[tuple[str, str]]:
    """Label and figure with its measure."""
    yield "双拥活动", f"{figures.activities}项"
    yield "开展活动的单位", f"{figures.units}个"
    yield "涉及驻军部队", f"{figures.troops}支"
    yield "慰问金", str(figures.money or NOTHING)
    yield "各类投入折合金额", str(figures.value or NOTHING)
    yield "单项计划（已确认／应报）", f"{figures.sub_plans_confirmed}／{figures.sub_plans}件"
    yield "双清单需求（已办结／全部）", f"{figures.requests_done}／{figures.requests}件"


def table_of_units(figures: YearFigures) -> Table:
    """Every unit that did something, in administrative order."""
    return _tallied(figures.by_unit, "单位", f"{figures.year}年各单位双拥活动统计表")


def table_of_kinds(figures: YearFigures) -> Table:
    """By main kind."""
    return _tallied(figures.by_kind, "活动类别", f"{figures.year}年各类双拥活动统计表")


def table_of_months(figures: YearFigures) -> Table:
    """The twelve months; what is known by its year alone stands below them."""
    rows = list(figures.by_month)
    if figures.monthless:
        rows.append(Tally("月份不明", figures.monthless))
    return _tallied(rows, "月份", f"{figures.year}年各月双拥活动统计表")


def table_of_occasions(figures: YearFigures) -> Table:
    """By 节点."""
    return _tallied(figures.by_occasion, "节点", f"{figures.year}年各节点双拥活动统计表")


def table_of_troops(figures: YearFigures) -> Table:
    """By troop; an activity with two of them counts for both."""
    return _tallied(figures.by_troop, "部队", f"{figures.year}年参加活动的部队", with_sum=False)


def table_of_counts(figures: YearFigures) -> Table:
    """演职人员, 观众 … as exact as they were written."""
    return _summed(figures.counts, "项目", f"{figures.year}年数量合计")


def table_of_money(figures: YearFigures) -> Table:
    """慰问金 by kind of activity."""
    return _summed(figures.money_by_kind, "活动类别", f"{figures.year}年慰问金统计表")


def table_of_given(figures: YearFigures) -> Table:
    """What each category of what was given is worth."""
    return _summed(figures.given, "投入类别", f"{figures.year}年各类投入折合金额统计表")


def table_of_beneficiaries(figures: YearFigures) -> Table:
    """优抚对象."""
    return _summed(figures.beneficiaries, "优抚对象", f"{figures.year}年优抚对象统计表")


def table_of_gifts(figures: YearFigures) -> Table:
    """Money and things given: what, how many, worth how much, in how many activities."""
    money = [
        ("慰问金", NOTHING, str(line.number or NOTHING), str(line.activities))
        for line in figures.given
        if line.label == "慰问金"
    ]
    goods = [
        (_named(gift), gift.quantity or NOTHING, str(gift.value or NOTHING), str(gift.activities))
        for gift in figures.gifts
    ]
    return Table(
        ("名称", "数量", "折合金额", "活动（项）"),
        (*money, *goods),
        f"{figures.year}年资金物资统计表",
    )


def table_of_years(compared: Comparison) -> Table:
    """The main figures and the kinds over the years with records; no row without such a year."""
    rows = [
        (_with_measure(row), *map(_cell, row.values), compared.change(row) or NOTHING)
        for row in (*compared.totals, *compared.by_kind)
        if compared.years
    ]
    heads = ("项目", *(f"{year}年" for year in compared.years), "与上年比较")
    return Table(heads, tuple(rows), "历年双拥工作对比表")


def chart_of_kinds(figures: YearFigures) -> Chart:
    """Lying bars by kind."""
    return _chart(shortened(figures.by_kind), f"{figures.year}年各类双拥活动", lying=True)


def chart_of_units(figures: YearFigures) -> Chart:
    """Lying bars by unit, the busiest of many and one for the rest."""
    return _chart(shortened(figures.by_unit), f"{figures.year}年各单位双拥活动", lying=True)


def chart_of_months(figures: YearFigures) -> Chart:
    """Upright bars by month."""
    return _chart(figures.by_month, f"{figures.year}年各月双拥活动")


def chart_of_years(compared: Comparison) -> Chart:
    """Upright bars: all activities of each year."""
    values = tuple(int(value or 0) for value in compared.totals[0].values)
    labels = tuple(f"{year}年" for year in compared.years)
    return Chart(labels, (Series("", values),), "历年双拥活动")


def chart_of_two_years(compared: Comparison) -> Chart:
    """The months of the year beside those of the year before; without that one, the year alone."""
    years = [year for year in compared.years if year >= compared.year - 1]
    series = tuple(
        Series(f"{year}年", tuple(compared.value(row, year) for row in compared.by_month))
        for year in years
    )
    labels = tuple(row.label for row in compared.by_month)
    return Chart(labels, series, f"{'、'.join(f'{year}年' for year in years)}各月双拥活动")


def shortened(tallies: Sequence[Tally], most: int = MOST_BARS) -> tuple[Tally, ...]:
    """As they are if they are few; of many the largest in their order, and 其余 in one."""
    if len(tallies) <= most:
        return tuple(tallies)
    largest = sorted(tallies, key=lambda tally: -tally.count)[: most - 1]
    kept = {id(tally) for tally in largest}
    rest = [tally for tally in tallies if id(tally) not in kept]
    return (
        *(tally for tally in tallies if id(tally) in kept),
        Tally(f"其余{len(rest)}个", sum(tally.count for tally in rest)),
    )


def _tallied(tallies: Iterable[Tally], head: str, caption: str, *, with_sum: bool = True) -> Table:
    tallies = list(tallies)
    rows = [(tally.label, str(tally.count)) for tally in tallies]
    if with_sum and rows:
        rows.append(("合计", str(sum(tally.count for tally in tallies))))
    return Table((head, "活动（项）"), tuple(rows), caption)


def _summed(lines: Iterable[Quantity], head: str, caption: str) -> Table:
    rows = [(line.label, str(line.number or NOTHING), str(line.activities)) for line in lines]
    return Table((head, "合计", "活动（项）"), tuple(rows), caption)


def _chart(tallies: Sequence[Tally], caption: str, *, lying: bool = False) -> Chart:
    labels = tuple(tally.label for tally in tallies)
    values = tuple(tally.count for tally in tallies)
    return Chart(labels, (Series("", values),), caption, lying=lying)


def _named(gift) -> str:
    return f"{gift.category}：{gift.name}" if gift.name else gift.category


def _with_measure(row: Row) -> str:
    return f"{row.label}（{row.measure}）" if row.measure else row.label


def _cell(value) -> str:
    return NOTHING if value is None else str(value)
