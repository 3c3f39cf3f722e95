"""The order of a standard's sections and items; its numbers run through from the first item.

Each function that changes something expects the standard to be locked (`lock_for_editing`).
"""

from __future__ import annotations

from django.db import models

from .models import Criterion, Section, Standard

LAST = 32767  # a number that is given before the items are numbered anew


class Way(models.TextChoices):
    """Where an item moves among the items of its section."""

    UP = "up", "上移"
    DOWN = "down", "下移"


def in_order(standard: Standard) -> models.QuerySet[Criterion]:
    """The items as they stand, whatever numbers they have."""
    items = Criterion.objects.filter(section__standard=standard)
    return items.order_by("section__position", "section", "number", "pk")


def renumber(standard: Standard) -> None:
    """Number the items anew: 1, 2, 3 … through all sections."""
    moved = []
    for number, item in enumerate(in_order(standard), 1):
        if item.number != number:
            item.number = number
            moved.append(item)
    Criterion.objects.bulk_update(moved, ["number"])


def move(criterion: Criterion, way: Way) -> None:
    """Change places with the item above or below in the same section; at its end nothing moves."""
    items = list(criterion.section.criteria.order_by("number", "pk"))
    at = items.index(criterion)
    other = at + (1 if way == Way.DOWN else -1)
    if not 0 <= other < len(items):
        return
    one, two = items[at], items[other]
    one.number, two.number = two.number, one.number
    Criterion.objects.bulk_update([one, two], ["number"])


def what_goes(criterion: Criterion) -> str:
    """What is deleted with an item, as a question ends: “连同 2 个得分点、1 条统计办法”."""
    counted = (
        (len(criterion.scoring_points.all()), "个得分点"),
        (len(criterion.measures.all()), "条统计办法"),
    )
    words = "、".join(f"{number} {what}" for number, what in counted if number)
    return f"，连同 {words}" if words else ""


def remove(row: Criterion | Section) -> None:
    """Delete an item or a whole section, and number what is left."""
    standard = row.standard if isinstance(row, Section) else row.section.standard
    row.delete()
    renumber(standard)
