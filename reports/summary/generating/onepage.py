"""The short style: a summary that fits one page of 22 lines with 28 characters each.

Everything is told briefly; what still does not fit gives way in a fixed order, what is
known anyway before what the year came to, and headings last of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from activities.models import Activity
from reports.models import OutlineContent as Content
from reports.summary.parts import Part, paragraph
from reports.summary.sources import Sourced
from reports.summary.telling.items import sources_of, sums
from reports.summary.telling.ordering import in_order, weightiest
from reports.summary.tokens import filled, values_of

from . import answers, assessed, leadership, opening, planned
from .arranged import Arranged, counted
from .leadership import Paragraphs
from .outlines import Line, blocks, key_of
from .records import YearRecords

CHARACTERS = 28
LINES = 15
"""Left for text and title beside addressee, sign-off and date (GB/T 9704-2012, 5.2.3)."""
TITLE = 20
"""Characters of a title in a line."""
MOST, LEAST = 9, 3
"""Examples that are named: as many as there is room for, and rather these few than headings."""
OTHERS = 2
"""Innovations and meetings that are named."""
GIVING_WAY = (
    Content.MEETINGS, Content.SUMS, Content.REQUESTS, Content.ASSESSMENT,
    Content.CONTACTS, Content.IN_CHARGE, Content.INNOVATION, Content.PLAN, Content.SHORTCOMINGS,
    Content.RESULTS, Content.GROUP, Content.TEXT, Content.NEXT_YEAR,
)  # fmt: skip
BRIEF = {
    Content.OPENING: lambda records: opening.opening(records, brief=True),
    Content.GROUP: leadership.group,
    Content.IN_CHARGE: leadership.in_charge,
    Content.CONTACTS: leadership.contacts,
    Content.PLAN: leadership.brief_plan,
    Content.ASSESSMENT: assessed.assessment,
    Content.RESULTS: assessed.results,
    Content.SHORTCOMINGS: assessed.shortcomings,
    Content.REQUESTS: answers.brief_requests,
    Content.SUMS: lambda records: [
        sums(records.activities, records.year, values=values_of(records.figures))
    ],
    Content.NEXT_YEAR: planned.brief_next_year,
}


@dataclass(frozen=True)
class Room:
    """What is told: so many examples, with or without headings, less what gave way."""

    examples: int
    headings: bool = False
    without: frozenset[str] = frozenset()


def fitted(records: YearRecords, lines: Sequence[Line], given: Arranged) -> list[Part]:
    """The fullest of the brief texts that fits the page; at the last, the shortest there is."""
    values = values_of(records.figures)
    left = LINES - ceil(len(f"{records.name}{records.year}年双拥工作总结") / TITLE)
    texts = {line.position: _text(line, records) for line in lines}
    lists = _lists(lines, given)
    parts: list[Part] = []
    for room in _rooms():
        told = {line.position: _told(line, texts, lists, room, records.unit.pk) for line in lines}
        parts = list(_parts(lines, told, room))
        if sum(height(part, values) for part in parts) <= left:
            break
    return parts


def height(part: Part, values: dict[str, str]) -> int:
    """Lines a part takes, with its number and the indent of two characters."""
    texts = [f"一、{part.heading}"] if part.level else []
    texts += part.text.splitlines()
    return sum(ceil((len(filled(text, values)) + 2) / CHARACTERS) for text in texts)


def _rooms() -> Iterator[Room]:
    for headings in (True, False):
        for n in range(len(GIVING_WAY) + 1):
            for examples in range(MOST, LEAST - 1, -1):
                yield Room(examples, headings, frozenset(GIVING_WAY[:n]))
        for examples in range(LEAST - 1, -headings, -1):
            yield Room(examples, headings, frozenset(GIVING_WAY))


def _parts(lines: Sequence[Line], told: dict[int, list[Sourced]], room: Room) -> Iterator[Part]:
    """A paragraph for each heading of the first level; deeper headings are left out."""
    for section in _sections(lines):
        pieces = paragraph(*(piece for line in section for piece in told[line.position]))
        if pieces:
            level = section[0].level if room.headings else 0
            heading = section[0].heading if level else ""
            yield Part(key_of(section), level, heading, (pieces,))


def _sections(lines: Iterable[Line]) -> list[list[Line]]:
    found: list[list[Line]] = []
    for block in blocks(lines):
        if block[0].level > 1 and found and found[-1][0].level:
            found[-1] += block
        else:
            found.append(list(block))
    return found


def _text(line: Line, records: YearRecords) -> list[Sourced]:
    """What a line says whatever the room: its sentences without paragraphs."""
    if line.content == Content.TEXT:
        return [Sourced(text.strip()) for text in line.text.splitlines() if text.strip()]
    told: Paragraphs = BRIEF[line.content](records) if line.content in BRIEF else []
    return [piece for pieces in told for piece in pieces]


def _lists(lines: Iterable[Line], given: Arranged) -> dict[int, list[Activity]]:
    """Activities by the line that names some: all of them stand at the first line of activities.

    The chosen examples come first, then the weightiest.
    """
    apart = {Content.INNOVATION, Content.MEETINGS}
    of = {line.position: line.content for line in lines}
    found = {place: mine for place, mine in given.by_line.items() if of[place] in apart}
    others = [a for place, mine in given.by_line.items() if of[place] not in apart for a in mine]
    first = next((place for place, content in of.items() if content == Content.ACTIVITIES), None)
    if first is not None:
        found[first] = others + given.rest
    chosen = given.records.examples
    return {
        place: sorted(weightiest(mine, len(mine)), key=lambda a: a.pk not in chosen)
        for place, mine in found.items()
    }


def _told(line: Line, texts, lists, room: Room, own: int) -> list[Sourced]:
    if line.content in room.without:
        return []
    activities = lists.get(line.position, ())
    if not activities:
        return texts[line.position]
    if line.content == Content.ACTIVITIES:
        return [_named(activities, room.examples, "主要有", own)]
    lead = "创新做法有" if line.content == Content.INNOVATION else "召开会议："
    return [_named(activities, min(room.examples, OTHERS), lead, own)]


def _named(activities: Sequence[Activity], most: int, lead: str, own: int) -> Sourced:
    """主要有：市歌舞团慰问演出；……等活动."""
    shown = in_order(activities[:most])
    names = [_name(activity, own) for activity in shown]
    rest = "等活动" if counted(activities) > len(shown) else ""
    apart = "；" if any(mark in name for name in names for mark in "，、") else "、"
    lead += "：" if apart == "；" and not lead.endswith("：") else ""
    told = f"{lead}{apart.join(names)}{rest}。" if names else ""
    return Sourced(told, tuple(ref for activity in shown for ref in sources_of(activity)))


def _name(activity: Activity, own: int) -> str:
    """Its title, after the unit where that is another than the summary's own."""
    title = activity.title.strip().rstrip("。")
    unit = activity.unit.label_in(activity.year)
    return title if activity.unit_id == own or unit in title else f"{unit}{title}"
