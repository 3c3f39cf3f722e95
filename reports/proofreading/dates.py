"""Every time of a text with its source; what contradicts the records; what cannot be."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator

from shuangyong.vague import Precision, VagueDate

from .finding_numbers import calm, dates_in
from .findings import Finding, Kind, Severity
from .numbers import MOST_SOURCES, Row, State, by_sentence, records_about
from .records import Record, Records
from .text import Line, Text

EXACT = (Precision.DAY, Precision.HALF_DAY, Precision.PART_OF_MONTH, Precision.MONTH)
_DAY = re.compile(
    r"(?:(?P<year>(?:19|20)[0-9]{2})\s?年\s?)?(?<![0-9])(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s?月\s?"
    r"(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s?[日号]"
)
_MONTH = re.compile(
    r"(?<![0-9])(?P<month>[0-9]{1,2})\s?月(?!\s?[0-9一二三四五六七八九十])(?=[份初中下上底，。、至]|$)"
)
_HAN = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)}


def date_rows(text: Text, records: Records, year: int) -> Iterator[Row]:
    """Every exact time of the text, in its order; 八一期间 and 近几年 need no source."""
    for line in text.body:
        found = [hit for hit in dates_in(line.text, year) if hit.value.precision in EXACT]
        for start, end, hits in by_sentence(line, found):
            about = records_about(line, start, end, records)
            for hit in hits:
                yield _judged(line, hit, about, records)


def date_findings(
    text: Text, rows: Iterable[Row], records: Records, year: int
) -> Iterator[Finding]:
    """Contradicted times, those that cannot be, and those that do not fit the year."""
    for row in rows:
        if row.state == State.DIFFERS:
            label = records.label_of(row.sources[0])
            quote = row.span.quote
            yield Finding(
                Kind.DATE, Severity.CHECK, row.span,
                f"文中为“{quote}”，记录为“{row.recorded}”（{label}）。",
                (quote, row.recorded), row.sources,
            )  # fmt: skip
    yield from impossible_days(text, year)
    if records.year:
        for line in text.lines:
            yield from _outside(text, line, records.year)


def _judged(line: Line, hit, about: list[Record], records: Records) -> Row:
    span, when = line.span(hit.start, hit.end), hit.value
    own = [record.source for record in about if _has(record, when)]
    if own:
        return Row(span, State.AGREES, tuple(own[:MOST_SOURCES]))
    elsewhere = [known.source for known in records.dates if _is_said(known.when, when)]
    held = [
        d for record in about for d in record.dates if d.is_its_own and d.when.precision in EXACT
    ]
    is_activity = bool(about) and all(record.is_activity for record in about)
    if held and is_activity:
        known = min(held, key=lambda d: abs((d.when.start - when.start).days))
        return Row(span, State.DIFFERS, (known.source,), known.when.formal(when.start.year))
    sources = tuple(dict.fromkeys(elsewhere))[:MOST_SOURCES]
    return Row(span, State.AGREES if sources else State.NONE, sources)


def _has(record: Record, when: VagueDate) -> bool:
    return any(_is_said(known.when, when) for known in record.dates)


def _is_said(known: VagueDate, when: VagueDate) -> bool:
    """Whether the record's time is the text's, or lies within it: 6月 tells of 6月10日."""
    return (when.start <= known.start and known.end <= when.end) or (
        known.precision == Precision.SPAN
        and known.start <= when.start
        and when.end <= known.end
        and (when.start in (known.start, known.end) or when.end in (known.start, known.end))
    )


def impossible_days(text: Text, year: int) -> Iterator[Finding]:
    """2月30日 and 13月: days and months that there are not."""
    for line in text.lines:
        yield from _impossible(line, year)


def _impossible(line: Line, year: int) -> Iterator[Finding]:
    text = calm(line.text)
    for match in _DAY.finditer(text):
        month, day = _value(match["month"]), _value(match["day"])
        if not _exists(int(match["year"] or year), month, day):
            yield Finding(
                Kind.IMPOSSIBLE,
                Severity.MUST,
                line.span(*match.span()),
                f"没有“{match[0]}”这一天。",
            )
    for match in _MONTH.finditer(text):
        if not 1 <= int(match["month"]) <= 12:
            yield Finding(
                Kind.IMPOSSIBLE, Severity.MUST, line.span(*match.span()), f"没有“{match[0]}”。"
            )


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _value(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _HAN.get(tens, 0)
    return _HAN.get(tens, 0 if tens else 1) * 10 + (_HAN.get(ones, 99) if ones else 0)


def _outside(text: Text, line: Line, year: int) -> Iterator[Finding]:
    """An exact time of another year, or later than the day the text is dated."""
    for hit in dates_in(line.text, year):
        if hit.value.precision not in EXACT:
            continue
        span = line.span(hit.start, hit.end)
        if hit.value.start.year not in (year, year + 1) or hit.value.end.year < year:
            yield Finding(
                Kind.IMPOSSIBLE, Severity.HINT, span, f"“{span.quote}”不在 {year} 年，请核对年份。"
            )
        elif text.dated and hit.value.start.year == year and hit.value.start > text.dated:
            yield Finding(
                Kind.IMPOSSIBLE, Severity.CHECK, span, f"“{span.quote}”晚于成文日期，请核对。"
            )
