"""Files that go back to whoever uploaded: the ledger with its errors marked, what was left out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePath

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from activities.models import ActivityImport, ImportedRow, ImportState
from shuangyong.sheets import printed, safe

from . import columns as c
from .reading import row_at

RED, YELLOW = (PatternFill("solid", start_color=colour) for colour in ("FFC7CE", "FFEB9C"))
AUTHOR = "双拥工作管理系统"
MOST_UNPACKED = 15_000_000  # bytes; a larger workbook is not opened whole but built anew
WIDTHS = {c.TITLE: 28, c.NARRATIVE: 40, c.COUNTS: 22, c.GIVEN: 26}
NOT_TICKED = "没有勾选"


def marked_book(batch: ActivityImport) -> tuple[Workbook, str]:
    """The uploaded workbook, or one built from it, with the wrong cells coloured; and its name."""
    rows = list(batch.rows.filter(activity=None).select_related("twin").order_by("number"))
    book = _original(batch)
    if book is None:
        book, find = _built(batch, rows)
    else:
        find = _Places(batch, book)
    for row in rows:
        _mark(row, find)
    return book, f"{PurePath(batch.name).stem}（标出错误）.xlsx"


class _Places:
    """Finds the cell of a row and column in the workbook that was uploaded."""

    def __init__(self, batch: ActivityImport, book: Workbook):
        self.book, self.sheets = book, batch.details.get("sheets", [])

    def __call__(self, row: ImportedRow, column: str | None):
        at, number = row_at(row.number)
        sheet = self.sheets[at]
        places = sheet["places"]
        first = next(iter(places.values()), "A")
        worksheet = self.book[sheet["name"]]
        cell = worksheet[f"{places.get(column, first)}{number}"]
        if isinstance(cell, MergedCell):
            return next((c for c in worksheet[number] if not isinstance(c, MergedCell)), None)
        return cell


def _original(batch: ActivityImport) -> Workbook | None:
    """The uploaded workbook without anything that would run; None for any other file."""
    if not batch.file or not batch.name.lower().endswith(".xlsx"):
        return None
    with batch.file.open("rb") as file:
        content = file.read()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            return None
    book = load_workbook(io.BytesIO(content), keep_links=False)
    if any(sheet["name"] not in book.sheetnames for sheet in batch.details.get("sheets", [])):
        return None
    for worksheet in book.worksheets:
        for cells in worksheet.iter_rows():
            for cell in cells:
                if cell.data_type == "f":
                    cell.value = safe(f"{cell.value}")
    return book


def _built(batch: ActivityImport, rows: list[ImportedRow]):
    used = {column for row in rows for column in (*row.cells, *row.problems)}
    columns = [column for column in c.COLUMNS if column in used]
    book = Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.append(columns)
    places = {column: get_column_letter(at) for at, column in enumerate(columns, 1)}
    lines = {}
    for line, row in enumerate(rows, 2):
        lines[row.number] = line
        sheet.append([safe(row.cells.get(column, "")) for column in columns])
    for column, letter in places.items():
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet.column_dimensions[letter].width = WIDTHS.get(column, 14)
    sheet.freeze_panes = "A2"
    return book, lambda row, column: sheet[f"{places.get(column, 'A')}{lines[row.number]}"]


def _mark(row: ImportedRow, find) -> None:
    for column, messages in row.problems.items():
        if not row.is_known:
            _comment(find(row, column), f"{column}：{''.join(messages)}", RED)
    if row.twin_because:
        _comment(find(row, None), because(row), YELLOW)


def _comment(cell, text: str, fill: PatternFill) -> None:
    if cell is None:
        return
    said = (
        f"{cell.comment.text}\n{text}" if cell.comment and cell.comment.author == AUTHOR else text
    )
    cell.comment = Comment(said, AUTHOR, width=320, height=100)
    cell.fill = fill


def because(row: ImportedRow) -> str:
    """Why a row was left out, in words."""
    if row.is_known:
        return f"已导入过：{row.twin}"
    if row.problems:
        return "；".join(f"{column}：{''.join(found)}" for column, found in row.problems.items())
    if row.twin_because:
        other = f"活动“{row.twin}”" if row.twin else f"第 {row.twin_row} 行"
        return f"可能与{other}重复：{row.twin_because}"
    return NOT_TICKED


def left_out_by_reader(batch: ActivityImport) -> list[tuple[str, str]]:
    """Rows of the file that are no activities, with their number and why."""
    found = []
    for number, why in batch.details.get("left_out", ()):
        sheet, row = row_at(number)
        found.append((f"表{sheet + 1}-{row}" if sheet else f"{row}", why))
    return found


def left_out_book(batch: ActivityImport) -> tuple[Workbook, str]:
    """What an import has left out, or would: each row with its reason; and the file's name."""
    title = "未导入的行" if batch.state == ImportState.DONE else "不会导入的行"
    columns = {"行": 8, "时间": 14, "活动名称": 36, "原因": 60}
    note = f"{batch.name}　{batch.unit}　{batch.year}年"
    return printed(
        title, columns, _left_out(batch), note=note
    ), f"{PurePath(batch.name).stem}（{title}）.xlsx"


def _left_out(batch: ActivityImport) -> Iterator[list]:
    for row in batch.rows.left_out().select_related("twin").order_by("number"):
        cells = row.cells
        yield [
            str(row_at(row.number)[1]),
            cells.get(c.HELD, ""),
            cells.get(c.TITLE, ""),
            because(row),
        ]
    for number, why in left_out_by_reader(batch):
        yield [number, "", "", why]
