"""沿革 in words: what a unit was called, where it stood, and which units became part of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from .models import ChangeKind, Unit, UnitChange
from .models.units import UnitQuerySet


@dataclass(frozen=True, slots=True)
class Event:
    """One line of 沿革; `unit` is the other unit it is about, with the address of its page."""

    change: UnitChange
    label: str
    text: str
    unit: Unit | None = None
    url: str = ""


def history_of(unit: Unit, known: UnitQuerySet) -> list[Event]:
    """What happened to `unit`, and what was merged into it, in order; four queries at most.

    Other units are linked where the reader knows them.
    """
    others = known.filter(Q(merged_into=unit) | Q(pk=unit.merged_into_id))
    urls = {other.pk: other.get_absolute_url() for other in others}
    taken_in = UnitChange.objects.filter(kind=ChangeKind.MERGED, unit__merged_into=unit)
    events = [
        *_own(unit, list(unit.changes.select_related("superior")), urls),
        *(
            Event(change, "并入本单位", "", change.unit, urls.get(change.unit_id, ""))
            for change in taken_in.select_related("unit")
        ),
    ]
    return sorted(events, key=lambda event: (event.change.changed_from, event.change.pk))


def _own(unit: Unit, changes: list[UnitChange], urls: dict[int, str]) -> list[Event]:
    """A line says what stood before; what stood after is what the next line says, or today."""
    events: list[Event] = []
    name, superior = unit.name, Unit.objects.get_parent(unit) if changes else None
    for change in reversed(changes):
        label = change.get_kind_display()
        if change.is_renaming:
            events.append(Event(change, label, f"原名“{change.name}”，改为“{name}”"))
            name = change.name
            continue
        if change.kind == ChangeKind.MERGED:
            events.append(
                Event(change, label, "", unit.merged_into, urls.get(unit.merged_into_id, ""))
            )
        else:
            events.append(
                Event(change, label, f"由{_place(change.superior)}改为{_place(superior)}")
            )
        superior = change.superior
    return events


def _place(superior: Unit | None) -> str:
    return f"“{superior}”所属" if superior else "最上级单位"
