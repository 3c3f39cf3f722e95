"""What the search at the top finds of this room: summaries."""

from __future__ import annotations

from units.searching import Finder, Hit, named

from .models import Summary


def summaries(user, words: list[str]):
    """By title or unit, the latest year first."""
    fields = ("title", "unit__name", "unit__short_name")
    found = Summary.objects.visible_to(user).filter(named(words, *fields))
    return found.select_related("unit").order_by("-year", "unit__path")


FINDERS = (
    Finder(
        "工作总结",
        "bi-file-earmark-text",
        summaries,
        lambda s: Hit(s.title, s.get_absolute_url(), f"{s.unit.label} · {s.year} 年"),
    ),
)
