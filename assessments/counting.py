"""The counters: what the records of many units hold for many measures, in one pass each.

Every counter takes the units, the years of one span, and the measures of its sort, and
returns findings by unit and measure. How many queries it takes depends on neither; of the rows
only the columns that decide are read.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from django.db.models import Q
from django.utils.formats import date_format
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
    tallies: dict[Asked, dict[int, list[int]]] = {
        asked: defaultdict(list) for asked in asked_by.values()
    }
    for_any = [pair for pair in tallies.items() if not pair[0].kinds]
    by_kind = {
        kind: [pair for pair in tallies.items() if not pair[0].kinds or kind in pair[0].kinds]
        for kind in frozenset().union(*(asked.kinds for asked in tallies))
    }
    branches = Branches(units, years[-1])
    rows = _confirmed(branches, years)
    if not for_any:
        rows = rows.filter(kind__in=by_kind)
    columns = ("pk", "unit__path", "kind", "year", "held_from", "held_to", "occasion")
    for pk, path, kind, *time in rows.values_list(*columns).iterator(chunk_size=5000):
        for asked, tally in by_kind.get(kind, for_any):
            if asked.holds(*time):
                for unit in branches.above(path):
                    tally[unit].append(pk)
    findings = Findings()
    for measure in measures:
        kinds = "、".join(kind.name for kind in measure.kinds.all()) or "活动"
        say = cache(partial(_sentence, measure, years, f"已确认的{kinds}"))
        findings.nothing[measure.pk] = Finding(0, say(0))
        for unit, keys in tallies[asked_by[measure.pk]].items():
            finding = Finding(len(keys), say(len(keys)), tuple(keys))
            findings.found[unit, measure.pk] = finding
    return findings


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
    findings = Findings()
    for measure in measures:
        say = partial(_sentence, measure, years, "已确认的领导小组会议")
        findings.nothing[measure.pk] = Finding(0, say(0))
        for unit, meetings_of_unit in held.items():
            mine = [m for m in meetings_of_unit if asked_by[measure.pk].holds(*m[2])]
            if mine:
                named = "、".join(words for _, words, _ in mine[:SHOWN])
                words = f"{say(len(mine))}（{named}{' 等' if len(mine) > SHOWN else ''}）"
                finding = Finding(len(mine), words, tuple(key for key, *_ in mine))
                findings.found[unit, measure.pk] = finding
    return findings


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
    findings = Findings()
    for measure in measures:
        say = partial(_sentence, measure, years, "已办结的需求", unit="件")
        findings.nothing[measure.pk] = Finding(0, say(0))
        for unit, times in closed.items():
            if number := sum(asked_by[measure.pk].holds(*time) for time in times):
                findings.found[unit, measure.pk] = Finding(number, say(number))
    return findings


def count_plans(units: Sequence[Unit], years: range, measures: Sequence[Measure]) -> Findings:
    """Sub-plans handed in by their deadline, judged by the first time."""
    judged: dict[int, list[tuple[bool, str]]] = defaultdict(list)
    for keys in in_chunks(unit.pk for unit in units):
        plans = Plan.objects.sub_plans().filter(unit__in=keys, year__in=years).with_submission()
        columns = ("unit", "title", "deadline", "first_submitted_at")
        for unit, *plan in plans.order_by("-year", "pk").values_list(*columns):
            judged[unit].append(_judged(*plan))
    found = {unit: _in_time(plans) for unit, plans in judged.items()}
    return for_all(measures, found, Finding(0, "没有找到单项计划"))


def _in_time(judged: list[tuple[bool, str]]) -> Finding:
    return Finding(sum(good for good, _ in judged), "；".join(words for _, words in judged))


def _judged(title: str, deadline: date | None, first) -> tuple[bool, str]:
    due = f"（截止{date_format(deadline)}）" if deadline else ""
    if first is None:
        return False, f"《{title}》尚未报送{due}"
    on = localtime(first).date()
    in_time = deadline is None or on <= deadline
    return in_time, f"《{title}》{date_format(on)}{'按时' if in_time else '逾期'}报送{due}"


def for_all(measures: Sequence[Measure], found: dict[int, Finding], nothing: Finding) -> Findings:
    """The same finding of a unit for every measure; `nothing` of a unit without one."""
    return Findings(
        {measure.pk: nothing for measure in measures},
        {(unit, measure.pk): finding for unit, finding in found.items() for measure in measures},
    )


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
