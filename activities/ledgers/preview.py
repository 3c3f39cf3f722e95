"""The rows of an import as a page shows them: each as it will be, what is wrong at its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from activities.models import ActivityImport, ImportedRow, ImportSource
from activities.papers.reading import cleaned
from activities.papers.untold import untold
from shuangyong.occasions import Occasion

from . import columns as c
from .context import Context
from .judging import ROLES, Judged, judge
from .reading import row_at

SORTS = {
    "all": "全部", "good": "可以导入", "wrong": "有错误", "double": "可能重复", "known": "已导入过",
    "taken": "已导入", "left": "未导入",
}  # fmt: skip
BEFORE, AFTER = ("all", "good", "wrong", "double", "known"), ("all", "taken", "left")
HEAD = (c.UNIT, c.HELD, c.KIND, c.TITLE, c.PLACE)
SHORTEST_MARK = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """What a column will be, with what is wrong and what was assumed."""

    column: str
    text: str
    problems: list[str]
    notes: list[str]

    def __bool__(self) -> bool:
        return bool(self.text or self.problems or self.notes)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the preview; `opens_series` for the first of the dates of one series."""

    row: ImportedRow
    judged: Judged
    opens_series: bool = False

    @property
    def head(self) -> dict[str, Cell]:
        """The cells that have a place of their own in the table."""
        names = ("unit", "held", "kind", "title", "place")
        return {name: self.cell(column) for name, column in zip(names, HEAD, strict=True)}

    @property
    def details(self) -> list[Cell]:
        """All other columns that hold something."""
        elsewhere = HEAD
        if self.row.source_text and self.cell(c.NARRATIVE).text in " ".join(
            self.row.source_text.split()
        ):
            elsewhere = (*HEAD, c.NARRATIVE)  # it stands beside it
        return [
            cell for column in c.COLUMNS if column not in elsewhere and (cell := self.cell(column))
        ]

    def cell(self, column: str) -> Cell:
        """One column: as it will be, or as it was written where that is wrong."""
        problems = self.row.problems.get(column, [])
        written = self.row.cells.get(column, "")
        text = written if problems else _as_it_will_be(column, self.judged)
        return Cell(column, text, problems, self.judged.notes.get(column, []))

    @property
    def number(self) -> str:
        """The row's number as the spreadsheet shows it."""
        sheet, number = row_at(self.row.number)
        return f"表{sheet + 1}-{number}" if sheet else f"{number}"

    @property
    def source(self) -> SafeString:
        """The sentence of an old paper, with what was recognised in it marked."""
        return marked(self.row.source_text, self.row.cells)


def untold_of(batch: ActivityImport) -> list[str]:
    """The sentences of an old paper that became no row; of a ledger none, and no query."""
    if batch.source != ImportSource.PAPER:
        return []
    told = batch.rows.order_by("number").values_list("source_text", flat=True)
    return untold(cleaned(batch.text), told)


def offered(context: Context) -> dict[str, list[str]]:
    """What the fields of a row may be filled with."""
    return {"kinds": list(context.kinds), "occasions": Occasion.labels}


def sorted_rows(batch: ActivityImport, sort: str):
    """The rows of one sort of `SORTS`."""
    rows = batch.rows
    chosen = {
        "good": rows.good, "wrong": rows.wrong, "double": rows.doubtful, "known": rows.known,
        "left": rows.left_out,
    }.get(sort)  # fmt: skip
    if sort == "taken":
        return rows.exclude(activity=None)
    return chosen() if chosen else rows.all()


def shown(rows: Iterable[ImportedRow], context: Context) -> list[ShownRow]:
    """A page of rows."""
    found, before = [], ""
    for row in rows:
        judged = judge(row.cells, context)
        found.append(ShownRow(row, judged, bool(judged.series) and judged.series != before))
        before = judged.series
    return found


def _as_it_will_be(column: str, judged: Judged) -> str:
    activity = judged.activity
    if column in ROLES:
        return "、".join(str(p) for p in judged.partners if p.role == ROLES[column])
    return {
        c.UNIT: lambda: activity.unit.label,
        c.HELD: lambda: str(activity.held or ""),
        c.KIND: lambda: activity.kind.name if activity.kind_id else "",
        c.FURTHER_KINDS: lambda: "、".join(kind.name for kind in judged.further_kinds),
        c.TITLE: lambda: activity.title,
        c.SERIES: lambda: judged.series,
        c.PLACE: lambda: activity.place,
        c.TROOPS: lambda: "、".join(
            filter(None, [*map(str, judged.troops), activity.troops_as_written])
        ),
        c.GUESTS: lambda: activity.guests,
        c.COUNTS: lambda: "；".join(map(str, judged.counts)),
        c.GIVEN: lambda: "；".join(map(str, judged.contributions)),
        c.HELPED: lambda: "；".join(map(str, judged.beneficiaries)),
        c.FACTS: lambda: "；".join(map(str, judged.facts)),
        c.OCCASION: lambda: activity.get_occasion_display(),
        c.NARRATIVE: lambda: activity.narrative,
        c.EFFECT: lambda: activity.effect,
        c.NOTE: lambda: activity.note,
    }.get(column, lambda: "")()


def marked(source: str, cells: dict[str, str]) -> SafeString:
    """The text with the pieces of the cells that stand in it marked, the longest first."""
    spans: list[tuple[int, int, str]] = []
    pieces = [
        (piece, column)
        for column, text in cells.items()
        if column not in (c.NARRATIVE, c.UNIT)
        for piece in {text, *re.split(r"[；;、，,：:]", text)}
        if len(piece) >= SHORTEST_MARK
    ]
    for piece, column in sorted(pieces, key=lambda each: -len(each[0])):
        start = source.find(piece)
        end = start + len(piece)
        if start >= 0 and all(end <= s or start >= e for s, e, _ in spans):
            spans.append((start, end, column))
    parts, at = [], 0
    for start, end, column in sorted(spans):
        parts.append(
            format_html('{}<mark title="{}">{}</mark>', source[at:start], column, source[start:end])
        )
        at = end
    return format_html_join("", "{}", ((part,) for part in [*parts, source[at:]]))
