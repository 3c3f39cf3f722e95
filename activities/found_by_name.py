"""What the search at the top finds of this room: plans, activities, needs."""

from __future__ import annotations

from units.searching import Finder, Hit, named

from .models import Activity, Plan, SupportRequest

OF_UNIT = ("unit__name", "unit__short_name")


def plans(user, words: list[str]):
    """By title or unit, the latest year first."""
    found = Plan.objects.visible_to(user).filter(named(words, "title", *OF_UNIT))
    return found.select_related("unit").order_by("-year", "unit__path")


def activities(user, words: list[str]):
    """By whatever the list of activities searches, the latest first."""
    found = Activity.objects.visible_to(user).having_words(" ".join(words))
    return found.select_related("unit").newest_first()


def needs(user, words: list[str]):
    """By what is needed or the unit, the latest year first."""
    found = SupportRequest.objects.visible_to(user).filter(named(words, "need", *OF_UNIT))
    return found.select_related("unit").order_by("-year", "pk")


def _of_year(record) -> Hit:
    return Hit(str(record), record.get_absolute_url(), f"{record.unit.label} · {record.year} 年")


def _activity(activity) -> Hit:
    when = activity.held.dated if activity.held else f"{activity.year} 年"
    return Hit(activity.title, activity.get_absolute_url(), f"{activity.unit.label} · {when}")


FINDERS = (
    Finder("计划", "bi-list-check", plans, _of_year),
    Finder("活动", "bi-calendar-event", activities, _activity, more="activities:activities"),
    Finder("双清单", "bi-arrow-left-right", needs, _of_year),
)
