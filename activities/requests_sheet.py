"""承诺—办理—办结 as an Excel sheet in the manner offices print."""

from __future__ import annotations

import math

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from shuangyong.sheets import BOX, safe, set_up_print

from .requests_table import COLUMNS, COMPLETION, CONTENTMENT, TITLE, NeedTotals, RequestTable

HEADER_ROW = 3
WIDTHS = (6, 26, 14, 11, 24, 14, 12, 26, 26, 9)
LINE_HEIGHT = 15  # points
CENTRED = {"序号", "提出时间", "办理时限", "满意度"}
LAST = get_column_letter(len(COLUMNS))


def requests_workbook(table: RequestTable) -> Workbook:
    """Title row merged, unit and year beneath, a row for each side, totals at the bottom."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = f"{table.year}年"
    _head(sheet, table)
    merged = []
    for group in table.groups:
        sheet.append([group.label])
        merged.append(sheet.max_row)
        for line in group.lines:
            sheet.append([line.number, *map(safe, line.cells[1:])])
            sheet.row_dimensions[sheet.max_row].height = _height(line.cells, WIDTHS)
    totals = totals_in_words(table.totals)
    sheet.append([totals])
    merged.append(sheet.max_row)
    sheet.row_dimensions[sheet.max_row].height = _height([totals], [sum(WIDTHS)])
    _dress(sheet, merged)
    return workbook


def totals_in_words(totals: NeedTotals) -> str:
    """The last row: every count, and the rates with what they are made of."""
    counts = "，".join(f"{label}{number}项" for label, number in totals.counts)
    return (
        f"合计：{counts}。办结率{totals.completion_rate}（{COMPLETION}）；"
        f"满意率{totals.satisfaction_rate}（{CONTENTMENT}；已评价{totals.rated}项）。"
    )


def _head(sheet, table: RequestTable) -> None:
    sheet.append([TITLE])
    sheet.append([safe(f"单位：{table.unit.name_in(table.year)}")])
    sheet.append(list(COLUMNS))
    sheet["H2"] = f"年度：{table.year}年"
    for cells in (f"A1:{LAST}1", "A2:G2", f"H2:{LAST}2"):
        sheet.merge_cells(cells)
    sheet["A1"].font = Font(name="黑体", size=18, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    sheet["H2"].alignment = Alignment(horizontal="right")
    sheet.row_dimensions[1].height = 32


def _height(cells, widths) -> float:
    """Points for the cell with the most lines; a Han character is as wide as two digits."""
    lines = (
        sum(math.ceil((2 * len(line) + 1) / width) for line in cell.split("\n"))
        for cell, width in zip(cells, widths, strict=True)
    )
    return max(1, *lines) * LINE_HEIGHT + 3


def _dress(sheet, merged: list[int]) -> None:
    """Borders, widths, wrapping; groups and totals across the whole width."""
    for row in sheet.iter_rows(min_row=HEADER_ROW):
        for cell, name in zip(row, COLUMNS, strict=True):
            centred = cell.row == HEADER_ROW or (name in CENTRED and cell.row not in merged)
            cell.border = BOX
            cell.alignment = Alignment(
                horizontal="center" if centred else "left", vertical="center", wrap_text=True
            )
            if cell.row == HEADER_ROW or cell.row in merged:
                cell.font = Font(bold=True)
    for row in merged:
        sheet.merge_cells(f"A{row}:{LAST}{row}")
    for index, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    set_up_print(sheet, HEADER_ROW)
