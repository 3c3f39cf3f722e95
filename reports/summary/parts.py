"""A summary in the making: headings and paragraphs whose sentences know their records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.models import Insert, SummarySection

from .sources import Sourced, as_stored

RUN_IN = 3
"""From this level on a heading may be a sentence that its text goes on from."""


@dataclass(frozen=True, slots=True)
class Part:
    """One section to be. paragraphs: each a run of pieces that are joined without a blank.

    key: what it is made of, the same in every generation of this summary: opening,
    activity-12. heading: a title, or the first sentence about an activity with its sources.
    """

    key: str
    level: int
    heading: str | Sourced = ""
    paragraphs: tuple[tuple[Sourced, ...], ...] = ()
    insert: Insert = Insert.TEXT
    caption: str = ""
    in_annex: bool = False

    @property
    def says_something(self) -> bool:
        """Whether it is more than a title."""
        return bool(self.paragraphs or self.insert or isinstance(self.heading, Sourced))

    @property
    def text(self) -> str:
        """Its paragraphs, one a line."""
        return "\n".join("".join(map(str, pieces)) for pieces in self.paragraphs)

    def section(self, position: int) -> SummarySection:
        """The unsaved section, which remembers what was generated and from what."""
        heading = [self.heading] if isinstance(self.heading, Sourced) else []
        pieces = [*heading, *(piece for pieces in self.paragraphs for piece in pieces)]
        return SummarySection(
            position=position,
            level=self.level,
            heading=str(self.heading),
            text=self.text,
            insert=self.insert,
            caption=self.caption,
            in_annex=self.in_annex,
            key=self.key,
            made_heading=str(self.heading),
            made_text=self.text,
            sources=as_stored(pieces),
        )


def paragraph(*pieces: Sourced) -> tuple[Sourced, ...]:
    """A paragraph of pieces; those without words are left out."""
    return tuple(piece for piece in pieces if piece.text)


def without_empty(parts: Sequence[Part]) -> list[Part]:
    """The parts less the titles under which nothing stands."""
    kept: list[Part] = []
    for part in reversed(parts):
        below = kept[-1].level if kept else part.level
        if part.says_something or below > part.level or not below:
            kept.append(part)
    return kept[::-1]


def as_sections(parts: Iterable[Part]) -> list[SummarySection]:
    """Unsaved sections in order; parts of the annex last."""
    in_order = sorted(parts, key=lambda part: part.in_annex)
    return [part.section(position) for position, part in enumerate(in_order, 1)]
