"""What is done with a unit's outlines: copied, made the usual one, deleted."""

from __future__ import annotations

from django.db import transaction

from reports.models import Outline
from units.models import Unit, User

LINE = ("position", "level", "heading", "content", "text")


@transaction.atomic
def copy_outline(outline: Outline, unit: Unit, *, by: User | None) -> Outline:
    """The unit's own copy of an outline, free to be changed; a second copy is called ……（2）."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    copied = Outline.objects.create(
        unit=unit,
        name=_free_name(outline.name, unit),
        note=outline.note,
        position=unit.outlines.count() + 1,
        changed_by=by,
    )
    for item in outline.items.prefetch_related("kinds"):
        line = {name: getattr(item, name) for name in LINE}
        copied.items.create(**line).kinds.set(item.kinds.all())
    return copied


def _free_name(name: str, unit: Unit) -> str:
    taken = set(unit.outlines.values_list("name", flat=True))
    most = Outline._meta.get_field("name").max_length
    found, n = name, 1
    while found in taken:
        n += 1
        found = f"{name[: most - 5]}（{n}）"
    return found


@transaction.atomic
def make_usual(outline: Outline) -> None:
    """The unit's summaries begin with this outline from now on, and with no other of its own."""
    Unit.objects.select_for_update().get(pk=outline.unit_id)
    Outline.objects.filter(unit=outline.unit_id, is_usual=True).update(is_usual=False)
    Outline.objects.filter(pk=outline.pk).update(is_usual=True)
    outline.is_usual = True
