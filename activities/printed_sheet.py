"""What the landscape sheets of a plan share: title, frame, notes below, A4 set-up."""

from __future__ import annotations

from math import ceil

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from shuangyong.sheets import BOX, safe, set_up_print

HEADER_ROW = 3
LINE = 15  # points


def start(sheet, title: str, subtitle: str, columns: list[str], widths: list[float]) -> None:
    """Title and what it is about across the top, the header row under them."""
    sheet.append([title])
    sheet.append([safe(subtitle)])
    sheet.append([safe(column) for column in columns])
    for row in (1, 2):
        _across(sheet, row, len(columns), Alignment(horizontal="center", vertical="center"))
    sheet["A1"].font = Font(name="黑体", size=18, bold=True)
    sheet.row_dimensions[1].height = 32
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width


def finish(sheet, notes: list[str], *, left: int, bold_rows: int = 0) -> None:
    """Frame what has been written, add notes below; the column `left` is set flush left."""
    last, columns = sheet.max_row, sheet.max_column
    for row in sheet.iter_rows(min_row=HEADER_ROW, max_row=last):
        sheet.row_dimensions[row[0].row].height = LINE * max(map(_lines_in, row)) + 3
        for cell in row:
            flush = cell.column == left and cell.row > HEADER_ROW
            cell.alignment = Alignment(
                horizontal="left" if flush else "center", vertical="center", wrap_text=True
            )
            cell.border = BOX
            if cell.row == HEADER_ROW or cell.row > last - bold_rows:
                cell.font = Font(bold=True)
    width = sum(sheet.column_dimensions[get_column_letter(i + 1)].width for i in range(columns))
    for note in notes:
        sheet.append([safe(note)])
        sheet.row_dimensions[sheet.max_row].height = LINE * _lines(note, width) + 3
        _across(sheet, sheet.max_row, columns, Alignment(vertical="top", wrap_text=True))
    set_up_print(sheet, HEADER_ROW)
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, left + 1)


def _across(sheet, row: int, columns: int, alignment: Alignment) -> None:
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    sheet.cell(row, 1).alignment = alignment


def _lines_in(cell) -> int:
    """How many lines a cell's text takes in its column."""
    return _lines(cell.value, cell.parent.column_dimensions[cell.column_letter].width)


def _lines(text, width: float) -> int:
    """How many lines a text takes in a width: programs do not find out by themselves."""
    parts = str(text or "").split("\n")
    letters = (sum(1 if letter.isascii() else 2 for letter in part) for part in parts)
    return sum(max(1, ceil(count * 1.1 / width)) for count in letters)
