"""Which activity is told under which line of an outline, and under which headings.

Every confirmed activity is told once, or counted where an office chose examples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from activities.models import Activity
from assessments.meetings import meeting_in
from reports.models import Arrangement, OutlineContent, Style
from reports.summary.parts import Part, paragraph
from reports.summary.sources import Sourced, source
from reports.summary.telling.items import told
from reports.summary.telling.wording import joined
from reports.summary.tokens import BRACES, values_of
from units.models import Unit

from .outlines import Line
from .records import YearRecords

SUB = 2
"""Level of a heading that a kind or unit has within 双拥活动."""
DEEPEST = 4
NAMED_SOURCES = 100


@dataclass(frozen=True)
class Arranged:
    """The activities of each line of the outline, by its position.

    rest: of activities that no line takes; they follow the line at `last`.
    """

    records: YearRecords
    arrangement: Arrangement
    by_line: dict[int, list[Activity]]
    rest: list[Activity]
    last: int

    def activities(self, line: Line, level: int) -> list[Part]:
        """What stands at a line of 双拥活动, whose heading has this level."""
        mine, rest = self.by_line.get(line.position, []), []
        if line.position == self.last:
            rest = self.rest
        if line.kinds and self.arrangement == Arrangement.KIND:
            key = f"activities-{line.heading}"[:60]
            parts = self.under_heading(mine, key, level)
        elif self.arrangement == Arrangement.UNIT:
            own_heading = SUB if self.gives_way(line) else level + 1
            parts, rest = self._by_unit(mine + rest, own_heading), []
        else:
            parts, rest = self._by_kind(mine + rest, level + 1), []
        return parts + self._by_kind(rest, max(SUB, level))

    def gives_way(self, line: Line) -> bool:
        """Whether the headings of the units stand in place of the line's own: it is of a kind."""
        by_unit = self.arrangement == Arrangement.UNIT
        return by_unit and line.level >= SUB and line.content == OutlineContent.ACTIVITIES

    def paragraphs(self, line: Line) -> list[tuple[Sourced, ...]]:
        """The activities of a line of meetings or innovations, a paragraph each."""
        found = self.under_heading(self.by_line.get(line.position, []), str(line.content), 1)
        return [pieces for part in found for pieces in as_paragraphs(part)]

    def under_heading(self, activities: Sequence[Activity], key: str, level: int) -> list[Part]:
        """Of one heading: told in full, or the chosen ones in full and the others counted."""
        chosen = self.records.examples
        full = [a for a in activities if a.pk in chosen] if chosen else activities
        adds_up = level >= SUB and len(full) == len(activities)
        values = values_of(self.records.figures) if adds_up else None
        parts = told(full, self.records.year, style=Style.FULL, key=key, values=values)
        item_level = min(max(level + 1, 3), DEEPEST)
        parts = [replace(part, level=item_level) if part.level else part for part in parts]
        others = [a for a in activities if a.pk not in chosen] if chosen else []
        if others:
            rest = Sourced(_rest(others, key, bool(full)), _sources(others))
            parts.append(Part(f"others-{key}"[:60], 0, "", (paragraph(rest),)))
        return parts

    def _by_kind(self, activities: Iterable[Activity], level: int) -> list[Part]:
        """Each heading of kinds, in the order of the kinds."""
        ordered = sorted(activities, key=lambda a: (a.kind.position, a.kind_id))
        headings = list(dict.fromkeys(a.kind.report_heading for a in ordered))
        return self._headed(
            ordered, level, lambda a: a.kind.report_heading, headings.index,
            lambda heading: (f"activities-{heading}"[:60], heading),
        )  # fmt: skip

    def _by_unit(self, activities: Iterable[Activity], level: int) -> list[Part]:
        """Each unit in administrative order."""
        units: dict[int, Unit] = {activity.unit_id: activity.unit for activity in activities}
        return self._headed(
            activities, level, lambda a: a.unit_id, lambda pk: units[pk].path,
            lambda pk: (f"unit-{pk}", units[pk].name_in(self.records.year)),
        )  # fmt: skip

    def _headed(self, activities, level: int, heading_of, order, named) -> list[Part]:
        parts: list[Part] = []
        ordered = sorted(activities, key=lambda a: order(heading_of(a)))
        for heading, group in groupby(ordered, key=heading_of):
            key, name = named(heading)
            parts.append(Part(key, min(level, DEEPEST - 1), name.translate(BRACES)))
            parts += self.under_heading(list(group), key, level)
        return parts


