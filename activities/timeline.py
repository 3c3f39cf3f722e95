"""The activities along their year: by month, with the occasions, each as exact as its source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby

from django.db.models import Case, Count, F, Q, Value, When

from shuangyong.occasions import Occasion
from shuangyong.vague import Precision, VagueDate

from .models import Activity, Evidence

NO_DATE, YEAR_ONLY = "没有时间", "只知道年份"
VAGUE = (Precision.PART_OF_MONTH, Precision.MONTH, Precision.OCCASION)
YEARLY = (Precision.YEAR, Precision.YEARS)
YEAR_KNOWN = Q(held__regex=rf"^[^/]*/[^/]*/({'|'.join(YEARLY)})/")
WIDE = 732  # of the strip that shows where in the year a time lies: two units a day
HEIGHT, STEP, TOP = 64, 60, 16  # of the picture of the months


def along_the_year(activities):
    """From the year's first day to its last; what is known by year alone, then dateless, last."""
    place = Case(
        When(held_from=None, then=Value(2)),
        When(YEAR_KNOWN, then=Value(1)),
        default=Value(0),
    )
    return activities.order_by(place, "held_from", F("held_to").asc(), "pk")


def heading_of(held: VagueDate | None) -> str:
    """The month in which something was or began; no month for what is only known by year."""
    if held is None:
        return NO_DATE
    if held.precision in YEARLY:
        return YEAR_ONLY
    return f"{held.start.year} 年 {held.start.month} 月"


@dataclass(frozen=True, slots=True)
class Stop:
    """One activity on the line, with the photo that stands for it."""

    activity: Activity

    @property
    def year(self) -> int:
        """The year it is drawn in."""
        return self.activity.year

    @property
    def cover(self) -> Evidence | None:
        """Its first picture."""
        return next((proof for proof in self.activity.evidence.all() if proof.is_picture), None)

    @property
    def is_vague(self) -> bool:
        """True if nobody knows the day: it lies somewhere in its interval."""
        held = self.activity.held
        return held is None or held.precision in (*VAGUE, *YEARLY) or _is_part_of_year(held)

    @property
    def is_long(self) -> bool:
        """True if it takes, or may lie on, more than one day."""
        held = self.activity.held
        return held is not None and held.start != held.end

    @property
    def between(self) -> str:
        """The outer days of its interval in words."""
        held = self.activity.held
        return f"{_day(held.start, self.year)}至{_day(held.end, self.year)}" if self.is_long else ""

    @property
    def start(self) -> int:
        """Where its interval begins in a strip that is `WIDE` for the year."""
        return max((self.activity.held.start - date(self.year, 1, 1)).days, 0) * 2

    @property
    def length(self) -> int:
        """How long its interval is in that strip."""
        last = min(self.activity.held.end, date(self.year, 12, 31))
        return max((last - date(self.year, 1, 1)).days * 2 + 2 - self.start, 2)


