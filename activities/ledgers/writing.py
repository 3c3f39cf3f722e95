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
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from activities.models import ActivityKind
from shuangyong import streaming
from shuangyong.sheets import BOX, safe, set_up_print
from shuangyong.vague import Qualifier, VagueNumber

from . import columns as c
from .listing import EVIDENCE, NUMBER, PRINTED, STATUS, WIDTHS, Cell, Listing

TITLE = "双拥活动登记表"
HEADER_ROW = 3
CENTRED = {NUMBER, c.KIND, c.OCCASION, EVIDENCE, STATUS}
RECKONED_WIDTH = 12
LINE = 16  # points
MOST_LINES = 25  # a row has at most 409 points
DATE_FORMAT = "yyyy-mm-dd"
# an inexact number stays a number, and shows that it is inexact
FORMATS = {
    Qualifier.EXACT: "#,##0", Qualifier.NEAR: '"近"#,##0', Qualifier.ABOUT: '"约"#,##0',
    Qualifier.PLUS: '#,##0"余"', Qualifier.AT_LEAST: '#,##0"以上"',
}  # fmt: skip
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")


def write_ledger(
    file: BinaryIO, activities, *, unit: str, year: int | None, by_kind: bool = False
) -> None:
    """Write the ledger of exactly these activities, in their order, as xlsx.

    One sheet, or one for each kind that occurs. A series is listed with its dates but adds
    nothing to the sums, as in all figures.
    """
    workbook = Workbook()
    workbook.remove(workbook.active)
    listing = Listing.of(activities, dated=year is None)
    about = f"填报单位：{unit}", f"年度：{year or '全部'}"
    sheets = [
        _Sheet(workbook, name, listing, about).rows(listing.rows(chosen), chosen.count())
        for name, chosen in _sheets(activities, by_kind)
    ]
    streaming.save(workbook, sheets, file)


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
    """One sheet: what stands above the rows, and how the rows are dressed."""

    def __init__(self, workbook: Workbook, name: str, listing: Listing, about: tuple[str, str]):
        self.sheet = workbook.create_sheet(_NOT_IN_A_NAME.sub(" ", name)[:31])
        self.listing = listing
        self._head(*about)
        self._set_up()
        self.plain, self.bold = self._styles(Font()), self._styles(Font(bold=True))

    def rows(self, rows: Iterator[list[Cell]], count: int) -> Iterator[str]:
        """So many rows and one more in bold, the sums; each when it is asked for."""
        last = f"{get_column_letter(len(PRINTED))}{HEADER_ROW + count + 1}"
        self.sheet.print_area = f"A1:{last}"
        return self._rows(rows)

    def _rows(self, rows: Iterator[list[Cell]]) -> Iterator[str]:
        before, number = None, HEADER_ROW
        for row in rows:
            if before is not None:
                yield self._row(before, number, self.plain)
            before, number = row, number + 1
        yield self._row(before, number, self.bold)

    def _row(self, row: list[Cell], number: int, styles: dict[str, int]) -> str:
        """A row as high as its texts need: programs do not find out by themselves."""
        dressed = [
            (value, styles["center" if name in CENTRED else "left"])
            for name, value in zip(self.listing.worded, row, strict=False)
        ]
        dressed += (_reckoned(value, styles) for value in row[len(dressed) :])
        return streaming.row_of(number, dressed, height=LINE * _lines(row) + 3)

    def _styles(self, font: Font) -> dict[str, int]:
        """The numbers of the styles: of texts by their alignment, of numbers by their format."""
        texts = {
            alike: {"alignment": Alignment(horizontal=alike, vertical="center", wrap_text=True)}
            for alike in ("left", "center")
        }
        right = Alignment(horizontal="right", vertical="center")
        numbers = {
            code: {"alignment": right, "number_format": code}
            for code in (*FORMATS.values(), *map(_with_cents, FORMATS.values()), DATE_FORMAT)
        }
        return {
            name: streaming.style_of(self.sheet, border=BOX, font=font, **dress)
            for name, dress in (texts | numbers).items()
        }

    def _set_up(self) -> None:
        """Widths, and a print that shows what people read: what else there is stays off it."""
        for index, name in enumerate(self.listing.columns, 1):
            width = WIDTHS.get(name, RECKONED_WIDTH)
            self.sheet.column_dimensions[get_column_letter(index)].width = width
        set_up_print(self.sheet, HEADER_ROW)
        self.sheet.row_dimensions[1].height = 32

    def _head(self, unit: str, year: str) -> None:
        sheet, last, half = self.sheet, len(PRINTED), len(PRINTED) // 2
        sheet.append([TITLE])
        sheet.append([safe(unit), *[None] * (half - 1), year])
        sheet.append([safe(name) for name in self.listing.columns])
        for row, first, end in ((1, 1, last), (2, 1, half), (2, half + 1, last)):
            sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=end)
        sheet["A1"].font = Font(name="黑体", size=18, bold=True)
        sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
        sheet.cell(2, half + 1).alignment = Alignment(horizontal="right")
        for cell in sheet[HEADER_ROW]:
            cell.border, cell.font = BOX, Font(bold=True)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _reckoned(value: Cell, styles: dict[str, int]) -> tuple[streaming.Value, int]:
    if isinstance(value, date):
        return value, styles[DATE_FORMAT]
    exact = FORMATS[Qualifier.EXACT]
    if isinstance(value, VagueNumber):
        code, amount = FORMATS.get(value.qualifier, exact), value.amount
        fine = amount is not None and amount != int(amount)
        return amount, styles[_with_cents(code) if fine else code]
    return None, styles[exact]


def _with_cents(code: str) -> str:
    return code.replace("#,##0", "#,##0.00")
