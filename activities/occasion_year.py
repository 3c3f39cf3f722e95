"""节点 of a year: what is planned around each, what was done, what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import Count, Min, Q
from django.urls import reverse

from shuangyong.occasions import Occasion
from shuangyong.review import Status
from shuangyong.vague import Precision, VagueDate

from .branches import Counted
from .models import Activity, PlanItem

NAMED = 5
# the units a page is about, as a filter of records; given the path from the record to its unit
UnitFilter = Callable[[str], Q]


class Standing(Enum):
    """How an occasion stands; value: style, icon, word."""

    DONE = ("success", "bi-check-lg", "已开展")
    PLANNED = ("primary", "bi-calendar-check", "已安排")
    MISSING = ("danger", "bi-exclamation-triangle", "缺")
    UNPLANNED = ("secondary", "bi-dash-circle", "未安排")

    def __init__(self, style: str, icon: str, word: str):
        self.style, self.icon, self.word = style, icon, word


@dataclass(frozen=True, slots=True)
class Planned:
    """Measures of the same wording around an occasion: how many plans hold it, one of them."""

    title: str
    plans: int
    url: str


@dataclass(frozen=True, slots=True)
class OccasionYear:
    """One occasion of one year for some units. `stated`: measures with a stated outcome."""

    occasion: Occasion
    day: date
    start: date
    end: date
    planned: tuple[Planned, ...]
    stated: int
    done: Counted
    today: date

    @property
    def measures(self) -> int:
        """How many measures are planned, over all plans."""
        return sum(each.plans for each in self.planned)

    @property
    def named(self) -> tuple[Planned, ...]:
        """As many as a line holds."""
        return self.planned[:NAMED]

    @property
    def unnamed(self) -> int:
        """Further wordings."""
        return len(self.planned) - len(self.named)

    @property
    def standing(self) -> Standing:
        """缺 once the window is over and nothing of what was planned has been confirmed."""
        if self.done.confirmed or self.stated:
            return Standing.DONE
        if not self.planned:
            return Standing.UNPLANNED
        return Standing.MISSING if self.end < self.today else Standing.PLANNED


def falls_to(when: VagueDate | None, occasion: Occasion, year: int) -> bool:
    """True if a time lies in the occasion's days, or names several occasions and this one."""
    if when is None:
        return False
    start, end = occasion.window(year)
    names_it = when.precision == Precision.OCCASION and when.start <= start and end <= when.end
    return names_it or (start <= when.start and when.end <= end)


def occasion_year(units: UnitFilter, year: int, *, today: date) -> list[OccasionYear]:
    """Every occasion in the order of the year, for the units chosen; two queries."""
    planned = list(_planned(units, year))
    held = list(_held(units, year))
    rows = [_occasion(occasion, year, planned, held, today) for occasion in Occasion]
    return sorted(rows, key=lambda row: (row.day, row.end))


@dataclass(frozen=True, slots=True)
class _Wording:
    occasion: str
    when: VagueDate | None
    title: str
    number: int
    stated: int
    plan: int

    def belongs_to(self, occasion: Occasion, year: int) -> bool:
        """A named occasion is the only one; else the time decides."""
        return self.occasion == occasion or (
            not self.occasion and falls_to(self.when, occasion, year)
        )


def _planned(units: UnitFilter, year: int) -> Iterable[_Wording]:
    """Measures by wording and time; the database counts what many plans have alike."""
    rows = (
        PlanItem.objects.filter(units("plan__unit"), plan__year=year)
        .order_by()
        .values_list("occasion", "due", "title")
        .annotate(number=Count("pk"), stated=Count("pk", filter=~Q(outcome="")), first=Min("plan"))
    )
    return (_Wording(*row) for row in rows)


def _held(units: UnitFilter, year: int) -> Iterable[tuple[str, VagueDate | None, Counted]]:
    rows = (
        Activity.objects.counted()
        .filter(units("unit"), year=year)
        .order_by()
        .values_list("occasion", "held")
        .annotate(confirmed=Count("pk", filter=Q(status=Status.CONFIRMED)), every=Count("pk"))
    )
    for occasion, held, confirmed, every in rows:
        yield occasion, held, Counted(confirmed, every - confirmed)


def _occasion(occasion: Occasion, year: int, planned, held, today: date) -> OccasionYear:
    mine = [each for each in planned if each.belongs_to(occasion, year)]
    plans: dict[str, list[_Wording]] = defaultdict(list)
    for each in mine:
        plans[each.title].append(each)
    done = [
        counted
        for named, when, counted in held
        if named == occasion or (not named and falls_to(when, occasion, year))
    ]
    start, end = occasion.window(year)
    return OccasionYear(
        occasion=occasion,
        day=occasion.day(year),
        start=start,
        end=end,
        planned=tuple(_titled(title, group) for title, group in plans.items()),
        stated=sum(each.stated for each in mine),
        done=sum(done, Counted()),
        today=today,
    )


def _titled(title: str, group: list[_Wording]) -> Planned:
    url = reverse("activities:plan", args=[min(each.plan for each in group)])
    return Planned(title, sum(each.number for each in group), url)
