"""进度总表 as an Excel sheet: what the page shows, all units, ready to print."""

from __future__ import annotations

from openpyxl import Workbook

from shuangyong.sheets import safe

from .branches import Counted, ItemState
from .printed_sheet import finish, start
from .progress_table import FORMULA, LEGEND, ProgressTable, Row

TITLE = "双拥工作计划进度总表"
SIGNS = "".join(f"{state.sign}{state.word}　" for state in ItemState) + "◇待审"
FEW = 8  # up to so many measures stand with their titles above the columns


def progress_workbook(table: ProgressTable, *, today) -> Workbook:
    """One sheet: title, plan and day beneath, units × measures, totals, legend."""
    book = Workbook()
    sheet = book.active
    sheet.title = "进度总表"
    subtitle = (
        f"{table.plan}（{table.plan.unit.name_in(table.plan.year)}）　截至{today:%Y年%-m月%-d日}"
    )
    columns = ["单位", *_heads(table), "计划外", "完成率"]
    few = len(table.items) <= FEW
    start(sheet, TITLE, subtitle, columns, [18, *[13 if few else 7] * len(table.items), 12, 13])
    for row in table.rows:
        sheet.append([safe(value) for value in cells_of(row, few=few)])
    for row in totals_of(table):
        sheet.append(row)
    notes = [FORMULA, LEGEND, *([] if few else [SIGNS]), *_legend(table)]
    finish(sheet, notes, left=1, bold_rows=2)
    return book


def cells_of(row: Row, *, few: bool = True) -> list[str]:
    """A unit's row as text; where there are not few measures, in signs."""
    name = f"{row.label}（本级）" if row.is_issuer else row.label
    cells = (cell.in_words if few else cell.in_signs for cell in row.cells)
    return [name, *cells, _figure(row.unplanned), str(row.rate)]


def totals_of(table: ProgressTable) -> list[list[str]]:
    """The last two rows: activities in all, and the completion rate of each measure."""
    sums = [_figure(total.counted) for total in table.totals]
    rates = [str(total.rate) for total in table.totals]
    return [
        ["活动合计", *sums, _figure(table.unplanned), ""],
        ["完成率", *rates, "", str(table.rate)],
    ]


def _figure(counted: Counted) -> str:
    """2项（待审1）; a dash for nothing."""
    confirmed = f"{counted.confirmed}项" if counted.confirmed else ""
    waiting = f"（待审{counted.waiting}）" if counted.waiting else ""
    return f"{confirmed}{waiting}" or "—"


def _heads(table: ProgressTable) -> list[str]:
    return [
        safe(f"{table.plan.measure_number(n)}{item.title if len(table.items) <= FEW else ''}")
        for n, item in enumerate(table.items, 1)
    ]


def _legend(table: ProgressTable) -> list[str]:
    return [f"{table.plan.measure_number(n)}{item.title}" for n, item in enumerate(table.items, 1)]