@dataclass(frozen=True, slots=True)
class Band:
    """Stops that follow each other around one occasion, or around none."""

    label: str
    days: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A month of the line, or its end where no month is known."""

    heading: str
    bands: tuple[Band, ...]

    @property
    def number(self) -> int:
        """How many activities stand here, on this page."""
        return sum(len(band.stops) for band in self.bands)


def stretches(activities: Iterable[Activity]) -> list[Stretch]:
    """The activities of one page, which come `along_the_year`, under their months."""
    stops = [Stop(activity) for activity in activities]
    by_month = groupby(stops, lambda stop: heading_of(stop.activity.held))
    return [Stretch(heading, tuple(_bands(found))) for heading, found in by_month]


def occasion_of(activity: Activity) -> Occasion | None:
    """The recorded occasion, else the first one in whose days the whole interval lies."""
    if activity.occasion:
        return Occasion(activity.occasion)
    held = activity.held
    if held is None:
        return None
    windows = _windows(activity.year)
    around = (each for each, (first, last) in windows if first <= held.start and held.end <= last)
    return next(around, None)


def _bands(stops: Iterable[Stop]) -> Iterable[Band]:
    before: Occasion | None = None

    def occasion_and_year(stop: Stop) -> tuple[Occasion | None, int]:
        """Where the days of two occasions overlap, it stays with those before it."""
        nonlocal before
        occasion, held = occasion_of(stop.activity), stop.activity.held
        if before and occasion and not stop.activity.occasion:
            first, last = before.window(stop.year)
            if first <= held.start and held.end <= last:
                occasion = before
        before = occasion
        return occasion, stop.year

    for (occasion, year), found in groupby(stops, occasion_and_year):
        if occasion is None:
            yield Band("", "", tuple(found))
        else:
            first, last = occasion.window(year)
            days = f"{_day(first, year)}至{_day(last, year)}"
            yield Band(occasion.label, days, tuple(found))


@cache
def _windows(year: int) -> tuple:
    """The occasions, the short ones first: 八一 lies within the season of conscription."""
    windows = [(occasion, occasion.window(year)) for occasion in Occasion]
    return tuple(sorted(windows, key=lambda found: found[1][1] - found[1][0]))


def _is_part_of_year(held: VagueDate) -> bool:
    """True for 年初, 上半年, 3月至5月: months alone, no day."""
    names_day = re.search(r"[日号]|\d[.．]\d", held.wording)
    return held.precision == Precision.SPAN and not names_day


def _day(day: date, year: int) -> str:
    words = f"{day.month}月{day.day}日"
    return words if day.year == year else f"{day.year}年{words}"


@dataclass(frozen=True, slots=True)
class MonthBar:
    """A month in the picture above the line: how many were in it, how many may have been."""

    number: int
    sure: int
    perhaps: int
    scale: float

    @property
    def x(self) -> int:
        """Where its column begins."""
        return (self.number - 1) * STEP + 12

    @property
    def middle(self) -> int:
        """Where its words are centred."""
        return self.x + STEP // 2 - 12

    @property
    def sure_height(self) -> float:
        """Of the solid part."""
        return round(self.sure * self.scale, 1)

    @property
    def perhaps_height(self) -> float:
        """Of the hatched part on top of it."""
        return round(self.perhaps * self.scale, 1)

    @property
    def sure_y(self) -> float:
        """Where the solid part begins, from above."""
        return round(TOP + HEIGHT - self.sure_height, 1)

    @property
    def perhaps_y(self) -> float:
        """Where the hatched part begins."""
        return round(self.sure_y - self.perhaps_height, 1)

    @property
    def total(self) -> int:
        """As many as its column is high."""
        return self.sure + self.perhaps

    @property
    def in_words(self) -> str:
        """7月 21 项，其中 3 项可能在本月: begins with what stands at the column."""
        maybe = f"，其中 {self.perhaps} 项可能在本月" if self.perhaps else ""
        return f"{self.number}月 {self.total} 项{maybe}"


def month_bars(activities, year: int) -> list[MonthBar]:
    """How many of the activities lie in each month, and how many only may; one query.

    What is only known by year may have been in any month and is left out of the picture.
    """
    spans = activities.exclude(YEAR_KNOWN).exclude(held_from=None).order_by()
    return _bars(spans.values_list("held_from", "held_to").annotate(number=Count("pk")), year)


def _bars(counted: Iterable[tuple[date, date, int]], year: int) -> list[MonthBar]:
    sure, perhaps = [0] * 13, [0] * 13
    for start, end, number in counted:
        months = _months(start, end, year)
        for month in months:
            (sure if len(months) == 1 else perhaps)[month] += number
    most = max((a + b for a, b in zip(sure, perhaps, strict=True)), default=0) or 1
    return [MonthBar(month, sure[month], perhaps[month], HEIGHT / most) for month in range(1, 13)]


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year in the table of several: its months, and what has no month in it."""

    year: int
    months: tuple[MonthBar, ...]
    monthless: int
    total: int


def year_rows(activities) -> list[YearRow]:
    """Every year with an activity, the last one first; one query."""
    by_year = defaultdict(list)
    counted = activities.order_by().values_list("year", "held").annotate(number=Count("pk"))
    for year, held, number in counted:
        by_year[year].append((held, number))
    return [_year_row(year, by_year[year]) for year in sorted(by_year, reverse=True)]


def _year_row(year: int, counted: list[tuple[VagueDate | None, int]]) -> YearRow:
    dated = [(held, n) for held, n in counted if held and held.precision not in YEARLY]
    total = sum(n for _, n in counted)
    months = _bars(((held.start, held.end, n) for held, n in dated), year)
    return YearRow(year, tuple(months), total - sum(n for _, n in dated), total)


def _months(start: date, end: date, year: int) -> list[int]:
    """The months of `year` that an interval touches."""
    first = start.month if start.year == year else 1
    last = end.month if end.year == year else 12
    return list(range(first, last + 1)) if start.year <= year <= end.year else []


def without_month(activities) -> int:
    """How many are only known by year, or not dated at all; one query."""
    return activities.filter(YEAR_KNOWN | Q(held=None)).count()
