"""The activities under one heading in the sentences of a 工作总结, in full or in short.

In full they are items whose first sentence runs in; what a unit did on one date, and small things
it did one after the other, make one item. In short one paragraph counts them and names the
weightiest. Every sentence carries the records it rests on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from activities.models import Activity
from reports.models import Style
from reports.summary.parts import Part, paragraph
from reports.summary.sources import Sourced, sentences, source

from .acts import Act, act_of
from .folding import chained, is_one_run, series_told
from .ordering import document_order, in_order, weightiest
from .summing import sums
from .wording import joined

ITEM = 3
"""Level of an item whose heading is the first sentence about an activity."""
SMALL, SMALL_ITEM = 48, 120
"""Characters of what is a small thing, and of an item of several."""
MOST = 4
"""Activities in one item."""
NAMED = 2
"""Activities that a short paragraph names."""
ROOM = 110
"""Characters of a short paragraph; four of them leave room on a page for all else."""

__all__ = ["document_order", "phrase", "sources_of", "sums", "told"]


def told(
    activities: Sequence[Activity],
    year: int,
    *,
    style: Style,
    key: str,
    values: Mapping[str, str] | None = None,
) -> list[Part]:
    """What stands under one heading: items (level 3), or in short one paragraph (level 0).

    activities: of one heading, as `reported` loads them, in any order. key: of the heading; an
    item has the key of its leading activity, so that it is found again when it is made anew. A
    single item is a paragraph without a number. values: the year's figures; with them a sum that
    is not the whole year's is told first.
    """
    ordered = in_order(activities)
    if not ordered:
        return []
    if style == Style.SHORT:
        return [Part(f"{key}-short"[:60], 0, "", (paragraph(_in_short(ordered, year)),))]
    items = list(_items(ordered, year))
    parts = [_part(item, single=len(items) == 1) for item in items]
    return [*_sums(ordered, year, key, values), *parts]


def _sums(ordered, year: int, key: str, values: Mapping[str, str] | None) -> list[Part]:
    """What the activities under the heading came to; how many there were is not recorded."""
    added = sums(ordered, year, values=values, whole=False) if values is not None else ()
    if not added:
        return []
    return [Part(f"{key[:55]}-sums", 0, "", (tuple(added),))]


def phrase(activity: Activity, year: int) -> Sourced:
    """One activity in its sentences, with its sources."""
    return Sourced(_Told.of(activity, year).text(), sources_of(activity))


def sources_of(activity: Activity) -> tuple[str, ...]:
    """The record; of a series its dates as well."""
    parts = activity.parts.all() if activity.is_series else ()
    return (source(activity), *map(source, parts))


class _Told:
    """An activity with its act and, of a series, those of its dates."""

    def __init__(self, activity: Activity, act: Act, parts: Sequence[Act]):
        self.activity, self.act, self.parts = activity, act, parts

    @classmethod
    def of(cls, activity: Activity, year: int) -> _Told:
        parts = activity.parts.all() if activity.is_series else ()
        return cls(activity, act_of(activity, year), [act_of(part, year) for part in parts])

    def text(self, *, without: str = "") -> str:
        """In its sentences; without the subject if it is `without`."""
        act = replace(self.act, subject="") if self.act.subject == without else self.act
        return series_told(act, self.parts, subject=self.act.subject)

    @cached_property
    def is_small(self) -> bool:
        return not self.parts and "。" not in self.words[:-1] and len(self.words) <= SMALL

    @cached_property
    def words(self) -> str:
        return self.text()


def _items(ordered: Sequence[Activity], year: int):
    """(text, sources) of each item; the one unit of a whole heading is named in its first."""
    units = {activity.unit_id for activity in ordered}
    named = ""
    for group in _groups([_Told.of(activity, year) for activity in ordered]):
        if len(group) == 1:
            text = group[0].text(without=named)
        else:
            text = f"{chained([one.act for one in group], subject=named)}。"
        yield text, [one.activity for one in group]
        if len(units) == 1:
            named = group[0].activity.unit.name_in(group[0].activity.year)


def _groups(ordered: Sequence[_Told]) -> list[list[_Told]]:
    groups: list[list[_Told]] = []
    for one in ordered:
        if groups and _belongs(one, groups[-1]):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _belongs(one: _Told, group: Sequence[_Told]) -> bool:
    """Of the same unit, and small as the others or on the same date."""
    last = group[-1]
    if one.act.subject != last.act.subject or one.parts or last.parts or len(group) >= MOST:
        return False
    acts = [other.act for other in (*group, one)]
    at_once = bool(one.act.when) and one.act.when == last.act.when
    all_small = one.is_small and all(other.is_small for other in group)
    return len(chained(acts)) <= SMALL_ITEM and (all_small or at_once or is_one_run(acts))


def _part(item: tuple[str, list[Activity]], *, single: bool) -> Part:
    text, activities = item
    refs = tuple(ref for activity in activities for ref in sources_of(activity))
    if single:
        return Part(source(activities[0]), 0, "", (paragraph(Sourced(text, refs)),))
    first = sentences(text)[0]
    rest = text[text.index(first) + len(first) :].lstrip(" ")
    paragraphs = (paragraph(Sourced(rest, refs)),) if rest.strip() else ()
    return Part(source(activities[0]), ITEM, Sourced(first, refs), paragraphs)


def _in_short(ordered: Sequence[Activity], year: int) -> Sourced:
    """共开展慰问演出4项、电影放映1项，主要有：…。 Two or one are told without being counted."""
    shown = weightiest(ordered, NAMED)
    refs = tuple(ref for activity in ordered for ref in sources_of(activity))
    if len(ordered) <= NAMED:
        return Sourced(f"{chained([_brief(a, year) for a in in_order(shown)])}。", refs)
    counted = f"共开展{joined(_tallies(ordered))}"
    for most in range(NAMED, 0, -1):
        examples = chained([_brief(a, year) for a in in_order(shown[:most])])
        text = f"{counted}，主要有：{examples}。"
        if len(text) <= ROOM:
            break
    return Sourced(text, refs)


def _brief(activity: Activity, year: int) -> Act:
    """When, who and what; nothing of how."""
    act = act_of(activity, year)
    return replace(act, opening="", invited="", rest=())


def _tallies(activities: Iterable[Activity]) -> list[str]:
    """慰问演出4项, in the order of the kinds; a series counts by its dates."""
    counts: Counter = Counter()
    for activity in activities:
        each = activity.parts.all() if activity.is_series else [activity]
        counts.update((one.kind.position, one.kind.name) for one in each)
    return [f"{name}{number}项" for (_, name), number in sorted(counts.items())]
