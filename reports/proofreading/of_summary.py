"""A stored summary as a text to be proofread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from reports.figures import year_figures
from reports.models import Insert, Summary, SummarySection
from reports.summary.tokens import TOKEN, values_of

from .dates import impossible_days
from .findings import Finding, Severity
from .heads import unknown_figures
from .loading import records_of
from .missing import Missing
from .proofread import Report, proofread
from .records import Records
from .secret_words import secret_words
from .shown import Shown, shown
from .text import Line, Part, Span, Text, read_line, stored_sources


def report_on(summary: Summary) -> Report:
    """The summary proofread as it stands; a fixed number of queries."""
    return proofread_sections(summary, list(summary.sections.all()))


def checked(summary: Summary, *, may_edit: bool) -> tuple[Shown, Missing]:
    """The report as its page shows it, and what the text leaves out."""
    sections = list(summary.sections.all())
    records = records_of(summary)
    text = text_of(summary, sections, _values(summary, records))
    report = proofread(text, records)
    return shown(summary, sections, text, records, report, may_edit=may_edit), report.missing


def _values(summary: Summary, records: Records) -> Mapping[str, str]:
    """What stands for the names in braces: once handed in, what it was then."""
    return records.values if summary.frozen is None else summary.frozen


def proofread_sections(summary: Summary, sections: Iterable[SummarySection]) -> Report:
    """The same for sections that may not be saved yet."""
    records = records_of(summary)
    return proofread(text_of(summary, sections, _values(summary, records)), records)


def must_be_mended(summary: Summary) -> list[Finding]:
    """What keeps the summary from being handed in; figures are looked up only if it names any."""
    sections = list(summary.sections.all())
    named = any(TOKEN.search(f"{s.heading}{s.text}{s.caption}") for s in sections)
    values = summary.frozen
    if values is None:
        values = values_of(year_figures(summary.unit, summary.year)) if named else {}
    text = text_of(summary, sections, values)
    found = (*secret_words(text), *unknown_figures(text), *impossible_days(text, summary.year))
    return [finding for finding in found if finding.severity == Severity.MUST]


def obstacles(summary: Summary) -> list[str]:
    """The same in a sentence for whoever hands it in; what is secret is not said again."""
    found = Counter(finding.kind.label for finding in must_be_mended(summary))
    said = "、".join(f"{label} {count} 处" for label, count in found.items())
    return [f"文中有必须改正的内容（{said}），请点“核对”查看并改正后再提交"] if found else []


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
