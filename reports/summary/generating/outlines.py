"""Which outline a summary follows, and its lines as the generator reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.models import Outline, OutlineContent
from units.models import Unit

RUNS_ON = frozenset({OutlineContent.IN_CHARGE, OutlineContent.CONTACTS})
"""What goes on in the paragraph before it, where there is one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an outline. kinds: keys of the kinds of activity it takes."""

    level: int
    heading: str
    content: OutlineContent = OutlineContent.NOTHING
    kinds: frozenset[int] = frozenset()
    text: str = ""
    position: int = 0


BARE = (
    Line(0, "", OutlineContent.OPENING),
    Line(1, "双拥活动开展情况", OutlineContent.ACTIVITIES, position=1),
)
"""Where an installation has no outline left."""


def usual_outline(unit: Unit) -> Outline | None:
    """What the unit's summaries begin with; one query.

    Its own usual one, else that of the nearest unit above that has one, else the general one.
    """
    usual = Outline.objects.offered_to(unit).filter(is_usual=True).select_related("unit")
    return max(usual, key=_nearness, default=None)


def _nearness(outline: Outline) -> tuple[int, int]:
    return (len(outline.unit.path) if outline.unit else 0), -outline.pk


def lines_of(outline: Outline | None) -> tuple[Line, ...]:
    """The lines in order; two queries. Without an outline the barest summary."""
    if outline is None:
        return BARE
    items = outline.items.prefetch_related("kinds")
    found = tuple(
        Line(
            item.level,
            item.heading,
            OutlineContent(item.content),
            frozenset(kind.pk for kind in item.kinds.all()),
            item.text,
            place,
        )
        for place, item in enumerate(items)
    )
    return found or BARE


def blocks(lines: Iterable[Line]) -> list[list[Line]]:
    """A line with a heading begins a block, those without one belong to the heading above."""
    found: list[list[Line]] = []
    for line in lines:
        if line.level or not found:
            found.append([line])
        else:
            found[-1].append(line)
    return found


def key_of(block: Sequence[Line]) -> str:
    """What a block is known by in every generation: its first content, else its heading.

    Two headings may tell of activities: those are known by what they are called.
    """
    content = next((line.content for line in block if line.content), "")
    if content in (OutlineContent.ACTIVITIES, OutlineContent.TEXT, ""):
        return f"{content or 'title'}-{block[0].heading}"[:60]
    return str(content)
