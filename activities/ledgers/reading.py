"""Reading a ledger that anybody made: the rows that are activities, and what was left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from shuangyong.grids import Fault, Grid, GridRow, grids

from . import columns as c
from .cells import SAME_AS_ABOVE, joined, taken
from .headings import AMOUNT, How
from .heads import WITHIN, Head, find_head
from .recognising import kind_of
from .unwanted import why_unwanted

ROWS_OF_A_SHEET = 10_000_000
"""A row of the second sheet has this added to its number, of the third twice this: see `row_at`."""
MOST_LEFT_OUT = 500
NO_HEADING = (
    f"没有找到表头：前 {WITHIN} 行中应有一行写明各列名称，至少有“时间”“活动名称”“主要内容”之一"
    "和另外一列。可下载导入模板对照。"
)
_NO_KIND = re.compile(
    r"sheet|工作表|台账|登记|汇总|统计|表|明细|数据|填写|活动|双拥|\d|年|月", re.IGNORECASE
)


@dataclass(slots=True)
class LedgerRow:
    """One row as it was understood."""

    number: int
    """Unique in the file; of the first sheet read, the number that the program shows."""
    cells: dict[str, str]
    """Text by column of `columns`; a column without content is missing."""
    faults: dict[str, str] = field(default_factory=dict)
    """What is wrong with a cell already as a cell: a formula without its result, an error."""


@dataclass(slots=True)
class SheetRead:
    """Where in a sheet the heading stands and the columns; places are letters, to mark cells."""

    name: str
    header: int
    places: dict[str, str]


@dataclass(slots=True)
class LedgerFile:
    """What was read of a file; `sheet`, `header` and `places` are those of the first sheet."""

    rows: list[LedgerRow] = field(default_factory=list)
    sheets: list[SheetRead] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Headings that were not understood, and what else was not read."""
    left_out: list[tuple[int, str]] = field(default_factory=list)
    """Number and reason of rows that are no activity: 合计行, 示例行, 说明行, 隐藏行 ..."""

    @property
    def sheet(self) -> str:
        """Name of the first sheet read; "" of a csv file."""
        return self.sheets[0].name

    @property
    def header(self) -> int:
        """Number of the last row of the heading."""
        return self.sheets[0].header

    @property
    def places(self) -> dict[str, str]:
        """Letter of the column in which each of our columns stands."""
        return self.sheets[0].places


def row_at(number: int) -> tuple[int, int]:
    """Which of the sheets read, from 0, and which row in it a `LedgerRow.number` means."""
    return divmod(number, ROWS_OF_A_SHEET)


def read_ledger(
    name: str,
    content: bytes,
    *,
    most: int = 20_000,
    progress: Callable[[int], None] | None = None,
) -> LedgerFile:
    """The rows of a ledger in an xlsx or csv file, whoever made it.

    `progress` hears now and then how many rows have been read. Raises ValidationError, in words
    that say what to do, when the file as a whole is wrong or holds more than `most` rows.
    """
    reader = _Reader(most, progress)
    for grid in grids(name, content, most=most + WITHIN, progress=reader.tell):
        reader.take(grid)
    return reader.result()


class _Reader:
    def __init__(self, most: int, progress: Callable[[int], None] | None):
        self.most, self.progress = most, progress
        self.file = LedgerFile()
        self.blank: list[str] = []
        """Sheets that hold nothing, or nothing below their heading."""
        self.words = False

    def tell(self, rows: int) -> None:
        if self.progress:
            self.progress(len(self.file.rows) + rows)

    def take(self, grid: Grid) -> None:
        """Add the rows of a sheet that has a heading of a ledger."""
        self.words = self.words or bool(grid.rows)
        head = find_head(grid)
        if head is None:
            return
        if grid.overflows:
            raise ValidationError(f"超过 {self.most} 行，请分成几个文件。")
        offset = len(self.file.sheets) * ROWS_OF_A_SHEET
        self.file.sheets.append(SheetRead(grid.name, head.row, head.letters))
        self.file.ignored += [text for text in head.ignored if text not in self.file.ignored]
        if grid.too_wide:
            self.file.ignored.append("第 100 列以后的内容")
        for row in _SheetRows(grid, head).rows(self._leave_out(offset)):
            row.number += offset
            self.file.rows.append(row)
        if len(self.file.rows) > self.most:
            raise ValidationError(f"超过 {self.most} 行，请分成几个文件。")

    def _leave_out(self, offset: int) -> Callable[[int, str], None]:
        def note(number: int, why: str) -> None:
            if len(self.file.left_out) < MOST_LEFT_OUT:
                self.file.left_out.append((number + offset, why))

        return note

    def result(self) -> LedgerFile:
        """What was read; ValidationError if that is nothing."""
        if not self.words:
            raise ValidationError("文件中没有内容。")
        if not self.file.sheets:
            raise ValidationError(NO_HEADING)
        if not self.file.rows:
            raise ValidationError(self._without_rows())
        return self.file

    def _without_rows(self) -> str:
        below = f"第 {self.file.header} 行表头之下没有可以导入的内容"
        reasons = "、".join(dict.fromkeys(why for _, why in self.file.left_out))
        return f"{below}（只有{reasons}）。" if reasons else f"{below}。"


