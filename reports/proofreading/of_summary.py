"""A stored summary as a text to be proofread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reports.models import Insert, Summary, SummarySection

from .loading import records_of
from .proofread import Report, proofread
from .text import Line, Part, Span, Text, read_line, stored_sources


def report_on(summary: Summary) -> Report:
    """The summary proofread as it stands; a fixed number of queries."""
    return proofread_sections(summary, list(summary.sections.all()))


def proofread_sections(summary: Summary, sections: Iterable[SummarySection]) -> Report:
    """The same for sections that may not be saved yet."""
    records = records_of(summary)
    values = records.values if summary.frozen is None else summary.frozen
    return proofread(text_of(summary, sections, values), records)


def text_of(
    summary: Summary, sections: Iterable[SummarySection], values: Mapping[str, str]
) -> Text:
    """Head, sections and sign-off, line by line as they read."""
    sections = list(sections)
    head = [(Part.TITLE, summary.title), (Part.ADDRESSEE, summary.addressee)]
    lines = [Line(typed, part) for part, typed in head if typed.strip()]
    for section in sections:
        lines += _lines(section, values)
    if summary.sign_off.strip():
        lines.append(Line(summary.sign_off, Part.SIGN_OFF))
    tokens = list(_tokens(lines))
    return Text(
        lines=tuple(lines),
        dated=summary.dated,
        is_letter=True,
        needs_addressee=summary.unit.reviewed_by_id != summary.unit_id,
        photos_gone=tuple(
            Line("照片", Part.HEADING, section.pk)
            for section in sections
            if section.insert == Insert.PHOTO and section.photo_id is None
        ),
        tokens=tuple(tokens),
        unknown=tuple(span for span in tokens if span.figure not in values),
    )


def _lines(section: SummarySection, values: Mapping[str, str]) -> Iterator[Line]:
    common = {"section": section.pk, "stored": stored_sources(section.sources)}
    if section.heading.strip():
        is_sentence = section.heading.rstrip()[-1] in "。！？"
        part = Part.PARAGRAPH if is_sentence else Part.HEADING
        yield read_line(section.heading, values, part=part, **common)
    if section.caption.strip():
        yield read_line(section.caption, values, part=Part.HEADING, **common)
    for number, typed in enumerate(section.text.splitlines(), 1):
        if typed.strip():
            yield read_line(typed, values, paragraph=number, **common)


def _tokens(lines: Iterable[Line]) -> Iterator[Span]:
    for line in lines:
        for piece in line.pieces:
            if piece.name:
                yield line.span(piece.start, piece.end)
