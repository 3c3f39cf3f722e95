"""What a sheet is once it has been read: rows of texts under the numbers people see."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MOST_COLUMNS = 100
MOST_TEXT = 32_767  # characters that a cell of Excel can hold
MOST_CHARACTERS = 30_000_000  # in all cells together
BLANK_ROWS = 1_000  # after so many rows without a word nothing more is expected
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff\ud800-\udfff\ufffe\uffff]"
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FORMULA_MARK = re.compile(r"'(?=[=+\-@])")


class Fault(str):
    """Stands in a cell that has no value to be taken; the text says why."""

    __slots__ = ()


@dataclass(slots=True)
class GridRow:
    """One row; `number` is the one the spreadsheet shows at its left, from 1."""

    number: int
    cells: list[str]
    """Texts as shown, from column A on; "" where there is none, a `Fault` where there may be."""
    sums: bool = False
    """A formula in it adds up other cells."""
    hidden: bool = False

    def cell(self, place: int) -> str:
        """The text in a column, counted from 0."""
        return self.cells[place] if place < len(self.cells) else ""


@dataclass(slots=True)
class Grid:
    """One sheet: its rows with a word in them, and the cells that are one."""

    name: str
    rows: list[GridRow] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First column, first row, last column, last row; columns from 0, rows from 1."""
    overflows: bool = False
    """There are more rows than were asked for; they were not read."""
    too_wide: bool = False
    """There are words beyond the last column that is read."""
    blank_from: int | None = None
    """From this row on there were only blank ones, and reading stopped."""


def tidy(text: str) -> str:
    """A cell's text on one line, or on as many as it is written on; nothing that cannot be seen."""
    if text.isalnum():
        return text
    lines = _CONTROL.sub("", text.replace("\r", "\n").replace("\t", " ")).split("\n")
    clean = "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
    return _FORMULA_MARK.sub("", clean, count=1) if clean.startswith("'") else clean


def unescaped(text: str) -> str:
    """What a cell of a workbook shows of a text in which _x000D_ stands for a sign."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return tidy(text)
