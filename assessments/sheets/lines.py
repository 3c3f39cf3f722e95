"""The rows of a sheet under its head, by what their columns mean; merged cells understood."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from shuangyong.grids import Fault, Grid, GridRow
from shuangyong.grids.model import MOST_COLUMNS

from .headings import OWN, Column, meaning, plain_head

WITHIN = 40  # rows among which the head is looked for
MOST_MERGED = 1000  # in these rows
Area = tuple[int, int, int, int]


@dataclass(slots=True)
class Head:
    """Where the head stands and what its columns mean; places count from 0."""

    rows: tuple[int, ...]
    texts: dict[int, str]
    meanings: dict[int, Column]

    @property
    def is_own(self) -> bool:
        """True for a sheet as we write it: every column is there, under its own name."""
        return set(OWN) <= {plain_head(text) for text in self.texts.values()}

    @property
    def worth(self) -> int:
        """How many different things its columns hold; 0 if items cannot be read under it."""
        found = set(self.meanings.values())
        said = found & {Column.CONTENT, Column.TOPIC, Column.RULE, Column.SECTION}
        scored = found & {Column.POINTS, Column.RULE, Column.SECTION_POINTS}
        return len(found) if said and scored and len(said | scored) > 1 else 0


def find_head(grid: Grid) -> Head | None:
    """The head of a 考核细则 among the first rows of a sheet, of one row or two."""
    best: Head | None = None
    merged = [m for m in grid.merged if m[1] <= WITHIN and m[0] < MOST_COLUMNS][:MOST_MERGED]
    rows = [row for row in grid.rows if row.number <= WITHIN and not row.hidden]
    for index, row in enumerate(rows):
        below = rows[index + 1] if index + 1 < len(rows) else None
        for head in _readings(merged, row, below):
            if head.worth and (best is None or head.worth > best.worth):
                best = head
    return best


def _readings(merged: list[Area], row: GridRow, below: GridRow | None) -> Iterator[Head]:
    spread = _spread(merged, row)
    yield _head((row.number,), spread)
    several = len({text for text in row.cells if text}) > 1
    if below is None or below.number != row.number + 1 or not several:
        return
    under = {place: text for place, text in enumerate(below.cells) if text}
    over = [m for m in merged if m[1] == m[3] == row.number]
    wide = {place for m in over for place in under if m[0] <= place <= m[2]}
    if under and all(meaning(text) or place in wide for place, text in under.items()):
        yield _head((row.number, below.number), spread | under)


def _spread(merged: list[Area], row: GridRow) -> dict[int, str]:
    """The words of the head; what is merged over several columns stands for each of them."""
    texts = {place: text for place, text in enumerate(row.cells) if text}
    for left, top, right, bottom in merged:
        if top <= row.number <= bottom and right - left < 10 and texts.get(left):
            texts |= dict.fromkeys(range(left, right + 1), texts[left])
    return texts


def _head(rows: tuple[int, ...], texts: dict[int, str]) -> Head:
    meanings = {place: found for place, text in texts.items() if (found := meaning(text))}
    return Head(rows, texts, meanings)


@dataclass(slots=True)
class Line:
    """One row under the head."""

    number: int
    cells: dict[int, str]
    above: frozenset[int]
    """Places whose cell is merged with the one above."""
    wide: int
    """Over how many columns its first words reach."""
    hidden: bool = False

    @property
    def words(self) -> list[str]:
        """Its texts from left to right."""
        return [self.cells[place] for place in sorted(self.cells)]

    def at(self, place: int) -> str:
        """The address of a cell, such as C7."""
        return f"{get_column_letter(place + 1)}{self.number}"


@dataclass(slots=True)
class Lines:
    """All rows under the head, and the words above it."""

    head: Head
    below: list[Line]
    above: list[str]
    faults: list[tuple[str, str]] = field(default_factory=list)
    """Cells that have no value to be taken, with the reason."""

    @classmethod
    def of(cls, grid: Grid, head: Head) -> Lines:
        """The sheet as rows of words."""
        lines = cls(head, [], [])
        tall = _tall(grid)
        wide = {(m[0], m[1]): m[2] - m[0] + 1 for m in grid.merged}
        for row in grid.rows:
            if row.number < head.rows[0]:
                lines.above += [text for text in row.cells if text]
            elif row.number > head.rows[-1]:
                lines._take(row, tall.get(row.number, frozenset()), wide)
        return lines

    def _take(self, row: GridRow, above: frozenset[int], wide: dict) -> None:
        cells = {place: text for place, text in enumerate(row.cells) if text}
        first = min(cells, default=0)
        line = Line(row.number, cells, above, wide.get((first, row.number), 1), row.hidden)
        for place, text in list(cells.items()):
            if isinstance(text, Fault):
                self.faults.append((line.at(place), str(text)))
                del cells[place]
        self.below.append(line)


def _tall(grid: Grid) -> dict[int, frozenset[int]]:
    """For every row the places that belong to a cell which begins above it.

    Merged cells do not overlap: a file in which they do is not looked through to its end.
    """
    numbers = [row.number for row in grid.rows]
    found: dict[int, set[int]] = {}
    left_over = MOST_COLUMNS * len(numbers)
    for left, top, right, bottom in grid.merged:
        below = numbers[bisect_right(numbers, top) : bisect_right(numbers, bottom)]
        places = range(left, min(right + 1, MOST_COLUMNS))
        left_over -= len(below) * len(places)
        if left_over < 0:
            break
        for number in below:
            found.setdefault(number, set()).update(places)
    return {number: frozenset(places) for number, places in found.items()}
