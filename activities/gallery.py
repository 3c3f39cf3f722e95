"""The photos of a list of activities, as leaders look through them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, F, OuterRef, Q

from .models import Evidence
from .timeline import heading_of

PICTURES = ~Q(thumbnail="")


@dataclass(frozen=True, slots=True)
class Album:
    """Photos under one heading: a month or a unit."""

    heading: str
    photos: tuple[Evidence, ...]


def photos_of(activities, sort: str = ""):
    """The pictures of these activities with unit and kind: as the list is sorted, by `sort`."""
    held = F("activity__held_from")
    # what is only known by year stands together, before or after the first day of the year
    oldest = (held.asc(nulls_last=True), "-activity__held_to")
    newest = (held.desc(nulls_last=True), "activity__held_to")
    orders = {"date": oldest, "unit": ("activity__unit__path", *oldest)}
    order = orders.get(sort, newest)
    pictures = Evidence.objects.filter(PICTURES, activity__in=activities.order_by().values("pk"))
    return pictures.select_related("activity__unit").order_by(*order, "activity", "position", "pk")


def albums(photos: Iterable[Evidence], sort: str = "") -> list[Album]:
    """The photos of one page under the headings of their order."""
    heading = unit_of if sort == "unit" else month_of
    return [Album(name, tuple(found)) for name, found in groupby(photos, heading)]


def unit_of(photo: Evidence) -> str:
    """The heading by unit."""
    return photo.activity.unit.label


def month_of(photo: Evidence) -> str:
    """The heading by time."""
    return heading_of(photo.activity.held)


def without_photo(activities) -> tuple[int, int]:
    """How many of the activities have no photo, and how many no evidence at all; two queries."""
    proof = Evidence.objects.filter(activity=OuterRef("pk")).order_by()
    bare = activities.order_by()
    return (
        bare.exclude(Exists(proof.filter(PICTURES))).count(),
        bare.exclude(Exists(proof)).count(),
    )
