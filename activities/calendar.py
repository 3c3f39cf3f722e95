"""The calendar of a year: twelve small months, or one month day by day."""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Min, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from shuangyong.occasions import Occasion
from shuangyong.vague import Precision, VagueDate
from units.models import Unit

from .deadlines import Deadline, deadlines
from .models import Activity, PlanItem
from .occasion_year import UnitFilter

WEEKDAYS = "一二三四五六日"
SORTS = {
    "deadline": ("bi-alarm", "期限"),
    "measure": ("bi-flag", "措施到期"),
    "activity": ("bi-check-circle-fill", "已确认的活动"),
    "waiting": ("bi-circle", "待审的活动"),
}
SHOWN, READ = 4, 12  # of a day: lines that stand open, activities that are read at all
VAGUE = (Precision.YEAR, Precision.YEARS)
FEW_DAYS = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """One line in a day: what sort of thing, its words, where it leads, in how many plans."""

    sort: str
    title: str
    url: str
    hint: str = ""
    times: int = 1

    @property
    def icon(self) -> str:
        """The sign before the words."""
        return SORTS[self.sort][0]

    @property
    def word(self) -> str:
        """The sign in words."""
        return SORTS[self.sort][1]


@dataclass(slots=True)
class Day:
    """One day of a month's grid."""

    day: date
    is_inside: bool
    is_today: bool
    occasions: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)

    @property
    def written(self) -> str:
        """The day as a filter of the list takes it: 2011年7月31日."""
        return f"{self.day.year}年{self.day.month}月{self.day.day}日"

    @property
    def unread(self) -> int:
        """Activities beyond those that are named."""
        named = sum(entry.sort in ("activity", "waiting") for entry in self.entries)
        return self.counts["activity"] - named

    @property
    def more(self) -> int:
        """Whatever does not stand open."""
        return len(self.rest) + self.unread

    @property
    def shown(self) -> list[Entry]:
        """As many lines as a day holds."""
        return self.entries[:SHOWN]

    @property
    def rest(self) -> list[Entry]:
        """Further ones, unfolded on demand."""
        return self.entries[SHOWN:]

    @property
    def in_words(self) -> str:
        """What happens on the day, for a small month: 八一，期限 1 项，活动 3 项."""
        named = {"deadline": "本单位期限", "measure": "措施到期", "activity": "活动"}
        counts = [f"{named[sort]} {self.counts[sort]} 项" for sort in named if self.counts[sort]]
        return "，".join([*self.occasions, *counts])


@dataclass(frozen=True, slots=True)
class Month:
    """A month as a grid of weeks from Monday.

    `loose` is what has no exact day in it; of that, `unread` further ones are not named.
    """

    year: int
    number: int
    weeks: tuple[tuple[Day, ...], ...]
    loose: tuple[Entry, ...] = ()
    unread: int = 0

    @property
    def days(self) -> dict[date, Day]:
        """The days of the month itself."""
        return {day.day: day for week in self.weeks for day in week if day.is_inside}


def small_months(units: UnitFilter, unit: Unit, year: int, *, today: date) -> list[Month]:
    """The twelve months with how much falls on each day; a fixed number of queries."""
    months = [empty_month(year, number, today) for number in range(1, 13)]
    days = {day: each for month in months for day, each in month.days.items()}
    for deadline in deadlines(unit, year, today=today):
        _count(days, deadline.end, "deadline", 1)
    for due, number in _dues(units, unit, year):
        if due.precision not in VAGUE:
            _count(days, due.end, "measure", number)
    _count_held(days, _in_scope(units, year))
    return months


def months_of(activities: Iterable, year: int, *, today: date) -> list[Month]:
    """The twelve months with the days of these activities alone; one query."""
    months = [empty_month(year, number, today) for number in range(1, 13)]
    _count_held({day: each for month in months for day, each in month.days.items()}, activities)
    return months


def one_month(units: UnitFilter, unit: Unit, year: int, number: int, *, today: date) -> Month:
    """One month with its entries by name; a fixed number of queries."""
    month = empty_month(year, number, today)
    days = month.days
    first, last = min(days), max(days)
    for deadline in deadlines(unit, year, today=today):
        if deadline.end in days:
            days[deadline.end].entries.append(_of_deadline(deadline, today))
    for when, entry in _measures(units, unit, year, first, last):
        days[when].entries.append(entry)
    return Month(year, number, month.weeks, *_enter(days, _in_scope(units, year)))


