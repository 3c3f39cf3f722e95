"""Worksheets that leave the system."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence

from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_THIN = Side(style="thin")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def safe(value):
    """A cell's value that no spreadsheet will run: text that looks like a formula gets a '."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def literal(text: str) -> str:
    """The text as a workbook has to hold it, in which _x000D_ would stand for a sign."""
    return _LIKE_AN_ESCAPE.sub("_x005F_", text) if "_x" in text else text


def as_file(workbook: Workbook) -> io.BytesIO:
    """The workbook as an open file, ready to be sent."""
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def sent(file: io.BytesIO, name: str) -> FileResponse:
    """The answer that lets a browser save an open workbook under its Chinese name."""
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPE)


def printed(
    title: str, columns: Mapping[str, float], rows: Iterable[Sequence], *, note: str = ""
) -> Workbook:
    """A workbook with one plain table that prints, see `add_printed`."""
    book = Workbook()
    book.remove(book.active)
    add_printed(book, title, title, columns, rows, note=note)
    return book


def add_printed(
    book: Workbook,
    name: str,
    title: str,
    columns: Mapping[str, float],
    rows: Iterable[Sequence],
    *,
    note: str = "",
) -> Worksheet:
    """A sheet with a table that prints: title, what it is about, heads with their widths, rows.

    A4 landscape, one page wide, the heads on every page; numbers are centred, texts stand left.
    """
    sheet = book.create_sheet(safe(name[:31]))
    sheet.append([safe(title)])
    sheet.append([safe(note)])
    sheet.append([safe(head) for head in columns])
    for row in rows:
        sheet.append([safe(value) for value in row])
    for number in (1, 2):
        sheet.merge_cells(start_row=number, end_row=number, end_column=len(columns), start_column=1)
    sheet["A1"].font = Font(name="黑体", size=18, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    sheet["A2"].alignment = Alignment(vertical="center", wrap_text=True)
    sheet.row_dimensions[1].height = 32
    sheet.row_dimensions[2].height = 30
    _frame(sheet, columns)
    return sheet


def _frame(sheet, columns: Mapping[str, float]) -> None:
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            centred = cell.row == 3 or isinstance(cell.value, int | float)
            cell.border = BOX
            cell.font = Font(bold=cell.row == 3)
            cell.alignment = Alignment(
                horizontal="center" if centred else "left", vertical="center", wrap_text=True
            )
    for index, width in enumerate(columns.values(), 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    set_up_print(sheet, 3)


def set_up_print(sheet, header_row: int) -> None:
    """A4 landscape, one page wide; the rows down to the header stand on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.HeaderFooter.oddFooter.center.text = "第 &P 页，共 &N 页"
