"""The counters: what the records of many units hold for many measures, in one pass each.

Every counter takes the units, the years of one span, and the measures of its sort, and
returns findings by (unit, measure). How many queries it takes depends on neither; of the rows
only the columns that decide are read.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Q
from django.utils.timezone import localtime

from activities.models import Activity, Plan, RequestState, SupportRequest
from shuangyong.occasions import Occasion
from units.models import Unit
from units.scope import Branches

from . import meetings
from .allowed_scores import plain
from .measures import Finding, Findings, in_chunks
from .models import Measure, Reward

SHOWN = 3
"""Meetings that a sentence names."""


@dataclass(frozen=True, slots=True)
class Asked:
    """When and of which kinds records count; measures that ask for the same share a count."""

    kinds: frozenset[int]
    occasion: str
    months: tuple[int, int] | None

    @classmethod
    def by(cls, measure: Measure) -> Asked:
        """What a measure asks for; reads its `kinds`."""
        months = (measure.month_from, measure.month_to) if measure.month_from else None
        return cls(frozenset(kind.pk for kind in measure.kinds.all()), measure.occasion, months)

    def holds(self, year: int, start: date | None, end: date | None, occasion: str = "") -> bool:
        """True if a record of this time counts: it says so, or all of it lies in the window.

        A vague date that only may have been then (“2011年”) does not count: the record does
        not say it.
        """
        if self.months and not _lies_in(_days_of(*self.months, year), start, end):
            return False
        if not self.occasion or occasion:
            return not self.occasion or occasion == self.occasion
        return _lies_in(_days_around(self.occasion, year), start, end)


def _lies_in(window: tuple[date, date], start: date | None, end: date | None) -> bool:
    return start is not None and window[0] <= start and end <= window[1]


@cache
def _days_around(occasion: str, year: int) -> tuple[date, date]:
    return Occasion(occasion).window(year)


@cache
def _days_of(first: int, last: int, year: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def count_activities(units: Sequence[Unit], years: range, measures: Sequence[Measure]) -> Findings:
    """Confirmed activities of each unit and of the units below it in the last year."""
    asked_by = {measure.pk: Asked.by(measure) for measure in measures}
    every = list(dict.fromkeys(asked_by.values()))
    for_any = [asked for asked in every if not asked.kinds]
    by_kind = {
        kind: [asked for asked in every if not asked.kinds or kind in asked.kinds]
        for kind in frozenset().union(*(asked.kinds for asked in every))
    }
    branches = Branches(units, years[-1])
    rows = _confirmed(branches, years)
    if not for_any:
        rows = rows.filter(kind__in=by_kind)
    found: dict[Asked, dict[int, list[int]]] = {asked: defaultdict(list) for asked in every}
    columns = ("pk", "unit__path", "kind", "year", "held_from", "held_to", "occasion")
    for pk, path, kind, *time in rows.values_list(*columns).iterator(chunk_size=5000):
        fitting = [asked for asked in by_kind.get(kind, for_any) if asked.holds(*time)]
        for unit in branches.above(path) if fitting else ():
            for asked in fitting:
                found[asked][unit].append(pk)
    return {
        (unit, measure.pk): finding
        for measure in measures
        for unit, finding in _by_unit(units, found[asked_by[measure.pk]], measure, years)
    }


def _by_unit(
    units: Sequence[Unit], found: dict[int, list[int]], measure: Measure, years: range
) -> Iterator[tuple[int, Finding]]:
    kinds = "、".join(kind.name for kind in measure.kinds.all()) or "活动"
    say = cache(lambda number: _sentence(measure, years, f"已确认的{kinds}", number))
    nothing = Finding(0, say(0))
    for unit in units:
        keys = found.get(unit.pk)
        yield unit.pk, Finding(len(keys), say(len(keys)), tuple(keys)) if keys else nothing


def _confirmed(branches: Branches, years: range):
    own = branches.q("unit")
    return Activity.objects.confirmed().counted().filter(own, year__in=years).order_by()


def count_meetings(units: Sequence[Unit], years: range, measures: Sequence[Measure]) -> Findings:
    """Meetings of the leading group among them, and which activity tells of it in what words."""
    asked_by = {measure.pk: Asked.by(measure) for measure in measures}
    branches = Branches(units, years[-1])
    rows = _confirmed(branches, years).filter(kind__name=meetings.KIND, kind__unit=None)
    columns = (
        "pk", "unit__path", "title", "narrative", "year", "held_from", "held_to", "occasion",
    )  # fmt: skip
    held: dict[int, list[tuple]] = defaultdict(list)
    for pk, path, title, narrative, *time in rows.values_list(*columns).iterator(chunk_size=1000):
        if words := meetings.meeting_in(title, narrative):
            for unit in branches.above(path):
                held[unit].append((pk, f"《{title}》“{words}”", time))
    found = {}
    for measure in measures:
        for unit in units:
            mine = [m for m in held.get(unit.pk, ()) if asked_by[measure.pk].holds(*m[2])]
            said = _sentence(measure, years, "已确认的领导小组会议", len(mine))
            named = "、".join(words for _, words, _ in mine[:SHOWN])
            more = " 等" if len(mine) > SHOWN else ""
            words = f"{said}（{named}{more}）" if mine else said
            found[unit.pk, measure.pk] = Finding(len(mine), words, tuple(pk for pk, *_ in mine))
    return found


def count_requests(units: Sequence[Unit], years: range, measures: Sequence[Measure]) -> Findings:
    """Needs closed in the years that the unit or one below it answered for.

    The day of closing tells the year; of older records, which have none, the year of the need.
    """
    asked_by = {measure.pk: Asked.by(measure) for measure in measures}
    branches = Branches(units, years[-1])
    when = Q(closed_on__year__in=years) | Q(closed_on=None, year__in=years)
    rows = SupportRequest.objects.filter(
        branches.q("responsible_unit"), when, state=RequestState.DONE
    )
    closed: dict[int, list[tuple]] = defaultdict(list)
    for path, year, day in rows.order_by().values_list(
        "responsible_unit__path", "year", "closed_on"
    ):
        for unit in branches.above(path):
            closed[unit].append((day.year if day else year, day, day))
    found = {}
    for measure in measures:
        for unit in units:
            number = sum(asked_by[measure.pk].holds(*time) for time in closed.get(unit.pk, ()))
            words = _sentence(measure, years, "已办结的需求", number, "件")
            found[unit.pk, measure.pk] = Finding(number, words)
    return found


def count_plans(units: Sequence[Unit], years: range, measures: Sequence[Measure]) -> Findings:
    """Sub-plans handed in by their deadline, judged by the first time."""
    judged: dict[int, list[tuple[bool, str]]] = defaultdict(list)
    for keys in in_chunks(unit.pk for unit in units):
        plans = Plan.objects.sub_plans().filter(unit__in=keys, year__in=years).with_submission()
        columns = ("unit", "title", "deadline", "first_submitted_at")
        for unit, *plan in plans.order_by("-year", "pk").values_list(*columns):
            judged[unit].append(_judged(*plan))
    return for_all(units, measures, {unit: _in_time(plans) for unit, plans in judged.items()},
                   Finding(0, "没有找到单项计划"))  # fmt: skip


def _in_time(judged: list[tuple[bool, str]]) -> Finding:
    return Finding(sum(good for good, _ in judged), "；".join(words for _, words in judged))


def _judged(title: str, deadline: date | None, first) -> tuple[bool, str]:
    due = f"（截止 {deadline:%Y-%m-%d}）" if deadline else ""
    if first is None:
        return False, f"《{title}》尚未报送{due}"
    on = localtime(first).date()
    in_time = deadline is None or on <= deadline
    return in_time, f"《{title}》{on:%Y-%m-%d} {'按时' if in_time else '逾期'}报送{due}"


def for_all(
    units: Sequence[Unit],
    measures: Sequence[Measure],
    found: dict[int, Finding],
    nothing: Finding,
) -> Findings:
    """The same finding of a unit for every measure; `nothing` of a unit without one."""
    return {
        (unit.pk, measure.pk): found.get(unit.pk, nothing) for unit in units for measure in measures
    }


def _sentence(measure: Measure, years: range, what: str, number: int, unit: str = "次") -> str:
    """‘八一’期间已确认的走访慰问共 2 次，要求不少于 1 次."""
    asked = f"要求不少于 {measure.at_least} {unit}"
    if measure.reward == Reward.EACH:
        asked = f"每{unit}得 {plain(measure.each_time)} 分"
    return f"{_when(measure, years)}{what}共 {number} {unit}，{asked}"


def _when(measure: Measure, years: range) -> str:
    first, last = measure.month_from, measure.month_to
    words = f"{years[0]}—{years[-1]} 年" if len(years) > 1 else ""
    if first:
        words += " " * bool(words) + (f"{first} 月" if first == last else f"{first}—{last} 月")
    if measure.occasion:
        words += f"‘{Occasion(measure.occasion).label}’期间"
    return words or "本年度"
