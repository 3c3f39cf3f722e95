"""A summary as an official document, and the bytes of its PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from reports.document import (
    RUN_IN_LEVELS,
    Annex,
    Block,
    Document,
    Heading,
    Imprint,
    Paragraph,
    RedHead,
    Table,
)
from reports.figures import Comparison, YearFigures, comparison, year_figures
from reports.models import Insert, Summary, SummarySection

from .inserts import OF_YEAR, OF_YEARS, photo_block, with_caption
from .tokens import TOKEN, filled, values_of

MORE = "补充材料"


def document_of(summary: Summary, *, on_screen: bool = False) -> Document:
    """The document of a stored summary; a fixed number of queries."""
    sections = summary.sections.select_related("photo")
    return build_document(summary, sections, on_screen=on_screen)


def pdf_of(summary: Summary, *, archive: bool = False) -> bytes:
    """The PDF; the same summary gives the same bytes on page and command line.

    archive: as PDF/A.
    """
    from reports.pdf import render_pdf  # loads the renderer only where one is needed

    return render_pdf(document_of(summary), archive=archive)


def build_document(
    summary: Summary, sections: Iterable[SummarySection], *, on_screen: bool = False
) -> Document:
    """The tree that PDF, Word and the page on screen render.

    on_screen: photos are shown by their addresses, their bytes are not read.
    Raises CannotPrint if a photo's file is gone.
    """
    sections = list(sections)
    facts = Facts(summary)
    parts = [(section, list(_blocks(section, facts, on_screen=on_screen))) for section in sections]
    body = [block for section, blocks in parts if not section.in_annex for block in blocks]
    return Document(
        title=summary.title,
        addressee=summary.addressee,
        body=tuple(body),
        sign_off=summary.sign_off,
        date=summary.dated,
        annexes=_annexes([part for part in parts if part[0].in_annex]),
        red_head=RedHead(summary.letterhead, summary.reference) if summary.letterhead else None,
        imprint=_imprint(summary),
    )


class Facts:
    """The figures a summary's document needs: looked up once, and only if something asks."""

    def __init__(self, summary: Summary):
        self.summary = summary

    @cached_property
    def of_year(self) -> YearFigures:
        """The figures of the summary's own year."""
        return year_figures(self.summary.unit, self.summary.year)

    @cached_property
    def of_years(self) -> Comparison:
        """Those of former years beside them."""
        return comparison(self.summary.unit, self.summary.year)

    @cached_property
    def values(self) -> dict[str, str]:
        """What stands for the names in braces: once handed in, what it was then."""
        frozen = self.summary.frozen
        return values_of(self.of_year) if frozen is None else frozen

    def fill(self, text: str) -> str:
        """The text as it is read."""
        return filled(text, self.values) if TOKEN.search(text) else text


def _blocks(section: SummarySection, facts: Facts, *, on_screen: bool) -> Iterator[Block]:
    if section.insert:
        block = _inserted(section, facts, on_screen=on_screen)
        yield from [block] if block else []
        return
    text = facts.fill(section.text)
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    if section.level:
        runs_in = section.level in RUN_IN_LEVELS and paragraphs
        run_in = paragraphs.pop(0) if runs_in else ""
        yield Heading(section.level, facts.fill(section.heading), run_in=run_in)
    for words in paragraphs:
        yield Paragraph(words)


def _inserted(section: SummarySection, facts: Facts, *, on_screen: bool) -> Block | None:
    caption, insert = facts.fill(section.caption), Insert(section.insert)
    if insert == Insert.PHOTO:
        return photo_block(section.photo, caption, on_screen=on_screen)
    if insert in OF_YEARS:
        return with_caption(OF_YEARS[insert](facts.of_years), caption)
    return with_caption(OF_YEAR[insert](facts.of_year), caption)


def _annexes(parts: Iterable[tuple[SummarySection, list[Block]]]) -> tuple[Annex, ...]:
    """Every heading of level 1 is the title of a new annex; those below count from 一、 in it."""
    found: list[tuple[str, list[tuple[SummarySection, Block]]]] = []
    for section, blocks in parts:
        if section.level == 1:
            found.append((blocks[0].text, []))
            blocks = blocks[1:]
        elif not found and blocks:
            found.append((getattr(blocks[0], "caption", "") or MORE, []))
        if found:
            found[-1][1].extend((section, _raised(block)) for block in blocks)
    return tuple(Annex(title, _named_once(title, body)) for title, body in found)


def _named_once(title: str, body: list[tuple[SummarySection, Block]]) -> tuple[Block, ...]:
    """A table alone in its annex is named by the title, unless somebody named it otherwise."""
    match body:
        case [(section, Table() as table)] if not section.caption or table.caption == title:
            return (replace(table, caption=""),)
    return tuple(block for _, block in body)


def _raised(block: Block) -> Block:
    if not isinstance(block, Heading):
        return block
    return Heading(max(block.level - 1, 1), block.text, run_in=block.run_in)


def _imprint(summary: Summary) -> Imprint | None:
    wanted = (summary.copies_to, summary.printed_by, summary.printed_on)
    return Imprint(*wanted) if any(wanted) else None
