"""双拥活动登记表: the ledger of activities as an Excel sheet that prints, or as csv.

Written row by row: a hundred thousand activities take no more memory than a thousand.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from math import ceil
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from activities.models import ActivityKind
from shuangyong.sheets import BOX, safe, set_up_print
from shuangyong.vague import Qualifier, VagueNumber

from . import columns as c
from .listing import EVIDENCE, NUMBER, PRINTED, STATUS, WIDTHS, Cell, Listing

TITLE = "双拥活动登记表"
HEADER_ROW = 3
CENTRED = {NUMBER, c.KIND, c.OCCASION, EVIDENCE, STATUS}
RECKONED_WIDTH = 12
LINE = 15  # points
MOST_LINES = 27  # a row has at most 409 points
DATE_FORMAT = "yyyy-mm-dd"
# an inexact number stays a number, and shows that it is inexact
FORMATS = {
    Qualifier.EXACT: "#,##0.##", Qualifier.NEAR: '"近"#,##0.##', Qualifier.ABOUT: '"约"#,##0.##',
    Qualifier.PLUS: '#,##0.##"余"', Qualifier.AT_LEAST: '#,##0.##"以上"',
}  # fmt: skip
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")


def write_ledger(
    file: BinaryIO, activities, *, unit: str, year: int | None, by_kind: bool = False
) -> None:
    """Write the ledger of exactly these activities, in their order, as xlsx.

    One sheet, or one for each kind that occurs. A series is listed with its dates but adds
    nothing to the sums, as in all figures.
    """
    workbook = Workbook(write_only=True)
    listing = Listing.of(activities, dated=year is None)
    for name, chosen in _sheets(activities, by_kind):
        about = f"填报单位：{unit}", f"年度：{year or '全部'}"
        _Sheet(workbook, name, listing, about).write(listing.rows(chosen))
    workbook.save(file)


def write_csv(file: BinaryIO, activities, *, year: int | None) -> None:
    """Write the same table as csv, in UTF-8 with the mark by which Excel knows it."""
    listing = Listing.of(activities, dated=year is None)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(listing.columns)
    for row in listing.rows(activities):
        writer.writerow([safe(_as_text(cell)) for cell in row])
    text.flush()
    text.detach()


def _as_text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _sheets(activities, by_kind: bool) -> Iterator[tuple[str, object]]:
    if not by_kind:
        yield TITLE, activities
        return
    occurring = ActivityKind.objects.filter(pk__in=activities.order_by().values("kind"))
    kinds = list(occurring.order_by("position", "pk"))
    for kind in kinds:
        yield kind.name, activities.filter(kind=kind)
    if not kinds:
        yield TITLE, activities


def _lines(row: list[Cell]) -> int:
    """How many lines the printed text of a row takes that takes most."""
    lines = 1
    for text, width in zip(row, PRINTED.values(), strict=False):
        if isinstance(text, str) and len(text) * 2 > width:
            found = sum(ceil(max(len(part), 1) * 2.1 / width) for part in text.split("\n"))
            lines = max(lines, found)
    return min(lines, MOST_LINES)


class _Sheet:
    """One sheet while it is written; a cell is dressed once for its column, not for its row."""

    def __init__(self, workbook: Workbook, name: str, listing: Listing, about: tuple[str, str]):
        self.sheet = workbook.create_sheet(_NOT_IN_A_NAME.sub(" ", name)[:31])
        self.listing = listing
        self._set_up()
        self._head(*about)
        self.wordings = {
            alike: self._cell(Alignment(horizontal=alike, vertical="center", wrap_text=True))
            for alike in ("left", "center")
        }
        right = Alignment(horizontal="right", vertical="center")
        self.numbers = {code: self._cell(right, code) for code in (*FORMATS.values(), DATE_FORMAT)}
        self.alike = ["center" if n in CENTRED else "left" for n in self.listing.worded]

    def write(self, rows: Iterator[list[Cell]]) -> None:
        """Every row, the last of them in bold: the sums."""
        before, number = None, HEADER_ROW
        for row in rows:
            if before is not None:
                self._append(before, number)
            before, number = row, number + 1
        for cell in (*self.wordings.values(), *self.numbers.values()):
            cell.font = Font(bold=True)
        self._append(before, number)
        last = get_column_letter(len(PRINTED))
        self.sheet.print_area = f"A1:{last}{number}"

    def _append(self, row: list[Cell], number: int) -> None:
        """Write a row as high as its texts need: programs do not find out by themselves."""
        heights = self.sheet.row_dimensions
        heights[number] = {"ht": str(LINE * _lines(row) + 3), "customHeight": "1"}
        self.sheet.append(self._dressed(row))
        del heights[number]

    def _cell(self, alignment: Alignment, code: str = "", *, bold: bool = False) -> WriteOnlyCell:
        cell = WriteOnlyCell(self.sheet)
        cell.border, cell.alignment = BOX, alignment
        if bold:
            cell.font = Font(bold=True)
        if code:
            cell.number_format = code
        return cell

    def _dressed(self, row: list[Cell]) -> Iterator[WriteOnlyCell]:
        """The cells one by one: each is written before the next is asked for."""
        printed = len(self.alike)
        for value, alike in zip(row, self.alike, strict=False):
            cell = self.wordings[alike]
            cell.value = safe(value) or None
            yield cell
        for value in row[printed:]:
            yield self._reckoned(value)

    def _reckoned(self, value: Cell) -> WriteOnlyCell:
        code = FORMATS[Qualifier.EXACT]
        if isinstance(value, date):
            code = DATE_FORMAT
        elif isinstance(value, VagueNumber):
            code, value = FORMATS.get(value.qualifier, code), value.amount
        cell = self.numbers[code]
        cell.value = value
        cell.number_format = code
        return cell

    def _set_up(self) -> None:
        """Widths, and a print that shows what people read: what else there is stays off it."""
        for index, name in enumerate(self.listing.columns, 1):
            width = WIDTHS.get(name, RECKONED_WIDTH)
            self.sheet.column_dimensions[get_column_letter(index)].width = width
        set_up_print(self.sheet, HEADER_ROW)
        self.sheet.row_dimensions[1].height = 32

    def _head(self, unit: str, year: str) -> None:
        last, half = len(PRINTED), len(PRINTED) // 2
        for area in ((1, 1, last), (2, 1, half), (2, half + 1, last)):
            row, first, end = area
            self.sheet.merged_cells.add(
                f"{get_column_letter(first)}{row}:{get_column_letter(end)}{row}"
            )
        title, about, of_year = (
            WriteOnlyCell(self.sheet, value=safe(t)) for t in (TITLE, unit, year)
        )
        title.font = Font(name="黑体", size=18, bold=True)
        title.alignment = Alignment(horizontal="center", vertical="center")
        of_year.alignment = Alignment(horizontal="right")
        self.sheet.append([title])
        self.sheet.append([about, *[None] * (half - 1), of_year])
        head = self._cell(
            Alignment(horizontal="center", vertical="center", wrap_text=True), bold=True
        )
        self.sheet.append(self._headings(head))

    def _headings(self, cell: WriteOnlyCell) -> Iterator[WriteOnlyCell]:
        for name in self.listing.columns:
            cell.value = safe(name)
            yield cell
