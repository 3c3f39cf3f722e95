"""A series: the same activity on several dates, each recorded and counted by itself."""

from __future__ import annotations

import re

from django.db import transaction

from shuangyong.review import Step
from units.models import Troop, User

from .drafts import Typed
from .ledgers.wording import Counted, print_counts
from .models import Activity, Partner

_APART = re.compile(r"[、，,；;]")


def recognise(written: str, troops: dict[str, Troop]) -> tuple[list[Troop], str]:
    """The troops that a wording names, and what of it names none that is known."""
    names = [name.strip() for name in _APART.split(written) if name.strip()]
    known = [troops[name] for name in names if name in troops]
    return known, "、".join(name for name in names if name not in troops)


def complete(part: Activity, series: Activity, counts: list[Counted], troops: list[Troop]) -> None:
    """Give a saved part what it shares with its series, and its own numbers and troops."""
    part.further_kinds.set(series.further_kinds.all())
    part.troops.set(troops)
    for count in counts:
        part.counts.create(label=count.label, number=count.number)
    Partner.objects.bulk_create(
        Partner(activity=part, role=partner.role, unit=partner.unit, name=partner.name)
        for partner in series.partners.select_related("unit")
    )


def as_lines(series: Activity) -> Typed:
    """The dates of a series as its form takes them in, without the days; three queries."""
    parts = series.parts.order_by("held_from", "pk").prefetch_related("troops", "counts")
    typed = {}
    for number, part in enumerate(parts):
        troops = [*(troop.name for troop in part.troops.all()), part.troops_as_written]
        line = {
            "title": "" if part.title == series.title else part.title,
            "place": part.place,
            "troops_as_written": "、".join(filter(None, troops)),
            "numbers": print_counts(Counted(each.label, each.number) for each in part.counts.all()),
        }
        typed |= {f"parts-{number}-{name}": [text] for name, text in line.items()}
    return typed | {"parts-TOTAL_FORMS": [str(len(parts))], "parts-INITIAL_FORMS": ["0"]}


def open_parts(series: Activity, user: User) -> list[Activity]:
    """The parts that are still in the unit's hands and that `user` may submit; one query."""
    if not series.is_series:
        return []
    parts = series.parts.open_for_editing().select_related("unit").order_by("held_from", "pk")
    return [part for part in parts if part.permits(Step.SUBMIT, user)]


@transaction.atomic
def submit_with_parts(series: Activity, *, by: User) -> int:
    """Submit every open part, each as a step of its own, then the series; how many parts.

    Raises what `take` raises; then none of them is submitted.
    """
    parts = open_parts(series, by)
    for part in parts:
        part.take(Step.SUBMIT, by=by)
    series.take(Step.SUBMIT, by=by)
    return len(parts)
