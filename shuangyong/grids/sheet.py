"""One sheet of a workbook, tag by tag."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from .formats import Shown, general, iso_shown
from .model import (
    BLANK_ROWS,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_TEXT,
    Fault,
    Grid,
    GridRow,
    unescaped,
)
from .xml import Archive, TooLarge, Unsound, fed, local, sound_parser

ADDS_UP = re.compile(r"\b(?:SUM|SUBTOTAL|AGGREGATE)\(", re.IGNORECASE)
MOST_MERGED = 20_000
TELL_EVERY = 500  # rows
BEYOND = 1 << 20  # rows and columns that no spreadsheet has
UNCALCULATED = Fault("是公式，但文件中没有计算结果，请改为数值或文字。")
MISTAKEN = Fault("是错误值，请改正。")
TOO_LONG = Fault(f"超过 {MOST_TEXT} 字，请缩短。")
_AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")


@lru_cache(maxsize=1000)
def column_of(letters: str) -> int:
    """A is 0, AA is 26; ValueError for what is no column."""
    if not 1 <= len(letters) <= 3 or not letters.isascii() or not letters.isupper():
        raise ValueError(letters)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


class SheetReader:
    """Fills a grid; stops taking rows when there are enough or nothing but blank ones."""

    def __init__(
        self, grid: Grid, shown: list[Shown], *, most: int, progress: Callable | None = None
    ):
        self.grid, self.shown, self.most, self.progress = grid, shown, most, progress
        self.number = self.characters = self.blank = 0
        self.row: GridRow | None = None
        self.filled = self.in_value = self.in_formula = self.in_reading = False
        self.place, self.kind, self.style = -1, "n", 0
        self.has_formula = False
        self.parts: list[str] = []
        self.size = 0
        self.formula = ""

    def read(self, archive: Archive, part: str) -> Grid:
        """Every row of the part, then its merged cells, which stand at its end."""
        self.parser = parser = sound_parser()
        parser.StartElementHandler = self._root
        try:
            for _ in fed(parser, archive.pieces(part), over=lambda: self.grid.overflows):
                pass
        except TooLarge:
            if self.grid.blank_from is None:
                raise
        return self.grid

    def _root(self, name: str, attributes: dict) -> None:
        """Every tag has the prefix of the first, as a rule none."""
        prefix = name[: -len(local(name))]
        if local(name) != "worksheet":
            raise Unsound
        names = ("c", "v", "f", "t", "row", "mergeCell", "rPh")
        self.C, self.V, self.F, self.T, self.ROW, self.MERGED, self.READING = (
            prefix + each for each in names
        )
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data

    def _start(self, name: str, attributes: dict) -> None:
        if name == self.C:
            self._start_cell(attributes)
        elif name == self.V or (name == self.T and not self.in_reading):
            self.in_value = True
        elif name == self.F:
            self.has_formula = self.in_formula = True
            self.formula = ""
        elif name == self.ROW:
            self._start_row(attributes)
        elif name == self.READING:
            self.in_reading = True
        elif name == self.MERGED:
            self._merge(attributes)

    def _start_row(self, attributes: dict) -> None:
        number = attributes.get("r")
        self.number = int(float(number)) if number else self.number + 1
        if not 0 < self.number <= BEYOND:
            raise Unsound
        self.row = GridRow(self.number, [], hidden=attributes.get("hidden") in ("1", "true"))
        self.filled, self.place = False, -1

    def _start_cell(self, attributes: dict) -> None:
        address = attributes.get("r")
        self.place = column_of(address.rstrip("0123456789")) if address else self.place + 1
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s")
        self.has_formula, self.parts, self.size = False, [], 0

    def _data(self, text: str) -> None:
        if self.in_value:
            self.size += len(text)
            if self.size <= MOST_TEXT:
                self.parts.append(text)
        elif self.in_formula and len(self.formula) < MOST_TEXT:
            self.formula += text

    def _end(self, name: str) -> None:
        if name == self.C:
            if self.parts or self.has_formula:
                self._end_cell()
        elif name in (self.V, self.T):
            self.in_value = False
        elif name == self.ROW:
            self._end_row()
        elif name == self.F:
            self.in_formula = False
            if self.row is not None and ADDS_UP.search(self.formula):
                self.row.sums = True
        elif name == self.READING:
            self.in_reading = False

    def _end_cell(self) -> None:
        if self.row is None:
            raise Unsound
        value = self._value()
        if value == "":
            return
        self.filled = True
        if self.place >= MOST_COLUMNS:
            self.grid.too_wide = True
            return
        cells = self.row.cells
        if self.place < len(cells):
            cells[self.place] = value
        else:
            cells.extend([""] * (self.place - len(cells)))
            cells.append(value)

    def _value(self) -> str | int:
        """The text a cell shows; of a shared text, its number."""
        text = "".join(self.parts)
        if self.size > MOST_TEXT:
            return TOO_LONG
        if not text:
            return UNCALCULATED if self.has_formula and self.kind != "str" else ""
        if self.kind == "s":
            return int(text)
        if self.kind == "n":
            return self._shown()(text)
        if self.kind == "e":
            return MISTAKEN
        if self.kind == "b":
            return "是" if text == "1" else "否"
        self.characters += self.size
        if self.characters > MOST_CHARACTERS:
            raise TooLarge
        return iso_shown(text) if self.kind == "d" else unescaped(text)

    def _shown(self) -> Shown:
        if self.style is None:
            return general
        style = int(self.style)
        return self.shown[style] if 0 <= style < len(self.shown) else general

    def _end_row(self) -> None:
        if self.filled:
            self.blank = 0
            if len(self.grid.rows) == self.most:
                self.grid.overflows = True
                self._take_no_more()
                return
            self.grid.rows.append(self.row)
            if self.progress and len(self.grid.rows) % TELL_EVERY == 0:
                self.progress(len(self.grid.rows))
        else:
            self.blank += 1
            if self.blank > BLANK_ROWS:
                self.grid.blank_from = self.number - BLANK_ROWS
                self._take_no_more()
        self.row = None

    def _take_no_more(self) -> None:
        """What follows is only looked through for merged cells."""
        self.parser.EndElementHandler = self.parser.CharacterDataHandler = None
        merged = self.MERGED

        def look(name: str, attributes: dict) -> None:
            if name == merged:
                self._merge(attributes)

        self.parser.StartElementHandler = look

    def _merge(self, attributes: dict) -> None:
        match = _AREA.fullmatch(attributes.get("ref", ""))
        if match is None or match[3] is None or len(self.grid.merged) >= MOST_MERGED:
            return
        left, top, right, bottom = match.groups()
        self.grid.merged.append((column_of(left), int(top), column_of(right), int(bottom)))
