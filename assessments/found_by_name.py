"""What the search at the top finds of this room: rounds and standards."""

from __future__ import annotations

from units.searching import Finder, Hit, named

from .models import Round, Standard


def rounds(user, words: list[str]):
    """By name, the latest year first."""
    found = Round.objects.visible_to(user).filter(named(words, "name"))
    return found.select_related("unit").order_by("-year", "pk")


def standards(user, words: list[str]):
    """By name, the latest year first."""
    found = Standard.objects.visible_to(user).filter(named(words, "name"))
    return found.select_related("unit").order_by("-year", "pk")


def _tell(record) -> Hit:
    return Hit(str(record), record.get_absolute_url(), f"{record.unit.label} · {record.year} 年")


FINDERS = (
    Finder("考核", "bi-clipboard-check", rounds, _tell),
    Finder("考核细则", "bi-card-checklist", standards, _tell),
)
