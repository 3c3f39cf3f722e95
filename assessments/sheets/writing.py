"""A standard as a sheet that offices print, and that is read back as the same standard."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from math import ceil

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from shuangyong.sheets import BOX, as_file, literal, safe, set_up_print
from units.models import UnitKind

from ..models import CriterionKind, Standard
from .headings import OWN, Column
from .measure_words import OF_POINT, in_words
from .plain import written_down

WIDTHS = {
    Column.SECTION: 18, Column.SECTION_POINTS: 6, Column.NUMBER: 6, Column.CONTENT: 38,
    Column.KIND: 8, Column.POINTS: 6, Column.RULE: 32, Column.POINT: 24,
    Column.POINT_POINTS: 8, Column.EVIDENCE: 20, Column.APPLIES: 16, Column.STEP: 6,
    Column.MEASURE: 120,
}  # fmt: skip
COLUMNS = list(WIDTHS)
PRINTED = COLUMNS.index(Column.EVIDENCE) + 1
"""So many columns are printed; how the system counts stands beside them."""
CENTRED = {
    Column.SECTION, Column.SECTION_POINTS, Column.NUMBER, Column.KIND, Column.POINTS,
    Column.POINT_POINTS, Column.STEP,
}  # fmt: skip
OF_ITEM = [
    Column.NUMBER, Column.CONTENT, Column.KIND, Column.POINTS, Column.RULE, Column.EVIDENCE,
    Column.APPLIES, Column.STEP,
]  # fmt: skip
PLACE = {column: place for place, column in enumerate(COLUMNS, 1)}
LINE, ROOM = 15, 6  # points: of a line of text, and around it
PAGE = 600  # points of rows that surely fit on a printed page, as wide as the columns are
TALLEST = 400  # points that a row of a spreadsheet can have, less a little
_NOT_IN_A_FILE = re.compile(r'[\\/:*?"<>|]')
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
assert set(COLUMNS) == set(OWN)  # noqa: S101 - the reader knows our own sheets by it


def write_standard(standard: Standard) -> io.BytesIO:
    """The standard as xlsx, sections merged over their items; nothing of it is cut in print."""
    return as_file(_Sheet(standard).written())


def file_name(standard: Standard) -> str:
    """What the file is called when it is saved."""
    return f"{_NOT_IN_A_FILE.sub(' ', str(standard)).strip()}.xlsx"


class _Sheet:
    def __init__(self, standard: Standard):
        self.standard, self.data = standard, written_down(standard)
        self.book = Workbook()
        self.sheet = self.book.active
        self.book._named_styles["Normal"].font = Font(name="宋体", size=11)
        self.sheet.title = _NOT_IN_A_NAME.sub(" ", standard.name)[:31].strip() or "考核细则"
        self.row = 0
        self.heights: dict[int, float] = {}
        self.blocks: list[tuple[int, int]] = []
        """First and last row of every item."""
        self.parts: list[tuple[int, int]] = []
        """First and last row of every section."""

    def written(self) -> Workbook:
        self._above()
        self.header = self._next()
        for column in COLUMNS:
            self._put(self.header, column, column.value, bold=True)
        self._tall(self.header, 2 * LINE + ROOM)
        number = 0
        for section in self.data["sections"]:
            number = self._section(section, number)
        self._below()
        self._finish()
        return self.book

    def _next(self) -> int:
        self.row += 1
        return self.row

    def _wide(self, text: str, font: Font, *, centred: bool) -> None:
        """One text over the whole printed width."""
        number = self._next()
        cell = self.sheet.cell(number, 1, literal(safe(text)))
        cell.font = font
        across = "center" if centred else "left"
        cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)
        self.sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=PRINTED)
        width = sum(list(WIDTHS.values())[:PRINTED]) / (font.size / 11)
        self._tall(number, _lines(text, width) * LINE * font.size / 11 + ROOM)

    def _above(self) -> None:
        standard = self.standard
        years = f"{standard.year}—{standard.year_to}" if standard.year_to else standard.year
        about = f"年度：{years}年　总分：{self.data['total']}分　制定单位：{standard.unit}"
        self._wide(standard.name, Font(name="黑体", size=18, bold=True), centred=True)
        self._wide(about, Font(name="宋体", size=11), centred=True)
        if standard.basis:
            self._wide(f"依据文件：{standard.basis}", Font(name="宋体", size=11), centred=True)

    def _below(self) -> None:
        number = self._next()
        self._put(number, Column.SECTION, "合计", bold=True)
        for column in COLUMNS[1:]:
            value = Decimal(self.data["total"]) if column == Column.POINTS else None
            self._put(number, column, value, bold=True)
        self._merge(Column.SECTION, number, number, until=Column.KIND)
        self._tall(number, LINE + ROOM)
        if self.standard.note:
            self._wide(f"说明：{self.standard.note}", Font(name="宋体", size=10.5), centred=False)

    def _section(self, section: dict, before: int) -> int:
        """A section with its items; the number of the last one."""
        first = self.row + 1
        for number, item in enumerate(section["criteria"], before + 1):
            self._item(item, number)
        if not section["criteria"]:
            self._blank_row()
            self.blocks.append((self.row, self.row))
        self._put(first, Column.SECTION, section["title"], bold=True)
        points = Decimal(section["points"])
        self._put(first, Column.SECTION_POINTS, points or None, bold=True)
        for column in (Column.SECTION, Column.SECTION_POINTS):
            self._merge(column, first, self.row)
        self._make_room(first, self.row, _lines(section["title"], WIDTHS[Column.SECTION]))
        self.parts.append((first, self.row))
        return before + len(section["criteria"])

    def _blank_row(self) -> None:
        number = self._next()
        for column in COLUMNS:
            self._put(number, column, None)
        self._tall(number, LINE + ROOM)

    def _item(self, item: dict, number: int) -> None:
        first = self.row + 1
        cells = dict(_cells_of(item, number))
        points = item.get("scoring_points", [])
        lines = max(_lines(str(text or ""), WIDTHS[column]) for column, text in cells.items())
        count = max(len(points), ceil(lines * LINE / TALLEST), 1)
        for place in range(count):
            self._blank_row()
            self._measures(item, points, place)
            if place < len(points):
                self._put(self.row, Column.POINT, points[place]["text"])
                self._put(self.row, Column.POINT_POINTS, Decimal(points[place]["points"]))
        for column in OF_ITEM:
            self._put(first, column, cells[column])
            if lines * LINE > TALLEST:  # it will be torn by the end of a page
                self._to_the_top(first, column)
            self._merge(column, first, self.row)
        if len(points) <= 1:
            for column in (Column.POINT, Column.POINT_POINTS, Column.MEASURE):
                self._merge(column, first, self.row)
        for place in range(first, self.row + 1):
            own = (Column.POINT, Column.MEASURE)
            texts = ((self.sheet.cell(place, PLACE[c]).value or "", WIDTHS[c]) for c in own)
            self._tall(place, max(_lines(text, width) for text, width in texts) * LINE + ROOM)
        self._make_room(first, self.row, lines)
        self.blocks.append((first, self.row))

    def _measures(self, item: dict, points: list[dict], place: int) -> None:
        """Those of the whole item in its first row, those of a scoring point beside it."""
        lines = [in_words(measure) for measure in item.get("measures", [])] if place == 0 else []
        if place < len(points) and "measure" in points[place]:
            lines.append(f"{OF_POINT}：{in_words(points[place]['measure'])}")
        self._put(self.row, Column.MEASURE, "\n".join(lines) or None)

    def _make_room(self, first: int, last: int, lines: int) -> None:
        """Rows that are merged are together as high as the text in them."""
        wanting = lines * LINE + ROOM - sum(self.heights[n] for n in range(first, last + 1))
        if wanting > 0:
            for number in range(first, last + 1):
                self._tall(number, self.heights[number] + wanting / (last - first + 1))

    def _tall(self, number: int, height: float) -> None:
        self.heights[number] = min(height, TALLEST + ROOM)

    def _put(self, number: int, column: Column, value, *, bold: bool = False) -> None:
        cell = self.sheet.cell(number, PLACE[column])
        cell.value = literal(safe(value)) if isinstance(value, str) else value
        cell.border, cell.font = BOX, Font(name="宋体", size=10.5, bold=bold)
        across = "center" if column in CENTRED or bold else "left"
        cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)

    def _to_the_top(self, number: int, column: Column) -> None:
        cell = self.sheet.cell(number, PLACE[column])
        cell.alignment = Alignment(
            horizontal=cell.alignment.horizontal, vertical="top", wrap_text=True
        )

    def _merge(self, column: Column, first: int, last: int, *, until: Column | None = None):
        if last > first or until:
            self.sheet.merge_cells(
                start_row=first, end_row=last,
                start_column=PLACE[column], end_column=PLACE[until or column],
            )  # fmt: skip

    def _finish(self) -> None:
        for number, height in self.heights.items():
            self.sheet.row_dimensions[number].height = round(height, 1)
        for column, width in WIDTHS.items():
            self.sheet.column_dimensions[get_column_letter(PLACE[column])].width = width
        set_up_print(self.sheet, self.header)
        margins = self.sheet.page_margins
        margins.left = margins.right = margins.top = 0.5
        margins.bottom = 0.7
        self.sheet.print_options.horizontalCentered = True
        for number in self._breaks():
            self.sheet.row_breaks.append(Break(id=number))
        self.sheet.print_area = f"A1:{get_column_letter(PRINTED)}{self.row}"

    def _breaks(self) -> Iterator[int]:
        """The rows after which a page ends: no item is torn, nor a section that fits on one."""
        header = self.heights[self.header]
        used = sum(self.heights[number] for number in range(1, self.header + 1))
        sections = dict(self.parts)
        for place, (first, last) in enumerate(self.blocks):
            height = self._height(first, last)
            whole = self._height(first, sections.get(first, last))
            wanted = whole if header + whole <= PAGE else height
            if place and used + wanted > PAGE and header + wanted <= PAGE:
                yield first - 1
                used = header
            used += height
            while used > PAGE:  # taller than a page: the program breaks it where it must
                used += header - PAGE

    def _height(self, first: int, last: int) -> float:
        return sum(self.heights[number] for number in range(first, last + 1))


def _cells_of(item: dict, number: int) -> Iterator[tuple[Column, object]]:
    kind = CriterionKind(item.get("kind", CriterionKind.BASIC))
    points = Decimal(item["points"])
    code = item.get("code", "")
    yield Column.NUMBER, code or number
    yield Column.CONTENT, item["content"]
    yield Column.KIND, kind.label
    yield Column.POINTS, "—" if kind == CriterionKind.VETO and not points else points
    yield Column.RULE, item.get("rule")
    yield Column.EVIDENCE, item.get("evidence_wanted")
    applies = [UnitKind(each).label for each in item.get("applies_to", [])]
    yield Column.APPLIES, "、".join(applies) or None
    yield Column.STEP, Decimal(item["step"]) if "step" in item else None


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column; Chinese characters are two wide."""
    return sum(
        ceil(max(_width(part), 1) * 1.08 / (width - 1.2)) for part in (text or "").split("\n")
    )


def _width(text: str) -> float:
    return sum(1.15 if sign.isascii() else 2.05 for sign in text)