def arranged(records: YearRecords, lines: Sequence[Line], arrangement: Arrangement) -> Arranged:
    """Give each activity to its line.

    Meetings of the leading group and innovations go to the lines that tell of such; the others
    to the first line that names their kind, else to the one that takes what is left.
    """
    takers = _Takers(lines, arrangement)
    by_line: dict[int, list[Activity]] = {}
    rest = []
    for activity in records.activities:
        line = takers.line_for(activity)
        if line is None:
            rest.append(activity)
        else:
            by_line.setdefault(line, []).append(activity)
    return Arranged(records, arrangement, by_line, rest, takers.last)


class _Takers:
    """The positions of the lines that take activities."""

    def __init__(self, lines: Sequence[Line], arrangement: Arrangement):
        of = {content: [line for line in lines if line.content == content] for content in (
            OutlineContent.ACTIVITIES, OutlineContent.INNOVATION, OutlineContent.MEETINGS
        )}  # fmt: skip
        telling = of[OutlineContent.ACTIVITIES]
        self.innovation = next((line.position for line in of[OutlineContent.INNOVATION]), None)
        self.meetings = next((line.position for line in of[OutlineContent.MEETINGS]), None)
        self.last = telling[-1].position if telling else -1
        self.of_kind: dict[int, int] = {}
        self.any: int | None = None
        if arrangement == Arrangement.UNIT:
            self.any = telling[0].position if telling else None
            return
        for line in reversed(telling):
            self.of_kind |= dict.fromkeys(line.kinds, line.position)
            self.any = self.any if line.kinds else line.position

    def line_for(self, activity: Activity) -> int | None:
        """Where the activity is told; None if no line asks for it."""
        if activity.is_innovation and self.innovation is not None:
            return self.innovation
        if self.meetings is not None and meeting_in(activity.title):
            return self.meetings
        return self.of_kind.get(activity.kind_id, self.any)


def as_paragraphs(part: Part) -> list[tuple[Sourced, ...]]:
    """A part as running text: its heading is the first sentence of its first paragraph."""
    heading = part.heading if isinstance(part.heading, Sourced) else Sourced(part.heading)
    first, *others = part.paragraphs or ((),)
    return [pieces for pieces in (paragraph(heading, *first), *others) if pieces]


def _rest(others: Sequence[Activity], key: str, some_are_told: bool) -> str:
    """此外，还开展走访慰问12项、教育培训3项."""
    if key == OutlineContent.INNOVATION:
        return f"{'此外，还' if some_are_told else ''}有创新做法{counted(others)}项。"
    return f"{'此外，还' if some_are_told else ''}开展{by_kind(others)}。"


def counted(activities: Iterable[Activity]) -> int:
    """How many they are, as the figures count them: a series by its dates."""
    return sum(len(a.parts.all()) if a.is_series else 1 for a in activities)


def by_kind(activities: Iterable[Activity]) -> str:
    """走访慰问12项、教育培训3项, in the order of the kinds; a series counts by its dates."""
    counts: Counter = Counter()
    for activity in activities:
        kind = activity.kind
        counts[kind.position, kind.pk, kind.name] += counted([activity])
    return joined(f"{name}{counts[place]}项" for place in sorted(counts) for name in place[2:])


def _sources(activities: Sequence[Activity]) -> tuple[str, ...]:
    """The records, or the figure that counts them where they are a great many."""
    if len(activities) > NAMED_SOURCES:
        return ("figure-活动总数",)
    return tuple(map(source, activities))
