"""The rows of a sheet under its head, by what their columns mean; merged cells understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from shuangyong.grids import Fault, Grid, GridRow

from .headings import OWN, Column, meaning, plain_head

WITHIN = 40  # rows among which the head is looked for


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
    rows = [row for row in grid.rows if row.number <= WITHIN and not row.hidden]
    for index, row in enumerate(rows):
        below = rows[index + 1] if index + 1 < len(rows) else None
        for head in _readings(grid, row, below):
            if head.worth and (best is None or head.worth > best.worth):
                best = head
    return best


def _readings(grid: Grid, row: GridRow, below: GridRow | None) -> Iterator[Head]:
    spread = _spread(grid, row)
    yield _head((row.number,), spread)
    several = len({text for text in row.cells if text}) > 1
    if below is None or below.number != row.number + 1 or not several:
        return
    under = {place: text for place, text in enumerate(below.cells) if text}
    wide = {p for m in grid.merged if m[1] == m[3] == row.number for p in range(m[0], m[2] + 1)}
    if under and all(meaning(text) or place in wide for place, text in under.items()):
        yield _head((row.number, below.number), spread | under)


def _spread(grid: Grid, row: GridRow) -> dict[int, str]:
    """The words of the head; what is merged over several columns stands for each of them."""
    texts = {place: text for place, text in enumerate(row.cells) if text}
    for left, top, right, bottom in grid.merged:
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
    """For every row the places that belong to a cell which begins above it."""
    last = grid.rows[-1].number if grid.rows else 0
    found: dict[int, set[int]] = {}
    for left, top, right, bottom in grid.merged:
        if right - left < 100:
            for number in range(top + 1, min(bottom, last) + 1):
                found.setdefault(number, set()).update(range(left, right + 1))
    return {number: frozenset(places) for number, places in found.items()}
