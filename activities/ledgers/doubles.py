"""Rows that were taken over already, and rows that may tell of an activity a second time."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from activities.models import Activity

from .context import Context
from .judging import Judged

MOST_DAYS = 5  # a time of more days is compared by its title alone
LIKE_ENOUGH = 0.5  # share of the pairs of characters that two titles have in common
MOST_COMPARED = 300  # of one day; more on one day are no activities but a list
SHORTEST = 4  # characters; a shorter title is not looked for within another one
_NOISE = re.compile(r"[\W\d_]+|年|月|日|活动|举行|举办|开展")


@dataclass(frozen=True, slots=True)
class Twin:
    """What a row may be the double of, an activity or a row above, and why."""

    activity: int | None
    row: int | None
    because: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What two tellings of one activity are compared by."""

    activity: int | None
    row: int | None
    title: str
    key: str
    pairs: frozenset[str]
    start: date | None
    end: date | None
    kind: int | None
    troops: frozenset[int]

    def overlaps(self, other: _Known) -> bool:
        """True if both may have been at the same time; of one without a time nobody knows."""
        if self.start is None or other.start is None:
            return True
        return self.start <= other.end and other.start <= self.end

    def because_of(self, other: _Known) -> str:
        """Why the two may be one, "" if nothing speaks for it."""
        if not self.overlaps(other):
            return ""
        if self.key == other.key:
            return (
                "同一单位，时间和名称相同"
                if self._same_time(other)
                else "同一单位，名称相同，时间相近"
            )
        brief = self._is_brief and other._is_brief
        if brief and _alike(self, other):
            return "同一单位，时间相同，名称相近"
        if (
            brief
            and self._same_time(other)
            and self.kind == other.kind
            and self.troops & other.troops
        ):
            return "同一时间、同一类别、同一部队"
        return ""

    @property
    def _is_brief(self) -> bool:
        return self.start is not None and (self.end - self.start).days < MOST_DAYS

    def _same_time(self, other: _Known) -> bool:
        return (self.start, self.end) == (other.start, other.end)

    def kept_at(self, unit: int) -> list[tuple]:
        """Where an index keeps it: under its title, and under each of its few days."""
        return [(unit, self.key), *(self._days(unit) or [(unit, self.key, "long")])]

    def looked_for_at(self, unit: int) -> list[tuple]:
        """Where its doubles are: a brief one's on its days, or under its title if they are long."""
        days = self._days(unit)
        return [*days, (unit, self.key, "long")] if days else [(unit, self.key)]

    def _days(self, unit: int) -> list[tuple]:
        days = (self.end - self.start).days + 1 if self._is_brief else 0
        return [(unit, self.start + timedelta(n)) for n in range(days)]


@dataclass(slots=True)
class Doubles:
    """Everything known in the units and the year of an import; rows are added as they are judged."""

    origins: dict[str, int] = field(default_factory=dict)
    """Digests of what was taken over before → the activity."""
    seen: Counter = field(default_factory=Counter)
    index: dict[tuple, list[_Known]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def load(cls, context: Context, *, like: Judged | None = None) -> Doubles:
        """With the activities of the context's units and year; two queries.

        With `like` only those that one row may be a double of.
        """
        doubles = cls()
        activities = Activity.objects.counted().filter(
            year=context.year, unit__in=context.writes_for
        )
        if like:
            activities = activities.filter(unit=like.activity.unit)
        if like and like.activity.held:
            within = Q(held_from__lte=like.activity.held.end, held_to__gte=like.activity.held.start)
            activities = activities.filter(within | Q(held=None))
        linked = Activity.troops.through.objects.filter(activity__in=activities.values("pk"))
        troops: dict[int, set[int]] = defaultdict(set)
        for activity, troop in linked.values_list("activity", "troop"):
            troops[activity].add(troop)
        fields = ("pk", "unit", "title", "held_from", "held_to", "kind", "origin")
        for pk, unit, title, start, end, kind, origin in activities.values_list(*fields).iterator():
            known = _known(pk, None, title, start, end, kind, frozenset(troops[pk]))
            doubles._add(unit, known)
            if origin:
                doubles.origins[origin] = pk
        return doubles

    def origin_of(self, cells: dict[str, str], source: str, context: Context) -> str:
        """The digest of a row as it came; of several that are equal each has its own."""
        said = {column: text for column, text in sorted(cells.items()) if text}
        what = [context.unit.pk, context.year, said, source]
        text = json.dumps(what, ensure_ascii=False)
        self.seen[text] += 1
        return hashlib.sha256(f"{self.seen[text]}{text}".encode()).hexdigest()

    def twin_of(self, judged: Judged, number: int, origin: str) -> Twin | None:
        """What the row may be a double of; it is known from now on itself."""
        if origin in self.origins:
            return Twin(self.origins[origin], None, "已导入过")
        activity, held = judged.activity, judged.activity.held
        start, end = (held.start, held.end) if held else (None, None)
        troops = frozenset(troop.pk for troop in judged.troops)
        row = _known(None, number, activity.title, start, end, activity.kind_id, troops)
        if not row.title:
            return None
        twin = self._find(activity.unit_id, row)
        self._add(activity.unit_id, row)
        return twin

    def _find(self, unit: int, row: _Known) -> Twin | None:
        for place in row.looked_for_at(unit):
            for known in self.index[place][:MOST_COMPARED]:
                if because := known.because_of(row):
                    return Twin(known.activity, known.row, because)
        return None

    def _add(self, unit: int, known: _Known) -> None:
        for place in known.kept_at(unit):
            self.index[place].append(known)


def _known(activity, row, title, start, end, kind, troops) -> _Known:
    key = _NOISE.sub("", title) or title
    pairs = frozenset(key[n : n + 2] for n in range(max(len(key) - 1, 1)))
    return _Known(activity, row, title, key, pairs, start, end, kind, troops)


def _alike(one: _Known, other: _Known) -> bool:
    shorter, longer = sorted((one.key, other.key), key=len)
    if len(shorter) >= SHORTEST and shorter in longer:
        return True
    common = len(one.pairs & other.pairs)
    return common >= LIKE_ENOUGH * len(one.pairs | other.pairs)
