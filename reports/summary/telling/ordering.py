"""In which order activities are told: the unit's wish, then time, then weight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from activities.models import Activity

PEOPLE = ("人", "名", "人次", "位", "户")
CROWD = 50
"""So many people weigh as much as one troop."""
SUM = 10000
"""So much money (元) does."""


def in_order(activities: Iterable[Activity]) -> list[Activity]:
    """By the unit's wish, else by interval, the vaguest last.

    What is equally dated (most often: only by its year) stands by units, the unit with the
    weightiest first, and the weightier of a unit first.
    """
    activities = list(activities)
    heaviest: dict[int, Decimal] = {}
    for activity in activities:
        heaviest[activity.unit_id] = max(weight(activity), heaviest.get(activity.unit_id, 0))

    def place(activity: Activity):
        wish, held, _ = document_order(activity)
        unit = activity.unit
        return (*wish, held, -heaviest[activity.unit_id], unit.path, -weight(activity), activity.pk)

    return sorted(activities, key=place)


def document_order(activity: Activity):
    """The order of a single activity among others: by wish, by interval, as it was recorded."""
    wish = (activity.position is None, activity.position or 0)
    return wish, _interval(activity), activity.pk


def _interval(activity: Activity) -> tuple[date, int]:
    """Without a date it was some time in its year."""
    if activity.held is None:
        return date(activity.year, 12, 31), -date(activity.year, 1, 1).toordinal()
    return activity.held.document_key


def weight(activity: Activity) -> Decimal:
    """How much there was of it: dates, troops, gifts, people by fifties, money by 万元."""
    parts = list(activity.parts.all()) if activity.is_series else []
    return _own_weight(activity) + sum((1 + _own_weight(part) for part in parts), Decimal(0))


def _own_weight(activity: Activity) -> Decimal:
    given = list(activity.contributions.all())
    counts = [c.number for c in activity.counts.all() if c.number.measure in PEOPLE]
    helped = [group.number for group in activity.beneficiaries.all() if group.number]
    people = sum((n.amount or 0 for n in (*counts, *helped)), Decimal(0))
    money = sum((g.value.amount or 0 for g in given if g.value), Decimal(0))
    return len(activity.troops.all()) + len(given) + people / CROWD + money / SUM


def weightiest(activities: Sequence[Activity], most: int) -> list[Activity]:
    """The few that are named where not all can be: by the unit's wish, else the weightiest."""
    return sorted(
        activities, key=lambda a: (a.position is None, a.position or 0, -weight(a), a.pk)
    )[:most]
