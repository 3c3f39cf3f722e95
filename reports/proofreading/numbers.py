"""Every number of a text with its source; those that contradict the records; those without one."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from shuangyong.vague import VagueNumber, total
from shuangyong.vague.finding import Found

from .finding_numbers import Hit, fits, is_same, numbers_in
from .findings import Finding, Kind, Severity
from .records import KnownNumber, Record, Records
from .text import Line, Span, Text, sentences_in, sources_of

Spot = TypeVar("Spot", Hit, Found)
MOST_SOURCES = 3
MOST_TITLES = 12  # a sentence that names more activities than these is a list of them
_CLAUSE = re.compile(r"[，,。；;！!？?：:（）()、]")
_FILLERS = "了共计达为到有约近的各类项人总数合计：: "
_PART_OF_YEAR = re.compile(
    r"[0-9一二三四五六七八九十][月季]|半年|期间|前夕|以来|年来|[上去前]年|届"
)


class State(StrEnum):
    """What the records say to a number or a time of the text."""

    AGREES = "一致"
    DIFFERS = "不一致"
    NONE = "无来源"


@dataclass(frozen=True, slots=True)
class Row:
    """A number or time as it is written, and what the records say."""

    span: Span
    state: State
    sources: tuple[str, ...] = ()
    recorded: str = ""


def number_rows(text: Text, records: Records) -> Iterator[Row]:
    """Every number of the text, in its order."""
    for line in text.lines:
        for start, end, hits in by_sentence(line, numbers_in(line.text)):
            yield from _rows(line, start, end, hits, records)


def by_sentence(line: Line, hits: list[Spot]) -> Iterator[tuple[int, int, list[Spot]]]:
    """The sentences of a line that hold something, with what they hold."""
    waiting = deque(hits)
    if not waiting:
        return
    for start, end in sentences_in(line):
        inside = []
        while waiting and waiting[0].start < end:
            inside.append(waiting.popleft())
        if inside:
            yield start, end, inside


def number_findings(rows: Iterable[Row], records: Records) -> Iterator[Finding]:
    """What is wrong with the numbers; nothing is without source where nothing is known."""
    for row in rows:
        quote = row.span.quote
        if row.state == State.DIFFERS:
            label = records.label_of(row.sources[0]) if row.sources else "记录"
            yield Finding(
                Kind.NUMBER, Severity.CHECK, row.span,
                f"文中为“{quote}”，记录为“{row.recorded}”（{label}）。",
                (quote, row.recorded), row.sources,
            )  # fmt: skip
        elif row.state == State.NONE and not records.is_empty:
            yield Finding(
                Kind.NO_SOURCE, Severity.CHECK, row.span, f"“{quote}”在记录中没有找到来源。"
            )


def _rows(line: Line, start: int, end: int, hits: list[Hit], records: Records) -> Iterator[Row]:
    about = records_about(line, start, end, records)
    for hit in hits:
        span = line.span(hit.start, hit.end)
        if figure := _figure_at(line, hit):
            yield Row(span, State.AGREES, (f"figure-{figure}",))
        else:
            yield _judged(span, hit, about, records)


def _figure_at(line: Line, hit: Hit) -> str:
    """The figure that was filled in where the number stands, measure words aside."""
    return next(
        (p.name for p in line.pieces if p.name and p.start < hit.end and p.end > hit.start), ""
    )


def records_about(line: Line, start: int, end: int, records: Records) -> list[Record]:
    """The records a sentence tells of: those it was made of, else those it names."""
    stored = [s for s in sources_of(line, start, end) if s in records.records]
    if stored:
        return records.of(stored)
    said = line.text[start:end]
    named = [r.source for r in records.activities if len(r.label) > 3 and r.label in said]
    return records.of(named) if len(named) <= MOST_TITLES else []


def _judged(span: Span, hit: Hit, about: list[Record], records: Records) -> Row:
    clause = clause_around(span)
    if found := _said_by(hit, about):
        return Row(span, State.AGREES, found)
    if hit.value is not None:
        if found := _summed(hit.value, about):
            return Row(span, State.AGREES, found)
        known = [n for record in about for n in record.numbers]
        if differing := _differing(hit, clause, span, known, is_about=True):
            return Row(span, State.DIFFERS, (differing.source,), str(differing.number))
    if found := _anywhere(hit, clause, span, records):
        return Row(span, State.AGREES, found)
    if hit.value is not None and not any(record.is_activity for record in about):
        differing = _differing(hit, clause, span, records.totals, is_about=False)
        said = span.line.text[clause[0] : clause[1]]
        if differing and not _narrowed(said, differing, records):
            return Row(span, State.DIFFERS, (differing.source,), str(differing.number))
    return Row(span, State.NONE)


def clause_around(span: Span) -> tuple[int, int]:
    """Where the clause begins and ends that holds a stretch of a line."""
    text = span.line.text
    before = max(
        (m.end() for m in _CLAUSE.finditer(text, max(0, span.start - 60), span.start)),
        default=max(0, span.start - 60),
    )
    after = _CLAUSE.search(text, span.end, span.end + 40)
    return before, after.start() if after else min(len(text), span.end + 40)


def _said_by(hit: Hit, about: list[Record]) -> tuple[str, ...]:
    """The records of the sentence that hold the number, or say it in the same words."""
    found = [
        record.source
        for record in about
        if _holds(record.numbers, hit.value) or _is_written(hit.wording, record.said)
    ]
    return tuple(found[:MOST_SOURCES])


def _holds(numbers: Iterable[KnownNumber], value: VagueNumber | None) -> bool:
    return value is not None and any(
        is_same(known.number, value) and fits(known.number, value) for known in numbers
    )


def _is_written(wording: str, text: str) -> bool:
    """Whether the wording stands in a text as a number of its own: not 500元 within 1500元."""
    at = text.find(wording)
    while at >= 0:
        if not text[max(0, at - 1) : at].strip().isdigit():
            return True
        at = text.find(wording, at + 1)
    return False


def _summed(value: VagueNumber, about: list[Record]) -> tuple[str, ...]:
    """A sum over the records of the sentence, or how many of them it tells of."""
    by_label: dict[str, list[VagueNumber]] = {}
    for record in about:
        for known in filter(_is_counted, record.numbers):
            for label in (*known.labels, f"/{known.number.measure}"):
                by_label.setdefault(label, []).append(known.number)
    sources = tuple(r.source for r in about[:MOST_SOURCES])
    sums = (total(numbers) for numbers in by_label.values() if len(numbers) > 1)
    if any(found and is_same(found, value) for found in sums):
        return sources
    counted = {
        Decimal(sum(r.is_activity for r in about)), Decimal(len(about)),
        Decimal(len({r.unit for r in about if r.unit})),
        Decimal(len({t for r in about for t in r.troops})),
    }  # fmt: skip
    return sources if len(about) > 1 and value.amount in counted else ()


def _is_counted(known: KnownNumber) -> bool:
    """Whether it was entered as a number; what a text mentions may be the same once more."""
    return bool(known.labels)


def _anywhere(hit: Hit, clause: tuple[int, int], span: Span, records: Records) -> tuple[str, ...]:
    """Any record that holds the number: the same amount of the same thing, best by its label."""
    if hit.value is not None:
        before, after = _around(clause, span)
        found = [
            known
            for known in records.by_amount.get(hit.value.amount, ())
            if is_same(known.number, hit.value) and fits(known.number, hit.value)
        ]
        labelled = [k for k in found if any(_is_near(name, before, after) for name in k.labels)]
        found = [known for known in found if not known.source.startswith("figure-")]
        if labelled or found:
            return tuple(dict.fromkeys(k.source for k in labelled or found))[:MOST_SOURCES]
    if not _is_written(hit.wording, records.said):
        return ()
    found = [r.source for r in records.records.values() if _is_written(hit.wording, r.said)]
    return tuple(found[:MOST_SOURCES])


def _differing(
    hit: Hit, clause: tuple[int, int], span: Span, known: Iterable[KnownNumber], *, is_about: bool
) -> KnownNumber | None:
    """The number the text should have: told with the same label, or the only one of its measure."""
    alike = [
        n for n in known if n.number.measure and fits(n.number, hit.value) and hit.value.measure
    ]
    text = span.line.text
    before, after = _around(clause, span)
    for number in sorted(alike, key=lambda n: -max(map(len, n.labels), default=0)):
        if any(_is_near(label, before, after) for label in number.labels):
            return number
    untold = [n for n in alike if not _is_written(str(n.number), text)]
    if is_about and len(alike) == 1 and untold:
        return alike[0]
    return None


def _around(clause: tuple[int, int], span: Span) -> tuple[str, str]:
    """What stands before and behind a number in its clause."""
    text = span.line.text
    return text[clause[0] : span.start], text[span.end : clause[1]]


def _is_near(label: str, before: str, after: str) -> bool:
    """Whether a label stands right before a number, or right behind it."""
    ahead = (before, before.rstrip(_FILLERS))
    return any(said.endswith(label) for said in ahead) or after.lstrip("的 ").startswith(label)


def _narrowed(clause: str, known: KnownNumber, records: Records) -> bool:
    """Whether the clause speaks of a part of the year's figure: of one unit, or one time."""
    own = set(known.labels)
    return any(name.name in clause for name in records.names if name.name not in own) or bool(
        _PART_OF_YEAR.search(clause)
    )
