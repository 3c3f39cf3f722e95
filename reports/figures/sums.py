"""Sums over the lines of activities: counts, money, things given, people helped.

The database adds what is written alike; the few wordings that differ are added here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from django.db.models import Count, Min, Sum

from activities.figure_filters import NAMELESS
from activities.models import (
    ActivityCount,
    BeneficiaryCategory,
    BeneficiaryGroup,
    Contribution,
    ContributionCategory,
)
from shuangyong.vague import Qualifier, VagueNumber, total

from .values import Gift, Quantity

MONEY = ContributionCategory.MONEY


def counts_of(activities) -> tuple[Quantity, ...]:
    """演职人员, 观众, 节目 … summed by their label."""
    lines = ActivityCount.objects.filter(activity__in=activities)
    known, numbers = _activities_by(lines, "label"), _numbers_by(lines, "label", "number")
    return tuple(
        Quantity(label, total(numbers[label,]), known[label,], (("count", label),))
        for (label,) in sorted(known)
    )


def beneficiaries_of(activities) -> tuple[Quantity, ...]:
    """优抚对象 by category, in the order of the categories."""
    lines = BeneficiaryGroup.objects.filter(activity__in=activities)
    known = _activities_by(lines, "category")
    numbers = _numbers_by(lines.exclude(number=None), "category", "number")
    return tuple(
        Quantity(
            category.label,
            total(numbers[category,]),
            known[category,],
            (("helped", category.value),),
        )
        for category in BeneficiaryCategory
        if (category,) in known
    )


def money_by_kind(activities) -> tuple[Quantity, ...]:
    """慰问金 by kind of activity, in 元, in the order of the kinds."""
    kind, order = "activity__kind__name", Min("activity__kind__position")
    lines = Contribution.objects.filter(activity__in=activities, category=MONEY)
    valued, values = lines.filter(value__isnull=False), _yuan_by(lines, kind)
    rows = valued.order_by().values_list(kind).annotate(order, Count("activity", distinct=True))
    return tuple(
        Quantity(name, total(values[name,]), n, (("valued", MONEY.value), ("main", name)))
        for name, _, n in sorted(rows, key=lambda row: (row[1], row[0]))
    )


def given_by_category(activities) -> tuple[Quantity, ...]:
    """What each category of what was given is worth, in 元; None where no value was written."""
    lines = Contribution.objects.filter(activity__in=activities)
    known, values = _activities_by(lines, "category"), _yuan_by(lines, "category")
    return tuple(
        Quantity(
            category.label, total(values[category,]), known[category,], (("given", category.value),)
        )
        for category in ContributionCategory
        if (category,) in known
    )


def valued_activities(activities) -> int:
    """How many activities have a contribution with a value."""
    valued = Contribution.objects.filter(activity__in=activities, value__isnull=False)
    return valued.aggregate(n=Count("activity", distinct=True))["n"]


def gifts_of(activities) -> tuple[Gift, ...]:
    """Things given, by category and name; money has a table of its own."""
    by = ("category", "name")
    lines = Contribution.objects.filter(activity__in=activities).exclude(category=MONEY)
    known, values = _activities_by(lines, *by), _yuan_by(lines, *by)
    numbers = _numbers_by(lines.exclude(quantity=None), *by, "quantity")
    order = {category.value: at for at, category in enumerate(ContributionCategory)}
    return tuple(
        Gift(
            category=ContributionCategory(category).label,
            name=name,
            quantities=_by_measure(numbers[category, name]),
            value=total(values[category, name]),
            activities=known[category, name],
            stands_for=(("given", category), ("gift", name or NAMELESS)),
        )
        for category, name in sorted(known, key=lambda each: (order[each[0]], each[1]))
    )


def _activities_by(lines, *by: str) -> dict[tuple, int]:
    """How many activities have lines of each group."""
    rows = lines.order_by().values_list(*by).annotate(Count("activity", distinct=True))
    return {row[:-1]: row[-1] for row in rows}


def _numbers_by(lines, *by: str) -> dict[tuple, list[VagueNumber]]:
    """Numbers of each group; the last name of `by` is their column."""
    found = defaultdict(list)
    for row in lines.order_by(*by).values_list(*by).annotate(times=Count("pk")):
        *group, number, times = row
        found[tuple(group)].append(_multiplied(number, times))
    return found


def _yuan_by(lines, *by: str) -> dict[tuple, list[VagueNumber]]:
    """Values of each group in 元."""
    found = defaultdict(list)
    rows = lines.filter(value__isnull=False).order_by(*by, "value_qualifier")
    rows = rows.values_list(*by, "value_qualifier").annotate(amount=Sum("value_amount"))
    for row in rows:
        *group, qualifier, amount = row
        found[tuple(group)].append(VagueNumber.of(amount, Qualifier(qualifier), "元"))
    return found


def _by_measure(numbers: Iterable[VagueNumber]) -> tuple[VagueNumber, ...]:
    """册 and 箱 are not added; each measure word keeps its own sum."""
    ordered = sorted(numbers, key=lambda number: number.measure)
    return tuple(total(group) for _, group in groupby(ordered, key=lambda n: n.measure))


def _multiplied(number: VagueNumber, times: int) -> VagueNumber:
    if times == 1:
        return number
    amount = None if number.amount is None else number.amount * times
    return VagueNumber.of(amount, number.qualifier, number.measure)
