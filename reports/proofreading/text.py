"""A text to be proofread: paragraph by paragraph as it reads, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reports.summary.sources import SENTENCE
from reports.summary.tokens import TOKEN, UNKNOWN

LIKE_ENOUGH = 0.5  # of the pairs of characters: the same sentence, changed a little


class Part(StrEnum):
    """What a line of a text is."""

    TITLE = "title"
    ADDRESSEE = "addressee"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    SIGN_OFF = "sign_off"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands as it is typed.

    section: key of the section, None for the head; paragraph: line of its
    text from 1, 0 for its heading; start, end: characters of that line.
    """

    section: int | None
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line as it reads and where it was typed; `name`: the figure it stands for."""

    start: int
    end: int
    typed_start: int
    typed_end: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a heading. text: as it reads, its figures filled in.

    sources: of each of its sentences with the records it was generated from; at: the records
    its section was made of.
    """

    text: str
    part: Part = Part.PARAGRAPH
    section: int | None = None
    paragraph: int = 0
    pieces: tuple[Piece, ...] = ()
    stored: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def span(self, start: int, end: int) -> Span:
        """A stretch of the line."""
        return Span(self, start, end)

    @property
    def is_running(self) -> bool:
        """Whether it is running text that ends with a stop."""
        return self.part == Part.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line: line.text[start:end]."""

    line: Line = field(repr=False)
    start: int
    end: int

    @property
    def quote(self) -> str:
        """What stands there."""
        return self.line.text[self.start : self.end]

    @property
    def place(self) -> Place:
        """Where it was typed; of a figure, the name in braces that stands for it."""
        line = self.line
        start, end = self.start, self.end
        if line.pieces:
            start, end = _typed(line.pieces, start, end)
        return Place(line.section, line.paragraph, start, end)

    @property
    def figure(self) -> str:
        """The name of the figure it was filled in from, or nothing."""
        return next(
            (p.name for p in self.line.pieces if p.start <= self.start < p.end and p.name), ""
        )


def _typed(pieces: Sequence[Piece], start: int, end: int) -> tuple[int, int]:
    touched = [p for p in pieces if p.start < max(end, start + 1) and p.end > start] or pieces[-1:]
    first, last = touched[0], touched[-1]
    begin = first.typed_start + (0 if first.name else max(start - first.start, 0))
    until = last.typed_end if last.name else last.typed_start + min(end, last.end) - last.start
    return begin, max(begin, until)


@dataclass(frozen=True, slots=True)
class Text:
    """Everything that is proofread. `is_letter`: it needs sign-off and date, mostly an addressee.

    photos_gone: sections whose photo was deleted.
    """

    lines: tuple[Line, ...]
    dated: date | None = None
    is_letter: bool = False
    needs_addressee: bool = True
    photos_gone: tuple[Line, ...] = ()
    tokens: tuple[Span, ...] = ()
    unknown: tuple[Span, ...] = ()

    def of(self, *parts: Part) -> Iterator[Line]:
        """The lines that are one of these."""
        return (line for line in self.lines if line.part in parts)

    @property
    def body(self) -> Iterator[Line]:
        """Headings and paragraphs."""
        return self.of(Part.HEADING, Part.PARAGRAPH)

    def first(self, part: Part) -> Line | None:
        """The line that is this part, if there is one that says something."""
        return next((line for line in self.of(part) if line.text.strip()), None)


def read_line(typed: str, values: Mapping[str, str], **fields) -> Line:
    """A line of the editor as it reads."""
    start = len(typed) - len(typed.lstrip())
    pieces, out, at = [], [], start
    length = 0
    typed_end = len(typed.rstrip())
    for token in TOKEN.finditer(typed, start, typed_end):
        for text, until, name in (
            (typed[at : token.start()], token.start(), ""),
            (values.get(token[1], UNKNOWN % token[1]), token.end(), token[1]),
        ):
            if text or name:
                pieces.append(Piece(length, length + len(text), at, until, name))
            out.append(text)
            length, at = length + len(text), until
    rest = typed[at:typed_end]
    pieces.append(Piece(length, length + len(rest), at, typed_end))
    return Line("".join([*out, rest]), pieces=tuple(pieces), **fields)


def sentences_in(line: Line) -> Iterator[tuple[int, int]]:
    """Where each sentence of a line begins and ends, blanks around it left out."""
    for match in SENTENCE.finditer(line.text):
        said = match[0].strip()
        if said:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield start, start + len(said)


def sources_of(line: Line, start: int, end: int) -> tuple[str, ...]:
    """The records that the sentence at a place was generated from, also if changed a little."""
    if not line.stored:
        return ()
    said = line.text[start:end]
    typed = said
    if line.pieces and any(piece.name for piece in line.pieces):
        typed = ""
    for sentence, refs in line.stored:
        if sentence in (said, typed):
            return refs
    pairs = _pairs(said)
    best = max(line.stored, key=lambda kept: _likeness(pairs, _pairs(kept[0])))
    return best[1] if _likeness(pairs, _pairs(best[0])) >= LIKE_ENOUGH else ()


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _likeness(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def stored_sources(stored: Iterable[Sequence]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """`SummarySection.sources` as a line keeps them."""
    return tuple((said, tuple(refs)) for said, refs in stored)
