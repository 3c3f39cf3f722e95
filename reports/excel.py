"""The statistics of a year as a workbook for Excel and WPS, a sheet for each table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from openpyxl import Workbook

from shuangyong.sheets import add_printed
from shuangyong.vague import Qualifier, VagueNumber

from .figures import Quantity, Row, Tally
from .statistics import Statistics

SUMS = {"数值": 14, "计量": 10, "写法": 18, "活动（项）": 12}
"""A sum is a number where it is exact; how it is written stands beside it in any case."""
Sheet = tuple[str, dict[str, float], list[Sequence]]


def statistics_workbook(told: Statistics) -> Workbook:
    """Each sheet has its title, what was counted, its heads, its rows; empty tables are left out."""
    book = Workbook()
    book.remove(book.active)
    note = f"单位：{told.name}　年度：{told.year}　{told.note}"
    for name, columns, rows in sheets(told):
        if rows:
            title = f"{told.year}年双拥工作统计表·{name}"
            add_printed(book, name, title, columns, rows, note=note)
    return book


def sheets(told: Statistics) -> Iterator[Sheet]:
    """Name, heads with their widths, rows."""
    figures = told.figures
    yield "合计", {"项目": 36, **SUMS}, list(_totals(told))
    yield "类别", {"活动类别": 60, "活动（项）": 18}, _tallied(figures.by_kind)
    yield "单位", {"单位": 60, "活动（项）": 18}, _tallied(figures.by_unit)
    yield "月份", {"月份": 60, "活动（项）": 18}, _tallied(_months(told))
    yield "节点", {"节点": 60, "活动（项）": 18}, _tallied(figures.by_occasion)
    yield "部队", {"部队": 60, "活动（项）": 18}, _tallied(figures.by_troop)
    yield "资金物资", {"类别": 14, "名称": 36, "数量": 20, **SUMS}, list(_resources(told))
    yield "慰问金", {"活动类别": 36, **SUMS}, _summed(figures.money_by_kind)
    yield "数量", {"项目": 36, **SUMS}, _summed(figures.counts)
    yield "优抚对象", {"优抚对象": 36, **SUMS}, _summed(figures.beneficiaries)
    years = {f"{year}年": 16 for year in told.compared.years}
    yield "历年", {"表": 14, "项目": 40, **years, "与上年比较": 28}, list(_years(told))


def in_cells(number: VagueNumber | None) -> tuple:
    """数值, 计量, 写法: the number only where it is exact."""
    if number is None:
        return None, None, None
    exact = number.amount if number.qualifier == Qualifier.EXACT else None
    return _plain(exact), number.measure or None, str(number)


def _plain(amount: Decimal | None) -> int | float | None:
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _totals(told: Statistics) -> Iterator[Sequence]:
    figures = told.figures
    counted = (
        ("双拥活动", figures.activities, "项"),
        ("开展活动的单位", figures.units, "个"),
        ("涉及驻军部队", figures.troops, "支"),
    )
    for label, number, measure in counted:
        yield label, number, measure, f"{number}{measure}", None
    money = sum(line.activities for line in figures.money_by_kind)
    yield "慰问金", *in_cells(figures.money), money
    yield "各类投入折合金额", *in_cells(figures.value), figures.valued
    for label, number in (
        ("单项计划（应报）", figures.sub_plans),
        ("单项计划（已确认）", figures.sub_plans_confirmed),
        ("双清单需求（全部）", figures.requests),
        ("双清单需求（已办结）", figures.requests_done),
    ):
        yield label, number, "件", f"{number}件", None


def _months(told: Statistics) -> Iterable[Tally]:
    monthless = told.figures.monthless
    return (*told.figures.by_month, *([Tally("月份不明", monthless)] if monthless else ()))


def _resources(told: Statistics) -> Iterator[Sequence]:
    """The sum of each category, and below it what was given under which name."""
    for line in told.figures.given:
        yield line.label, "小计", None, *in_cells(line.number), line.activities
        for gift in told.figures.gifts:
            if gift.category == line.label:
                yield (
                    gift.category, gift.name or "（未写名称）", gift.quantity or None,
                    *in_cells(gift.value), gift.activities,
                )  # fmt: skip


def _tallied(tallies: Iterable[Tally]) -> list[Sequence]:
    return [(tally.label, tally.count) for tally in tallies]


def _summed(lines: Iterable[Quantity]) -> list[Sequence]:
    return [(line.label, *in_cells(line.number), line.activities) for line in lines]


def _years(told: Statistics) -> Iterator[Sequence]:
    compared = told.compared
    for table, rows in (
        ("合计", compared.totals), ("类别", compared.by_kind), ("单位", compared.by_unit),
        ("月份", compared.by_month),
    ):  # fmt: skip
        for row in rows:
            yield table, _named(row), *map(_in_year, row.values), compared.change(row) or None


def _named(row: Row) -> str:
    return f"{row.label}（{row.measure}）" if row.measure else row.label


def _in_year(value) -> int | float | str | None:
    """A number where it is one; a vague sum as it is written."""
    if isinstance(value, VagueNumber):
        exact, _, written = in_cells(value)
        return written if exact is None else exact
    return value
