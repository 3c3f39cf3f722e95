"""军民共建: what was done in each year under a partnership, and which lies idle.

An activity counts for a pair when its unit is the pair's unit or one below it, and the pair's
troop took part. Counted is what is confirmed, so that everybody reads the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db import transaction
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Substr

from shuangyong.review import StepRefused
from shuangyong.vague import VagueDate
from units import audit, permissions
from units.models import CoBuildingPair, Troop, User

from .models import Activity

YEARS = 5  # shown in the table, up to the working year


@dataclass(frozen=True, slots=True)
class PairRow:
    """One partnership as the table shows it; `counts` belong to the years of `years_up_to`."""

    pair: CoBuildingPair
    counts: tuple[tuple[int, int], ...]
    last: str
    is_idle: bool


@dataclass(frozen=True, slots=True)
class YearDone:
    """What was done in one year."""

    year: int
    activities: tuple[Activity, ...]


def years_up_to(year: int) -> list[int]:
    """The years of the table, the earliest first."""
    return list(range(year - YEARS + 1, year + 1))


def pairs_of(user, *, year: int, today: date) -> QuerySet[CoBuildingPair]:
    """Partnerships in scope, with `is_idle` and their last activity up to the end of `year`."""
    done = _done_together()
    first, last = window(year, today)
    dateless = Q(held=None, year__in=(first.year, last.year))
    lately = done.filter(Q(held_from__lte=last, held_to__gte=first) | dateless)
    latest = done.filter(year__lte=year).order_by(
        F("year").desc(), F("held_to").desc(nulls_last=True), "-pk"
    )
    long_enough = Q(since=None) | Q(since_last__lt=first.isoformat())
    return (
        CoBuildingPair.objects.filter(permissions.rows_in_scope(user))
        .select_related("unit", "troop")
        .alias(since_last=Substr("since", 12, 10))
        .annotate(
            is_idle=ExpressionWrapper(long_enough & ~Exists(lately), BooleanField()),
            last_held=Subquery(latest.values("held")[:1]),
            last_year=Subquery(latest.values("year")[:1]),
        )
    )


def window(year: int, today: date) -> tuple[date, date]:
    """Between which days something should have been done.

    The twelve months before today in the present year, otherwise the year itself.
    """
    if year < today.year:
        return date(year, 1, 1), date(year, 12, 31)
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return today.replace(year=today.year - 1, day=day), today


def rows(pairs: Iterable[CoBuildingPair], year: int) -> list[PairRow]:
    """The table's rows for pairs from `pairs_of`; one query however many they are."""
    pairs = list(pairs)
    years = years_up_to(year)
    counted = _counts(pairs, years)
    return [
        PairRow(
            pair,
            tuple((each, counted.get((pair.pk, each), 0)) for each in years),
            _last(pair.last_held, pair.last_year),
            pair.is_idle,
        )
        for pair in pairs
    ]


def done_with_pair(pair: CoBuildingPair, user) -> list[YearDone]:
    """What the account may see of what was done under a partnership, the latest year first."""
    return by_year(_confirmed().of_unit(pair.unit).filter(troops=pair.troop), user)


def done_with_troop(troop: Troop, user) -> list[YearDone]:
    """What the account may see of what was done with a troop, the latest year first."""
    return by_year(_confirmed().filter(troops=troop), user)


@transaction.atomic
def remove(troop: Troop, *, by: User) -> None:
    """Delete a troop that was entered by mistake; StepRefused for one with any record."""
    locked = Troop.objects.select_for_update().get(pk=troop.pk)
    if is_used(locked):
        raise StepRefused(f"“{troop}”已有活动、需求或共建关系，不能删除。")
    audit.record(by, "删除驻军部队", locked)
    locked.delete()


def is_used(troop: Troop) -> bool:
    """True if any record names the troop, whoever may see it."""
    return any(
        records.exists()
        for records in (troop.activities, troop.co_building_pairs, troop.support_requests)
    )


def by_year(activities, user) -> list[YearDone]:
    """Activities in scope by year, each year oldest first; two queries."""
    shown = activities.visible_to(user).oldest_first("-year").for_list()
    return [YearDone(year, tuple(done)) for year, done in groupby(shown, key=lambda a: a.year)]


def _confirmed():
    return Activity.objects.confirmed().counted()


def _done_together():
    """Confirmed activities of the pair in the outer query."""
    return _confirmed().filter(
        troops=OuterRef("troop"), unit__path__startswith=OuterRef("unit__path")
    )


def _counts(pairs: list[CoBuildingPair], years: list[int]) -> dict[tuple[int, int], int]:
    done = CoBuildingPair.objects.filter(
        pk__in=[pair.pk for pair in pairs],
        troop__activities__in=_confirmed().filter(year__range=(years[0], years[-1])),
        troop__activities__unit__path__startswith=F("unit__path"),
    )
    counted = done.values_list("pk", "troop__activities__year").annotate(
        Count("troop__activities", distinct=True)
    )
    return {(pk, year): number for pk, year, number in counted.order_by()}


def _last(held: VagueDate | None, year: int | None) -> str:
    """The last activity's time, as exact as it was written."""
    if held:
        return held.dated
    return f"{year}年" if year else ""
