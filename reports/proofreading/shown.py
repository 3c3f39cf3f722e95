"""A report as its page shows it: findings with their addresses, the text with its places marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from reports.document import heading_number
from reports.models import Summary, SummarySection

from .findings import Finding, Kind, Severity
from .numbers import Row, State
from .proofread import Report
from .records import Records
from .text import Line, Part, Span, Text

MOST_FOUND = 40  # characters by which the editor finds a place again


@dataclass(frozen=True, slots=True)
class Source:
    """A record on the page; without address where it is a figure of the year."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with its number on the page and the way to where it is mended."""

    number: int
    finding: Finding
    edit_url: str
    sources: tuple[Source, ...]

    @property
    def anchor(self) -> str:
        """Its mark in the text below."""
        return f"place-{self.number}" if self.finding.span else ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A number or time with its sources."""

    quote: str
    state: State
    recorded: str
    sources: tuple[Source, ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a line: plain, or what a finding is about."""

    text: str
    number: int = 0
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the text with its marks; `level` of a heading, 0 for running text."""

    anchor: str
    part: Part
    level: int
    heading_number: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the page of a summary's 核对 shows."""

    groups: tuple[tuple[Severity, tuple[ShownFinding, ...]], ...]
    rows: tuple[ShownRow, ...]
    names: tuple[tuple[str, Source | None], ...]
    lines: tuple[ShownLine, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found."""
        return not any(found for _, found in self.groups)

    @property
    def must(self) -> int:
        """How much keeps the summary from being handed in."""
        return len(dict(self.groups)[Severity.MUST])

    @property
    def counted(self) -> list[tuple[State, int]]:
        """一致 20, 不一致 1, 无来源 2."""
        return [(state, sum(row.state == state for row in self.rows)) for state in State]


def shown(
    summary: Summary,
    sections: Sequence[SummarySection],
    text: Text,
    records: Records,
    report: Report,
    *,
    may_edit: bool,
) -> Shown:
    """The report of a summary for its page."""
    edit = reverse("reports:summary-edit", args=[summary.pk]) if may_edit else ""
    findings = [
        ShownFinding(number, f, _edit_url(edit, f), _sources(f.sources, records))
        for number, f in enumerate(report.findings, 1)
    ]
    at = {id(line): f"line-{number}" for number, line in enumerate(text.lines, 1)}
    return Shown(
        groups=tuple(
            (severity, tuple(f for f in findings if f.finding.severity == severity))
            for severity in Severity
        ),
        rows=tuple(_row(row, at, records) for row in _in_order(text, report)),
        names=tuple(
            (row.span.quote, next(iter(_sources(row.sources, records)), None))
            for row in report.names
        ),
        lines=tuple(_lines(text, sections, findings, at)),
    )


def _edit_url(edit: str, finding: Finding) -> str:
    """The editor at the place; the head is edited there as well."""
    if not edit or finding.kind == Kind.MISSING:
        return ""
    if finding.span is None or finding.span.line.section is None:
        return edit
    place, typed = finding.span.place, finding.span
    found = f"{{{typed.figure}}}" if typed.figure else typed.quote[:MOST_FOUND]
    return f"{edit}?{urlencode({'find': found})}#section-{place.section}"


def _sources(sources: Iterable[str], records: Records) -> tuple[Source, ...]:
    return tuple(Source(records.label_of(s), records.url_of(s)) for s in sources)


def _in_order(text: Text, report: Report) -> list[Row]:
    order = {id(line): number for number, line in enumerate(text.lines)}
    return sorted(
        (*report.numbers, *report.dates), key=lambda r: (order[id(r.span.line)], r.span.start)
    )


def _row(row: Row, at: dict[int, str], records: Records) -> ShownRow:
    sources = _sources(row.sources, records)
    return ShownRow(row.span.quote, row.state, row.recorded, sources, at[id(row.span.line)])


def _lines(
    text: Text, sections: Sequence[SummarySection], findings: list[ShownFinding], at: dict[int, str]
) -> Iterator[ShownLine]:
    found: dict[int, list[tuple[Span, ShownFinding]]] = {}
    for each in findings:
        if span := each.finding.span:
            found.setdefault(id(span.line), []).append((span, each))
    numbers = _heading_numbers(sections)
    for line in text.lines:
        is_first = line.section in numbers and line.paragraph == 0
        level, number = numbers[line.section] if is_first else (0, "")
        marks = tuple(_marks(line, found.get(id(line), [])))
        yield ShownLine(at[id(line)], line.part, level, number, marks)


def _heading_numbers(sections: Sequence[SummarySection]) -> dict[int, tuple[int, str]]:
    """Level and number of every heading, as the document prints them."""
    counters, found = [0] * 6, {}
    for section in sections:
        level = section.level
        if level and not section.in_annex:
            counters[level] += 1
            counters[level + 1 :] = [0] * (5 - level)
            found[section.pk] = (level, heading_number(level, counters[level]))
    return found


def _marks(line: Line, found: list[tuple[Span, ShownFinding]]) -> Iterator[Mark]:
    """The line cut where findings begin and end; of two that overlap the first is marked."""
    done = 0
    for span, each in sorted(found, key=lambda pair: (pair[0].start, -pair[0].end)):
        start = max(span.start, done)
        if start > done:
            yield Mark(line.text[done:start])
        yield Mark(line.text[start : max(span.end, start)], each.number, each.finding.severity)
        done = max(done, span.end)
    yield Mark(line.text[done:])
