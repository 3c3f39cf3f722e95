"""Selects a year's activities and counts them."""

from __future__ import annotations

from django.db.models import Count, Min, Q

from activities.figure_filters import UNMARKED, Basis
from activities.models import Activity, Plan, RequestState, SupportRequest
from shuangyong.occasions import Occasion
from shuangyong.review import Status
from shuangyong.vague import total
from units.models import Unit, names_in
from units.scope import scope_of_unit

from . import sums
from .values import Quantity, Tally, YearFigures

MONTHS = range(1, 13)


def year_figures(unit: Unit, year: int, *, with_pending: bool = False) -> YearFigures:
    """The figures of `unit` and its scope in `year`; a fixed number of queries.

    Units count where they stood, and are called as they were called, at the end of the year.
    with_pending: activities that wait for review count as well; such figures are not official.
    """
    basis = Basis.PENDING if with_pending else Basis.CONFIRMED
    scope = scope_of_unit(unit, year)
    every = Activity.objects.filter(scope.q("unit")).in_year(year).counted()
    done = every.filter(status__in=basis.statuses)
    by_unit, by_month = _by_unit(done, year), _by_month(done)
    money_by_kind, given = sums.money_by_kind(done), sums.given_by_category(done)
    by_troop = _by_troop(done)
    plans = Plan.objects.filter(scope.q("unit")).in_year(year).sub_plans().exclude(unit=unit)
    requests = SupportRequest.objects.filter(scope.q("unit")).in_year(year)
    activities = sum(tally.count for tally in by_unit)
    return YearFigures(
        year=year,
        activities=activities,
        **every.exclude(status__in=basis.statuses).aggregate(
            unconfirmed=Count("pk"), pending=Count("pk", filter=Q(status=Status.SUBMITTED))
        ),
        by_kind=_by_kind(done),
        by_unit=by_unit,
        by_month=by_month,
        counts=sums.counts_of(done),
        money=_sum(money_by_kind),
        value=_sum(given),
        valued=sums.valued_activities(done),
        troops=len(by_troop),
        units=len(by_unit),
        **plans.aggregate(
            sub_plans=Count("pk"),
            sub_plans_confirmed=Count("pk", filter=Q(status=Status.CONFIRMED)),
        ),
        **requests.aggregate(
            requests=Count("pk"), requests_done=Count("pk", filter=Q(state=RequestState.DONE))
        ),
        with_pending=with_pending,
        monthless=activities - sum(tally.count for tally in by_month),
        by_occasion=_by_occasion(done, activities),
        by_troop=by_troop,
        money_by_kind=money_by_kind,
        given=given,
        gifts=sums.gifts_of(done),
        beneficiaries=sums.beneficiaries_of(done),
        counted_for=(("counted", unit.pk), ("basis", basis.value)),
    )


def _by_kind(activities) -> tuple[Tally, ...]:
    """By main kind, in the order of reports; kinds of one name are one."""
    rows = activities.order_by().values("kind__name")
    rows = rows.annotate(n=Count("pk"), at=Min("kind__position")).order_by("at", "kind__name")
    return tuple(Tally(row["kind__name"], row["n"], (("main", row["kind__name"]),)) for row in rows)


def _by_unit(activities, year: int) -> tuple[Tally, ...]:
    rows = activities.order_by("unit__path").values("unit__path", "unit", "unit__name")
    names = names_in(year)
    return tuple(
        Tally(names.get(row["unit"], row["unit__name"]), row["n"], (("reporter", row["unit"]),))
        for row in rows.annotate(n=Count("pk"))
    )


def _by_month(activities) -> tuple[Tally, ...]:
    """By the month an activity begins in, see `ActivityQuerySet.begun_in_a_month`."""
    rows = activities.begun_in_a_month().order_by().values("held_from__month")
    found = {row["held_from__month"]: row["n"] for row in rows.annotate(n=Count("pk"))}
    return tuple(Tally(f"{month}月", found.get(month, 0), (("begun", month),)) for month in MONTHS)


def _by_occasion(activities, every: int) -> tuple[Tally, ...]:
    """By 节点 in the order of the calendar; what belongs to none stands last."""
    rows = activities.exclude(occasion="").order_by().values_list("occasion")
    found = dict(rows.annotate(Count("pk")))
    tallies = [
        Tally(occasion.label, found[occasion], (("occasion", occasion.value),))
        for occasion in Occasion
        if occasion in found
    ]
    rest = every - sum(found.values())
    if tallies and rest:
        tallies.append(Tally("未标明节点", rest, (("occasion", UNMARKED),)))
    return tuple(tallies)


def _by_troop(activities) -> tuple[Tally, ...]:
    """By the troops that took part, the most frequent first; an activity counts for each."""
    through = Activity.troops.through.objects.filter(activity__in=activities)
    rows = through.order_by().values_list("troop", "troop__name").annotate(n=Count("pk"))
    return tuple(
        Tally(name, n, (("troops", troop),)) for troop, name, n in rows.order_by("-n", "troop")
    )


def _sum(quantities: tuple[Quantity, ...]):
    return total(quantity.number for quantity in quantities if quantity.number)
