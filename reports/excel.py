"""Figures as a workbook for Excel and WPS."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from shuangyong.sheets import safe
from units.models import Unit

from .figures import YearFigures

HEAD = Font(bold=True)
TITLE = Font(bold=True, size=16)


def figures_workbook(unit: Unit, figures: YearFigures) -> Workbook:
    """One sheet: title, unit and year beneath, then each table with its heading."""
    book = Workbook()
    sheet = book.active
    sheet.title = f"{figures.year}年"
    sheet.append(["双拥工作数据"])
    sheet.merge_cells("A1:B1")
    sheet["A1"].font, sheet["A1"].alignment = TITLE, Alignment(horizontal="center")
    sheet.append([safe(f"单位：{unit.name_in(figures.year)}"), f"年度：{figures.year}"])
    for heading, rows in tables(figures):
        sheet.append([])
        sheet.append(list(heading))
        for cell in sheet[sheet.max_row]:
            cell.font = HEAD
        for label, value in rows:
            sheet.append([safe(label), safe(value)])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 36, 18
    return book


def tables(figures: YearFigures):
    """The tables of the sheet: heading and rows of label and figure."""
    yield (
        ("合计", "数量"),
        [
            ("双拥活动（项）", figures.activities),
            ("开展活动的单位（个）", figures.units),
            ("涉及驻军部队（支）", figures.troops),
            ("慰问金", str(figures.money or "")),
            ("各类投入折合金额", str(figures.value or "")),
        ],
    )
    yield ("活动类别", "项数"), [(tally.label, tally.count) for tally in figures.by_kind]
    yield ("单位", "项数"), [(tally.label, tally.count) for tally in figures.by_unit]
    yield ("月份", "项数"), [(tally.label, tally.count) for tally in figures.by_month]
    yield ("数量", "合计"), [(line.label, str(line.number)) for line in figures.counts]