def month_of(activities: Iterable, year: int, number: int, *, today: date) -> Month:
    """One month with these activities alone, by name; two queries."""
    month = empty_month(year, number, today)
    return Month(year, number, month.weeks, *_enter(month.days, activities))


def empty_month(year: int, number: int, today: date) -> Month:
    """The grid of a month with its occasions."""
    named: dict[date, list[str]] = defaultdict(list)
    for occasion in Occasion:
        named[occasion.day(year)].append(occasion.label)
    weeks = tuple(
        tuple(
            Day(
                day=day,
                is_inside=day.month == number,
                is_today=day == today,
                occasions=list(named[day]) if day.month == number else [],
            )
            for day in week
        )
        for week in calendar.Calendar().monthdatescalendar(year, number)
    )
    return Month(year, number, weeks)


def _square(held: VagueDate | None, days: dict[date, Day]) -> Day | None:
    """Where it stands among these days, if it is so exact: a day, or the first of a few."""
    if held is None or (held.end - held.start).days >= FEW_DAYS:
        return None
    first = max(held.start, next(iter(days)))
    return days.get(first) if first <= held.end else None


def _count(days: dict[date, Day], day: date, sort: str, number: int) -> None:
    if day in days:
        days[day].counts[sort] += number


def _dues(units: UnitFilter, unit: Unit, year: int) -> Iterable[tuple[VagueDate, int]]:
    """Measures by when they are due; the own unit's stand among its deadlines already."""
    items = PlanItem.objects.filter(units("plan__unit"), plan__year=year, due__isnull=False)
    others = items.exclude(plan__unit=unit).order_by()
    return others.values_list("due").annotate(number=Count("pk"))


def _in_scope(units: UnitFilter, year: int):
    return Activity.objects.counted().filter(units("unit"), year=year)


def _count_held(days: dict[date, Day], activities) -> int:
    """Count them on their days; returns how many may lie on these days but have no square."""
    first, last, loose = min(days), max(days), 0
    for held, number in activities.order_by().values_list("held").annotate(number=Count("pk")):
        if square := _square(held, days):
            square.counts["activity"] += number
        elif held and held.precision not in VAGUE and held.start <= last and held.end >= first:
            loose += number
    return loose


def _enter(days: dict[date, Day], activities) -> tuple[tuple[Entry, ...], int]:
    """Put activities into the squares of a month; those without one, and how many more there are."""
    number, loose = _count_held(days, activities), []
    for activity in _named(activities, min(days), max(days)):
        square = _square(activity.held, days)
        (square.entries if square else loose).append(_of_activity(activity))
    return tuple(loose), number - len(loose)


def _measures(
    units: UnitFilter, unit: Unit, year: int, first: date, last: date
) -> Iterable[tuple[date, Entry]]:
    """Measures of other units due in a month; what many plans have alike is one line."""
    rows = (
        PlanItem.objects.filter(
            units("plan__unit"), plan__year=year, due_until__gte=first, due_until__lte=last
        )
        .exclude(plan__unit=unit)
        .order_by("due_until", "title")
        .values_list("due", "title")
        .annotate(plans=Count("pk"), holder=Min("plan__unit__name"), first=Min("plan"))
    )
    for due, title, plans, holder, plan in rows:
        if due.precision not in VAGUE:
            who = holder if plans == 1 else f"{plans} 份计划"
            url = reverse("activities:plan", args=[plan])
            yield due.end, Entry("measure", title, url, f"{who}，{due}", plans)


def _named(activities, first: date, last: date) -> Iterable[Activity]:
    """The first few of each date, so that a busy day does not push out the later ones."""
    rank = Window(RowNumber(), partition_by=[F("held_from"), F("held_to")], order_by=F("pk").asc())
    few = activities.within(first, last).annotate(rank=rank).filter(rank__lte=READ)
    for each in few.select_related("unit").oldest_first():
        if each.held.precision not in VAGUE:
            yield each


def _of_deadline(deadline: Deadline, today: date) -> Entry:
    standing = "逾期" if deadline.is_late(today) else deadline.standing
    return Entry("deadline", deadline.title, deadline.url, standing)


def _of_activity(activity: Activity) -> Entry:
    sort = "activity" if activity.is_official else "waiting"
    return Entry(
        sort, activity.title, activity.get_absolute_url(), f"{activity.unit.label}，{activity.held}"
    )
