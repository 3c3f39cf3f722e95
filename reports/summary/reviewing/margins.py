"""Beside each paragraph of a summary on screen: which section it comes from, what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from reports.document import Block, Document, Heading, Paragraph
from reports.models import SummaryComment, SummarySection
from reports.summary.layout import RUN_IN_LEVELS
from reports.summary.tokens import TOKEN


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph as it is stored: figures in it are names in braces."""

    section: SummarySection
    text: str

    def reads(self, words: str) -> bool:
        """Whether it can read so, whatever the figures are."""
        first, *others = TOKEN.split(self.text)[::2]  # what stands between the names
        if not others:
            return words == first
        *inner, last = others
        end = len(words) - len(last)
        if not words.startswith(first) or not words.endswith(last) or end < len(first):
            return False
        at = len(first)
        for piece in inner:
            found = words.find(piece, at, end)
            if found < 0:
                return False
            at = found + len(piece)
        return True


@dataclass(slots=True, eq=False)
class Margin:
    """What stands beside a block of the document. number: counted from 1 over the whole of it."""

    number: int
    quote: str
    section: SummarySection | None = None
    comments: list[SummaryComment] = field(default_factory=list)


@dataclass(slots=True)
class Margins:
    """All of a document; `elsewhere` are comments on what is not there any more."""

    by_block: dict[int, Margin]
    elsewhere: list[SummaryComment]

    def beside(self, block: Block) -> Margin | None:
        """What stands beside a block of this very document."""
        return self.by_block.get(id(block))

    def numbered(self, number: int) -> Margin | None:
        """The margin with a number."""
        return next((m for m in self.by_block.values() if m.number == number), None)


def passages_of(section: SummarySection) -> list[Passage]:
    """The paragraphs of a section; a run-in heading is one with the first below it."""
    if section.insert:
        return [Passage(section, section.caption)]
    lines = [line.strip() for line in section.text.splitlines() if line.strip()]
    if section.level:
        runs_in = lines[:1] if section.level in RUN_IN_LEVELS else []
        lines = [section.heading + "".join(runs_in), *lines[len(runs_in) :]]
    return [Passage(section, line) for line in lines]


def margins_of(
    document: Document, sections: Iterable[SummarySection], comments: Iterable[SummaryComment]
) -> Margins:
    """Margins of a document made of these sections, with each comment where its wording stands.

    A comment on wording that was changed stands beside the beginning of its section.
    """
    ordered = sorted(sections, key=lambda section: section.in_annex)
    passages = list(chain.from_iterable(map(passages_of, ordered)))
    margins: dict[int, Margin] = {}
    at = 0
    blocks = chain(document.body, *(annex.body for annex in document.annexes))
    for number, block in enumerate(blocks, 1):
        margin = margins[id(block)] = Margin(number, quote_of(block))
        found = next((n for n in range(at, len(passages)) if _is(passages[n], margin, block)), None)
        if found is not None:
            margin.section, at = passages[found].section, found + 1
    return Margins(margins, _placed(list(margins.values()), comments))


def quote_of(block: Block) -> str:
    """The words of a block, those under a picture or table."""
    if isinstance(block, Heading):
        return block.text + block.run_in
    return block.text if isinstance(block, Paragraph) else getattr(block, "caption", "")


def _is(passage: Passage, margin: Margin, block: Block) -> bool:
    if not isinstance(block, Heading | Paragraph):
        return bool(passage.section.insert)
    return not passage.section.insert and passage.reads(margin.quote)


def is_outdated(comment: SummaryComment) -> bool:
    """Whether what it quotes does not stand in its section any more."""
    section = comment.section
    if section is None:
        return True
    return not section.insert and not any(p.reads(comment.quote) for p in passages_of(section))


def _placed(margins: Sequence[Margin], comments: Iterable[SummaryComment]) -> list[SummaryComment]:
    """Put each comment beside its paragraph, else beside its section; those without either."""
    first: dict[int, Margin] = {}
    for margin in reversed(margins):
        if margin.section is not None:
            first[margin.section.pk] = margin
    same = {(m.section.pk, m.quote): m for m in reversed(margins) if m.section}
    elsewhere = []
    for comment in comments:
        margin = same.get((comment.section_id, comment.quote)) or first.get(comment.section_id)
        (margin.comments if margin else elsewhere).append(comment)
    return elsewhere
