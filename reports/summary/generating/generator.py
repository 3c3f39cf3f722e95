"""A unit's 工作总结 from its records alone, in the manner of real ones.

An outline says which headings there are and what is told under each; every content of an outline
is one function here. Nothing is said that no record says, and a heading under which there is
nothing to say is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from activities.models import Activity
from reports.models import (
    Arrangement,
    Insert,
    Outline,
    OutlineContent,
    Style,
    Summary,
    SummarySection,
)
from reports.summary.parts import RUN_IN, Part, as_sections, paragraph, without_empty
from reports.summary.sources import Sourced
from reports.summary.telling.items import sums
from reports.summary.tokens import BRACES, values_of
from units.models import Unit
from units.scope import reviewer_in

from . import answers, assessed, leadership, onepage, opening, planned
from .arranged import Arranged, arranged
from .outlines import RUNS_ON, Line, blocks, key_of, lines_of, usual_outline
from .records import YearRecords, records_of

PARAGRAPHS: dict[OutlineContent, Callable[[YearRecords], leadership.Paragraphs]] = {
    OutlineContent.OPENING: opening.opening,
    OutlineContent.GROUP: leadership.group,
    OutlineContent.IN_CHARGE: leadership.in_charge,
    OutlineContent.CONTACTS: leadership.contacts,
    OutlineContent.PLAN: leadership.plan,
    OutlineContent.MEASURES: planned.measures,
    OutlineContent.ASSESSMENT: assessed.assessment,
    OutlineContent.REQUESTS: answers.requests,
    OutlineContent.RESULTS: assessed.results,
    OutlineContent.SHORTCOMINGS: assessed.shortcomings,
}
"""What is told in running text, from the records alone."""


def drafted(unit: Unit, year: int, *, today: date) -> Summary:
    """An unsaved summary; its sections are `generate`d apart.

    A summary of a past year is dated the last day of that year, so that the same records
    give the same document whenever it is made.
    """
    return Summary(
        unit=unit,
        year=year,
        title=f"{unit.name_in(year)}{year}年双拥工作总结",
        addressee=_addressee(unit, year),
        sign_off=unit.name_in(year),
        dated=min(today, date(year, 12, 31)),
    )


def _addressee(unit: Unit, year: int) -> str:
    """Who reviews the unit's records: the one above it, in that year's name."""
    reviewer = reviewer_in(unit, year)
    return reviewer.label_in(year) if reviewer not in (None, unit) else ""


def generate(
    unit: Unit,
    year: int,
    *,
    outline: Outline | None = None,
    style: Style = Style.FULL,
    arrangement: Arrangement = Arrangement.KIND,
    examples: Iterable[Activity] = (),
) -> list[SummarySection]:
    """The sections of a unit's summary, unsaved, in order; a fixed number of queries.

    outline: the unit's usual one if none is given. examples: the only activities that are told
    in full, the others are counted; without any, all of them are told.
    """
    records = records_of(unit, year, examples)
    lines = lines_of(outline or usual_outline(unit))
    given = arranged(records, lines, arrangement)
    if style == Style.SHORT:
        parts = onepage.fitted(records, lines, given)
    else:
        parts = [part for block in blocks(lines) for part in _block(block, given)]
        parts = without_empty(parts) + _annex(records)
    return as_sections(_once(map(_inert, opening.without_idle(parts))))


def generate_for(summary: Summary) -> list[SummarySection]:
    """The sections as the summary's own settings ask for them."""
    return generate(
        summary.unit,
        summary.year,
        outline=summary.outline,
        style=Style(summary.style),
        arrangement=Arrangement(summary.arrangement),
        examples=summary.examples.all() if summary.pk else (),
    )


def made_of(line: Line, given: Arranged, level: int) -> list[Part]:
    """What a line tells, without its heading; `level` is that of the heading above."""
    match line.content:
        case OutlineContent.ACTIVITIES:
            return given.activities(line, level)
        case OutlineContent.NEXT_YEAR:
            return planned.next_year(given.records)
        case OutlineContent.TEXT:
            texts = [text.strip() for text in line.text.splitlines() if text.strip()]
            told = [paragraph(Sourced(text)) for text in texts]
        case OutlineContent.SUMS:
            records = given.records
            added = sums(records.activities, records.year, values=values_of(records.figures))
            told = [paragraph(*added)]
        case OutlineContent.MEETINGS | OutlineContent.INNOVATION:
            told = given.paragraphs(line)
        case OutlineContent.NOTHING:
            return []
        case _:
            told = PARAGRAPHS[line.content](given.records)
    told = [pieces for pieces in told if pieces]
    return [Part(str(line.content), 0, "", tuple(told))] if told else []


def _block(block: Sequence[Line], given: Arranged) -> list[Part]:
    """A heading with what its lines tell; the text that comes first stands right below it."""
    head = block[0]
    parts: list[Part] = []
    for line in block:
        for part in made_of(line, given, max(head.level, 1)):
            before = parts[-1] if parts else None
            if before and line.content in RUNS_ON and not before.level:
                parts[-1] = replace(before, paragraphs=_run_on(before, part))
            else:
                parts.append(part)
    if not head.level or given.gives_way(head):
        return parts
    text: tuple = ()
    while parts and not parts[0].level and not parts[0].insert:
        text += parts.pop(0).paragraphs
    heading = _ended(head.heading) if head.level >= RUN_IN and text else head.heading
    return [Part(key_of(block), head.level, heading, text), *parts]


def _ended(heading: str) -> str:
    """A heading that its text runs on from ends with a stop."""
    return heading if heading.endswith(("。", "！", "？")) else f"{heading}。"


def _run_on(before: Part, part: Part) -> tuple[tuple[Sourced, ...], ...]:
    first, *others = part.paragraphs
    return (*before.paragraphs[:-1], before.paragraphs[-1] + first, *others)


def _annex(records: YearRecords) -> list[Part]:
    """The figures of the units as a table, where several units did something."""
    if records.figures.units < 2:
        return []
    title = f"{records.year}年各单位双拥工作情况统计表"
    return [
        Part("annex-units", 1, title, in_annex=True),
        Part("table-units", 0, insert=Insert.TABLE_UNITS, in_annex=True),
    ]


def _inert(part: Part) -> Part:
    """Braces that stand in a record name no figure, and are printed as braces."""

    def inert(piece: Sourced) -> Sourced:
        live = not piece.sources or any(ref.startswith("figure-") for ref in piece.sources)
        return piece if live else replace(piece, text=piece.text.translate(BRACES))

    heading = inert(part.heading) if isinstance(part.heading, Sourced) else part.heading
    paragraphs = tuple(tuple(map(inert, pieces)) for pieces in part.paragraphs)
    return replace(part, heading=heading, paragraphs=paragraphs)


def _once(parts: Iterable[Part]) -> list[Part]:
    """The parts with keys that are all different: the second title of one name is …-2."""
    seen: set[str] = set()
    found = []
    for part in parts:
        key, n = part.key, 1
        while key in seen:
            n += 1
            key = f"{part.key[:56]}-{n}"
        seen.add(key)
        found.append(replace(part, key=key))
    return found
