"""The year of a plan as an Excel sheet: months as columns, windows filled, activities counted."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import PatternFill

from shuangyong.sheets import safe

from .branches import ItemState
from .gantt import Line, YearView
from .printed_sheet import finish, start

TITLE = "双拥工作年度进度图"
WIDTHS = {"序号": 9, "工作措施": 30, "时间安排": 14, "责任单位": 14, "状态": 9, "完成": 20}
LEGEND = (
    "填色：计划时间；斜纹：未定时间。●已确认活动（项），◇待审活动（项）；"
    "只知道年份的活动不列入各月。"
)
COLOURS = {
    ItemState.NOT_STARTED: "DDE1E6",
    ItemState.IN_PROGRESS: "B5D1F3",
    ItemState.DONE: "A9D7B8",
    ItemState.OVERDUE: "F0B4B4",
}


def year_workbook(view: YearView) -> Workbook:
    """One sheet: a row for each measure, a column for each month."""
    book = Workbook()
    sheet = book.active
    sheet.title = f"{view.plan.year}年"
    columns = [*WIDTHS, *(f"{month}月" for month in range(1, 13))]
    widths = [*WIDTHS.values(), *[5.5] * 12]
    start(sheet, TITLE, f"{view.plan}（{view.plan.unit.name_in(view.plan.year)}）", columns, widths)
    for number, line in enumerate(view.lines, 1):
        sheet.append([safe(value) for value in cells_of(number, line)])
        _fill(sheet, line)
    finish(sheet, [LEGEND], left=2)
    return book


def cells_of(number: int, line: Line) -> list[str]:
    """The row of one measure as text."""
    item = line.item
    return [
        item.plan.measure_number(number),
        item.title,
        str(item.due or "未定"),
        item.responsible_label,
        line.state.word,
        line.figure,
        *(month.in_words for month in line.months),
    ]


def _fill(sheet, line: Line) -> None:
    pattern = "solid" if line.is_dated else "lightUp"
    fill = PatternFill(pattern, fgColor=COLOURS[line.state])
    for month in line.months:
        if month.in_window:
            sheet.cell(sheet.max_row, len(WIDTHS) + month.number).fill = fill