class _SheetRows:
    """The rows below the heading of one sheet."""

    def __init__(self, grid: Grid, head: Head):
        self.grid, self.head = grid, head
        self.places = [(p, w) for p, w in head.places.items() if w.how != How.NOTHING]
        self.has_amount = any(what.label == AMOUNT for _, what in self.places)
        self.has_kind = any(what.column == c.KIND for _, what in self.places)
        self.kind = "" if self.has_kind or _NO_KIND.search(grid.name) else grid.name.strip()[:30]
        self.spoken_of = _above(grid, head)
        self.before: dict[int, str] = {}
        """The last text in each column, for 同上."""

    def rows(self, leave_out: Callable[[int, str], None]) -> Iterator[LedgerRow]:
        self._spread_merged()
        for row in self.grid.rows:
            if row.number <= self.head.row:
                continue
            if why := why_unwanted(row, self.head):
                leave_out(row.number, why)
            elif (read := self._read(row)).cells or read.faults:
                yield read

    def _spread_merged(self) -> None:
        """What is said once for several rows holds for each of them; an amount is not said again."""
        by_number = {row.number: row for row in self.grid.rows}
        said_again = {p for p, what in self.places if what.how not in _AMOUNTS}
        for left, top, _, bottom in self.grid.merged:
            if top <= self.head.row or bottom == top or left not in said_again:
                continue
            text = by_number[top].cell(left) if top in by_number else ""
            for number in (
                range(top + 1, min(bottom, self.grid.rows[-1].number) + 1) if text else ()
            ):
                if number in by_number:
                    _put(by_number[number], left, text)

    def _read(self, row: GridRow) -> LedgerRow:
        said: dict[str, list[str]] = {}
        faults: dict[str, str] = {}
        days: dict[How, str] = {}
        for place, what in self.places:
            text = row.cells[place] if place < len(row.cells) else ""
            if not text:
                continue
            if isinstance(text, Fault):
                faults[what.column or c.TROOPS] = str(text)
                continue
            text = self._repeated(place, text)
            for column, words in taken(text, what):
                if what.how in _DAYS:
                    days[what.how] = words
                else:
                    said.setdefault(column, []).append(words)
        if held := _held(said.get(c.HELD, [""])[0], days):
            said[c.HELD] = [held]
        if said:
            self._complete(said)
        return LedgerRow(row.number, {k: _joined(k, parts) for k, parts in said.items()}, faults)

    def _complete(self, said: dict[str, list[str]]) -> None:
        """What the sheet says of all its rows, where a row does not say it itself."""
        own = kind_of(*(said.get(column, [""])[0] for column in (c.KIND, c.TITLE, c.NARRATIVE)))
        kind = self.kind or (not self.has_kind and not own and kind_of(self.spoken_of))
        if kind:
            said[c.KIND] = [kind]
        if self.has_amount and c.MONEY in said and not self._is_of_aid(said):
            said.setdefault(c.VALUE, said.pop(c.MONEY))

    def _is_of_aid(self, said: dict[str, list[str]]) -> bool:
        """True if an amount without a name is money for soldiers or their families."""
        texts = (text for column in _TELLING_OF_AID for text in said.get(column, ()))
        return _AID.search(" ".join((self.spoken_of, *texts))) is not None

    def _repeated(self, place: int, text: str) -> str:
        if text in SAME_AS_ABOVE:
            return self.before.get(place, "")
        self.before[place] = text
        return text


_AMOUNTS = {How.COUNT, How.MONEY, How.GIVEN}


_DAYS = {How.FIRST_DAY, How.LAST_DAY, How.DAY}
_AID = re.compile("慰问|走访|看望|优抚|抚恤|帮扶|救助|补助|救济|解困")
_TELLING_OF_AID = (c.KIND, c.TITLE, c.NARRATIVE)
_MONTH = re.compile(r"(?:\d{4}年)?\d{1,2}月")
_DAY = re.compile(r"(\d{1,2})[日号]?(?:[-—–~～至到](\d{1,2})[日号]?)?")


def _above(grid: Grid, head: Head) -> str:
    """What stands over the heading: the title of the table."""
    rows = (row for row in grid.rows if row.number < head.rows[0])
    return " ".join(text for row in rows for text in row.cells if text)


def _held(held: str, days: dict[How, str]) -> str:
    """The time of a row whose beginning and end, or month and day, stand in columns of their own."""
    first, last = days.get(How.FIRST_DAY, ""), days.get(How.LAST_DAY, "")
    match = _DAY.fullmatch(days.get(How.DAY, ""))
    if match and _MONTH.fullmatch(held):
        return f"{held}{match[1]}日至{match[2]}日" if match[2] else f"{held}{match[1]}日"
    if held or not (first or last):
        return held
    return first if first == last or not last else f"{first}至{last}".strip("至")


def _joined(column: str, parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else joined(column, parts)


def _put(row: GridRow, place: int, text: str) -> None:
    if not row.cell(place):
        row.cells.extend([""] * (place + 1 - len(row.cells)))
        row.cells[place] = text
