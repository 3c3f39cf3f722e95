"""Tables laid out before they are drawn: column widths, lines in cells, heights of rows.

Widths are points. Rows are whole and half lines of the page's grid high, so that the text below
a table stands on the grid again.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reports.composing import Line, Measure, Run, Text, clean, compose
from reports.document import Table
from reports.faces import Faces
from reports.gongwen import PITCH, TABLE_PADDING, TABLE_PITCH, TABLE_SIZE, Face

HEAD_WIDTH = 4 * TABLE_SIZE  # a longer column head is wrapped rather than widening its column


@dataclass(frozen=True, slots=True)
class Row:
    """The lines in every cell of a row, and its height."""

    cells: tuple[list[Line], ...]
    height: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready to be drawn. centred: for each column, whether short entries stand centred."""

    widths: tuple[float, ...]
    head: Row
    rows: tuple[Row, ...]
    centred: tuple[bool, ...]

    def pages(self, height: float, first: float) -> list["Grid"]:
        """Cut into parts no higher than `height`, heads included; `first` is the first one's."""
        cuts, used, room = [0], self.head.height, first
        for at, row in enumerate(self.rows):
            if used + row.height > room and at > cuts[-1]:
                cuts.append(at)
                used, room = self.head.height, height
            used += row.height
        cuts.append(len(self.rows))
        return [
            Grid(self.widths, self.head, self.rows[start:end], self.centred)
            for start, end in pairwise(cuts)
        ]


def lay_out(table: Table, faces: Faces, width: float) -> Grid:
    """Fit a table into `width`."""
    head = _texts(table.columns, Face.HEI, faces)
    rows = [_texts(row, Face.FANG, faces) for row in table.rows]
    widths = _column_widths(head, rows, width)
    laid = tuple(_row(row, widths) for row in rows)
    centred = tuple(
        all(len(row.cells[column]) < 2 for row in laid) for column in range(len(widths))
    )
    return Grid(widths, _row(head, widths), laid, centred)


def _texts(cells: Sequence[str], face: Face, faces: Faces) -> list[list[Text]]:
    """Every cell as its paragraphs."""
    return [[Text([Run(face, clean(line))], faces) for line in cell.split("\n")] for cell in cells]


def _natural(cell: list[Text]) -> float:
    """Width of a cell that is not wrapped."""
    measure = _measure(0)
    widest = max(max(text.width(0, len(text), measure), _cells_width(text)) for text in cell)
    return widest + 2 * TABLE_PADDING + 0.5


def _cells_width(text: Text) -> float:
    return text.cells(0, len(text)) * TABLE_SIZE


def _column_widths(
    head: list[list[Text]], rows: list[list[list[Text]]], width: float
) -> tuple[float, ...]:
    """Short columns get what they need; long ones share the rest by the root of their length."""
    wanted = (
        [
            max(min(_natural(cell), HEAD_WIDTH + 2 * TABLE_PADDING + 0.5), *map(_natural, column))
            for cell, *column in zip(head, *rows, strict=True)
        ]
        if rows
        else [_natural(cell) for cell in head]
    )
    if sum(wanted) <= width:
        return tuple(w * width / sum(wanted) for w in wanted)
    given: dict[int, float] = {}
    for column in sorted(range(len(wanted)), key=wanted.__getitem__):
        fair = (width - sum(given.values())) / (len(wanted) - len(given))
        if wanted[column] > fair:
            break
        given[column] = wanted[column]
    rest = width - sum(given.values())
    roots = {c: math.sqrt(w) for c, w in enumerate(wanted) if c not in given}
    return tuple(
        given.get(c, rest * roots.get(c, 0) / sum(roots.values())) for c in range(len(wanted))
    )


def _row(cells: list[list[Text]], widths: Sequence[float]) -> Row:
    lines = tuple(
        [line for text in cell for line in compose(text, _measure(width - 2 * TABLE_PADDING))]
        for cell, width in zip(cells, widths, strict=True)
    )
    needed = max(map(len, lines)) * TABLE_PITCH + 2 * TABLE_PADDING
    return Row(lines, max(math.ceil(needed / (PITCH / 2)) * PITCH / 2, PITCH))


def _measure(width: float) -> Measure:
    return Measure(width=width, size=TABLE_SIZE, tracking=0, fill=False)
