"""Tables laid out before they are drawn: column widths, lines in cells, heights of rows.

All measures are points.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reports.composing import Line, Measure, Run, Text, clean, compose
from reports.document import Table
from reports.faces import Faces
from reports.gongwen import (
    PITCH,
    SIDEWAYS_PITCH,
    SIDEWAYS_SIZE,
    SIDEWAYS_STEP,
    TABLE_PADDING,
    TABLE_PITCH,
    TABLE_SIZE,
    TABLE_STEP,
    TYPE_HEIGHT,
    TYPE_WIDTH,
    Face,
)

HEAD_CHARACTERS = 4  # a longer column head is wrapped rather than widening its column
WHOLE = range(7, 0, -1)  # entries up to so many characters stay on one line, if there is room


@dataclass(frozen=True, slots=True)
class Style:
    """width: of the table; size: of the type; pitch: from line to line; step: of row heights."""

    width: float
    size: float
    pitch: float
    step: float


UPRIGHT = Style(TYPE_WIDTH, TABLE_SIZE, TABLE_PITCH, TABLE_STEP)
SIDEWAYS = Style(TYPE_HEIGHT, SIDEWAYS_SIZE, SIDEWAYS_PITCH, SIDEWAYS_STEP)

Cell = list[Text]  # a cell's paragraphs


@dataclass(frozen=True, slots=True)
class Row:
    """The lines in every cell of a row, and its height."""

    cells: tuple[list[Line], ...]
    height: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready to be drawn. centred: for each column, whether its short entries are."""

    style: Style
    widths: tuple[float, ...]
    head: Row
    rows: tuple[Row, ...]
    centred: tuple[bool, ...]

    def broken(self, height: float) -> "Grid":
        """The same table with rows that no page of this height holds gone on in further rows."""
        room = height - self.head.height
        parts = (part for row in self.rows for part in _parts(row, room, self.style))
        return replace(self, rows=tuple(parts))

    def pages(self, height: float, first: float) -> list["Grid"]:
        """Parts no higher than `height` (the first one: than `first`), each with the head."""
        cuts, used, room = [0], self.head.height, first
        for at, row in enumerate(self.rows):
            if used + row.height > room and at > cuts[-1]:
                cuts.append(at)
                used, room = self.head.height, height
            used += row.height
        cuts.append(len(self.rows))
        return [replace(self, rows=self.rows[start:end]) for start, end in pairwise(cuts)]


def lay_out(table: Table, faces: Faces, style: Style) -> Grid:
    """Fit a table into the width of its style."""
    head = _cells(table.columns, Face.HEI, faces)
    body = [_cells(row, Face.FANG, faces) for row in table.rows]
    widths = _column_widths(head, body, style)
    rows = tuple(_row(row, widths, style) for row in body)
    centred = tuple(all(len(row.cells[at]) < 2 for row in rows) for at in range(len(widths)))
    return Grid(style, widths, _row(head, widths, style), rows, centred)


def _cells(cells: Sequence[str], face: Face, faces: Faces) -> list[Cell]:
    return [[Text([Run(face, clean(line))], faces) for line in cell.split("\n")] for cell in cells]


def _column_widths(head: list[Cell], body: list[list[Cell]], style: Style) -> tuple[float, ...]:
    """Columns as wide as their entries if there is room; else the widths that need fewest lines."""
    wanted = [[_natural(cell, style) for cell in row] for row in (head, *body)]
    wanted[0] = [min(width, _characters(HEAD_CHARACTERS, style)) for width in wanted[0]]
    columns = list(zip(*wanted, strict=True))
    widths = [max(column) for column in columns]
    if sum(widths) > style.width:
        widths = _shared(columns, style)
    return tuple(width * style.width / sum(widths) for width in widths)


def _shared(columns: Sequence[Sequence[float]], style: Style) -> list[float]:
    """Short entries whole; then each further character widens the column with the most lines."""
    for count in WHOLE:
        widths = [min(max(column), _characters(count, style)) for column in columns]
        if sum(widths) <= style.width:
            break
    while sum(widths) + style.size <= style.width:
        lines = [
            sum(math.ceil(wanted / width) - 1 for wanted in column)
            for column, width in zip(columns, widths, strict=True)
        ]
        widths[lines.index(max(lines))] += style.size
    return widths


def _natural(cell: Cell, style: Style) -> float:
    """Width of a cell that is not wrapped."""
    return max(
        _characters(max(text.ems(0, len(text)), text.cells(0, len(text))), style) for text in cell
    )


def _characters(count: float, style: Style) -> float:
    """Width of a column of so many characters; a hair more, so that rounding wraps nothing."""
    return count * style.size + 2 * TABLE_PADDING + 0.1


def _row(cells: list[Cell], widths: Sequence[float], style: Style) -> Row:
    lines = tuple(
        [line for text in cell for line in compose(text, _measure(width, style))]
        for cell, width in zip(cells, widths, strict=True)
    )
    return Row(lines, _height(lines, style))


def _height(lines: Sequence[Sequence[Line]], style: Style) -> float:
    needed = max(map(len, lines)) * style.pitch + 2 * TABLE_PADDING
    return max(math.ceil(needed / style.step) * style.step, PITCH)


def _parts(row: Row, room: float, style: Style) -> Iterator[Row]:
    """The row, or as many as are needed for all its lines."""
    most = max(int((room - 2 * TABLE_PADDING - style.step) / style.pitch), 1)
    if row.height <= room:
        yield row
        return
    for start in range(0, max(map(len, row.cells)), most):
        lines = tuple(cell[start : start + most] for cell in row.cells)
        yield Row(lines, _height(lines, style))


def _measure(width: float, style: Style) -> Measure:
    return Measure(width=width - 2 * TABLE_PADDING, size=style.size, tracking=0, fill=False)
