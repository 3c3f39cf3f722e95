"""The activities under one heading in the sentences of a 工作总结, in full or in short.

In full every activity is an item of its own, the first sentence of which runs in; in short one
paragraph tells of them all. Every sentence carries the records it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from activities.models import Activity
from reports.models import Style

from .parts import Part, paragraph
from .sources import Sourced, source
from .wording import Sentences, tell

ITEM = 3
"""Level of an item whose heading is the first sentence about an activity."""
LATEST = date.max


def told(activities: Sequence[Activity], year: int, *, style: Style, key: str) -> list[Part]:
    """What stands under one heading: items (level 3), or in short one paragraph (level 0).

    activities: of one heading, as `reported` loads them, in any order. key: of the heading; an
    item has the key of its leading activity, so that it is found again when it is made anew.
    """
    ordered = sorted(activities, key=document_order)
    if not ordered:
        return []
    if style == Style.SHORT:
        text = tuple(phrase(activity, year) for activity in ordered)
        return [Part(f"{key}-short", 0, "", (text,))]
    return [_item(activity, year) for activity in ordered]


def phrase(activity: Activity, year: int) -> Sourced:
    """One activity in its sentences, with its sources."""
    return Sourced(str(tell(activity, year)), sources_of(activity))


def sums(activities: Iterable[Activity], year: int) -> tuple[Sourced, ...]:
    """What was given in all, where two or more records add up."""
    return ()


def document_order(activity: Activity):
    """By the unit's wish, else by interval, the vaguest last."""
    held = activity.held.document_key if activity.held else (LATEST, 0)
    return (activity.position is None, activity.position or 0, held, activity.pk)


def sources_of(activity: Activity) -> tuple[str, ...]:
    """The record; of a series its dates as well."""
    parts = activity.parts.all() if activity.is_series else ()
    return (source(activity), *map(source, parts))


def _item(activity: Activity, year: int) -> Part:
    words: Sentences = tell(activity, year)
    refs = sources_of(activity)
    rest = (paragraph(Sourced(words.rest, refs)),) if words.rest else ()
    return Part(source(activity), ITEM, Sourced(words.first, refs), rest)
