"""A text proofread: every rule applied, the findings in order, the tables of what was looked up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .dates import date_findings, date_rows
from .findings import Finding, Kind, Severity
from .heads import heads, year_of
from .marks import marks
from .missing import Missing, missing
from .names import NameRow, name_findings, name_rows, person_findings
from .numbering import numbering
from .numbers import Row, number_findings, number_rows
from .records import Records
from .secret_words import secret_words
from .slips import slips
from .text import Text

NOTHING = Records()
CONTEXT = 3  # characters on either side by which a fault is known again in a record
OWN_WORDS = {Kind.TYPO, Kind.REPEATED, Kind.PAIRS, Kind.WIDTH, Kind.PUNCTUATION}
"""What may stand in a record just so, and is generated from there."""


@dataclass(frozen=True, slots=True)
class Report:
    """What proofreading came to."""

    findings: tuple[Finding, ...]
    numbers: tuple[Row, ...]
    dates: tuple[Row, ...]
    names: tuple[NameRow, ...]
    missing: Missing

    def of(self, severity: Severity) -> list[Finding]:
        """The findings that are this serious, in the order of the text."""
        return [finding for finding in self.findings if finding.severity == severity]

    @property
    def groups(self) -> list[tuple[Severity, list[Finding]]]:
        """The findings by how serious they are, the most serious first."""
        return [(severity, self.of(severity)) for severity in Severity]


def proofread(text: Text, records: Records = NOTHING) -> Report:
    """Read a text against the records, or only against itself; nothing is looked up here."""
    year = year_of(text, records)
    numbers = tuple(number_rows(text, records))
    dates = tuple(date_rows(text, records, year))
    names = tuple(name_rows(text, records))
    found = _findings(text, records, year, (numbers, dates, names))
    order = {id(line): at for at, line in enumerate(text.lines)}
    ranks = list(Severity)

    def place(finding: Finding) -> tuple[int, int, int]:
        span = finding.span
        at = order.get(id(span.line), -1) if span else -1
        return ranks.index(finding.severity), at, span.start if span else 0

    return Report(
        findings=tuple(sorted((_with_record(f, records) for f in found), key=place)),
        numbers=numbers,
        dates=dates,
        names=names,
        missing=missing(text, records),
    )


def _with_record(finding: Finding, records: Records) -> Finding:
    """The finding, with the record that says the same: it has to be mended there as well."""
    span = finding.span
    if span is None or finding.kind not in OWN_WORDS or not records.records:
        return finding
    text = span.line.text
    before = text[max(0, span.start - CONTEXT) : span.end].rstrip("。；，")
    after = text[span.start : span.end + CONTEXT].rstrip("。；，")
    if before not in records.said and after not in records.said:
        return finding
    same = (r.source for r in records.records.values() if before in r.said or after in r.said)
    message = f"{finding.message}记录中也是这样写的，请一并改正。"
    return replace(finding, message=message, sources=tuple(same)[:1])


def _findings(text: Text, records: Records, year: int, rows: tuple) -> Iterator[Finding]:
    numbers, dates, names = rows
    yield from secret_words(text)
    yield from heads(text, records, year)
    yield from number_findings(numbers, records)
    yield from date_findings(text, dates, records, year)
    yield from name_findings(text, names, records)
    yield from person_findings(text, records.offices)
    yield from numbering(text)
    yield from marks(text)
    yield from slips(text)
