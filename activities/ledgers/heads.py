"""Finding the heading of a ledger that somebody else made: one row or two, below titles or not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from openpyxl.utils import get_column_letter

from shuangyong.grids import Grid, GridRow

from . import columns as c
from .headings import (
    AMOUNT,
    GUESSED,
    LISTS,
    How,
    Meaning,
    meaning,
    normalised,
    split_unit,
    with_unit,
)

WITHIN = 10  # rows of the sheet; above the heading stand titles, the unit and the year
FEWEST = 2  # headings that must be understood
TELLING = {c.TITLE, c.NARRATIVE, c.HELD}  # a ledger has one of these
CLEAR = 3  # characters from which the lower of two headings says enough alone
SAID_FULLY = {c.NARRATIVE, c.EFFECT, c.NOTE}
_UNIT_OF_ALL = re.compile(r"(?:金额|计量|货币)?单位[:：]\s*(?:人民币)?(万元|千元|元)")


@dataclass
class Head:
    """Where the heading ends, and what stands in which column."""

    row: int
    """Number of its last row."""
    rows: tuple[int, ...]
    texts: dict[int, str]
    """The words over each column that has any; columns from 0."""
    places: dict[int, Meaning] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)

    @cached_property
    def words(self) -> dict[int, set[str]]:
        """What stands over each column, in one or two rows, without spaces."""
        return {
            place: {"".join(part.split()) for part in (text, *text.split("\n"))}
            for place, text in self.texts.items()
        }

    @property
    def letters(self) -> dict[str, str]:
        """Where a cell of each column is to be marked: the letter of its first place."""
        found: dict[str, str] = {}
        for place, what in self.places.items():
            for column in _columns_of(what):
                found.setdefault(column, get_column_letter(place + 1))
        return found


def _columns_of(what: Meaning) -> tuple[str, ...]:
    if what.how == How.WHOM and not what.column:
        return (c.TROOPS, c.HELPED)
    if what.label == AMOUNT:
        return (c.MONEY, c.VALUE)
    return (what.column,) if what.column else ()


def find_head(grid: Grid) -> Head | None:
    """The heading among the first rows of a sheet; None if nothing there looks like one."""
    candidates = [row for row in grid.rows[:WITHIN] if row.number <= WITHIN + 1]
    best: Head | None = None
    for index, row in enumerate(candidates):
        for texts, rows in _readings(grid, index, row):
            head = Head(rows[-1], rows, texts)
            _place(head, _unit_of_all(candidates[:index]))
            if _is_head(head) and (best is None or _worth(head) > _worth(best)):
                best = head
    return best


def _readings(grid: Grid, index: int, row: GridRow):
    """The row as a heading alone and, if the next belongs to it, the two together."""
    alone = {place: text for place, text in enumerate(row.cells) if text}
    yield alone, (row.number,)
    below = grid.rows[index + 1] if index + 1 < len(grid.rows) else None
    if below is not None and below.number == row.number + 1 and _belongs(grid, row, below):
        yield _together(grid, row, below), (row.number, below.number)


def _belongs(grid: Grid, row: GridRow, below: GridRow) -> bool:
    """True if the row below carries on the heading: merged cells say so, or the words."""
    over = [m for m in grid.merged if m[1] == row.number]
    wide = [m for m in over if m[2] > m[0] and m[3] == row.number]
    tall = [m for m in over if m[3] == below.number]
    words = {place: text for place, text in enumerate(below.cells) if text}
    if wide and tall:
        return True
    known = [place for place, text in words.items() if meaning(text)]
    under_blank = all(
        not row.cell(place) or not row.cell(place + 1) or meaning(row.cell(place)) is None
        for place in words
    )
    return bool(known) and under_blank and len(known) * 2 >= len(words)


def _together(grid: Grid, row: GridRow, below: GridRow) -> dict[int, str]:
    """Two rows of headings as one: 金额 over 慰问金 is 金额\n慰问金."""
    top = {place: text for place, text in enumerate(row.cells) if text}
    merged = {m[0]: m[2] for m in grid.merged if m[1] == row.number and m[2] > m[0]}
    texts: dict[int, str] = {}
    group, until = "", -1
    for place in range(max(len(row.cells), len(below.cells))):
        if place in top:
            group = top[place]
            until = merged.get(place, place if merged else _last_below(row, below, place))
        over = group if place <= until or place in top else ""
        under = below.cell(place)
        if words := "\n".join(filter(None, (over, under if under != over else ""))):
            texts[place] = words
    return texts


def _last_below(row: GridRow, below: GridRow, place: int) -> int:
    """How far a group reaches where no cell is merged: over the words below that have no other."""
    while not row.cell(place + 1) and below.cell(place + 1):
        place += 1
    return place


def _place(head: Head, unit: str) -> None:
    """Say for every heading what it means, and which stand in the way of a better one."""
    understood = {place: _meaning(text) for place, text in head.texts.items()}
    found = {place: what for place, what in understood.items() if what}
    has_goods = any(what.how == How.GIVEN for what in found.values())
    has_money = any(what.column == c.MONEY for what in found.values())
    has_unit = any(what.column == c.UNIT and what.rank == 0 for what in found.values())
    for place, what in found.items():
        if what.how == How.MONEY and not what.column:
            what = (
                replace(what, column=c.VALUE, label="")
                if has_goods or has_money
                else replace(what, column=c.MONEY)
            )
        if what.column == c.UNIT and what.rank and has_unit:
            what = Meaning(c.HOSTS, How.LIST, rank=2)
        if unit and what.measure == "元" and not split_unit(head.texts[place])[1]:
            what = with_unit(what, unit)
        found[place] = what
    _settle(head, found)


def _settle(head: Head, found: dict[int, Meaning]) -> None:
    """One place for what can be said once only, and none for a heading that stands there twice."""
    seen: set[str] = set()
    taken: dict[tuple[str, How], int] = {}
    for place in sorted(found, key=lambda place: (found[place].rank, place)):
        what, words = found[place], normalised(head.texts[place])
        once = what.column not in LISTS | SAID_FULLY and what.how not in (How.WHOM, How.NOTHING)
        if what.how != How.NOTHING and (
            words in seen or (once and (what.column, what.how) in taken)
        ):
            head.ignored.append(f"{_one_line(head.texts[place])}（重复）")
            continue
        seen.add(words)
        taken[what.column, what.how] = place
        head.places[place] = what
    head.places = dict(sorted(head.places.items()))
    unknown = [text for place, text in head.texts.items() if place not in found]
    head.ignored = [_one_line(text) for text in unknown] + head.ignored


def _one_line(text: str) -> str:
    return text.replace("\n", "·")[:40]


def _meaning(text: str) -> Meaning | None:
    """What a heading means; of two rows the lower, in the light of the upper."""
    upper, _, lower = text.partition("\n")
    whole, over, under = meaning(text.replace("\n", "")), meaning(upper), meaning(lower)
    is_clear = under is not None and under.rank < GUESSED and len(normalised(lower)) >= CLEAR
    if whole and not (whole.rank == GUESSED and is_clear):
        return whole
    if not lower:
        return None
    if under:
        unit = split_unit(upper)[1]
        return with_unit(under, unit) if unit and not split_unit(lower)[1] else under
    if over and over.how in (How.COUNT, How.GIVEN):
        return Meaning(over.column, over.how, normalised(lower)[:30], over.measure, 2)
    return over


def _unit_of_all(above: list[GridRow]) -> str:
    """What money is counted in all over the table: 单位：万元 above it."""
    texts = (text for row in above for text in row.cells if text)
    return next((match[1] for text in texts if (match := _UNIT_OF_ALL.search(text))), "")


def _is_head(head: Head) -> bool:
    columns = {what.column or what.how for what in head.places.values()} - {How.NOTHING}
    return len(columns) >= FEWEST and bool(columns & TELLING)


def _worth(head: Head) -> tuple[int, int]:
    """More headings understood are better; of equals the shorter heading."""
    known = [what for what in head.places.values() if what.how != How.NOTHING]
    return len(known), -len(head.rows)
