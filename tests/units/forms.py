"""What the administrator types about units, and the tree that comes of it."""

from units.models import Unit


def typed(**fields) -> dict:
    """A new unit as the administrator types it; units are given as records."""
    form = {"name": "滨江市图书馆", "kind": "subordinate", "is_active": "on"} | fields
    return {name: str(value) for name, value in form.items()}


def like(unit: Unit, **fields) -> dict:
    """The form of an existing unit with some fields changed."""
    kept = {"name": unit.name, "short_name": unit.short_name, "kind": unit.kind}
    return typed(**kept | fields)


def tree() -> list[tuple[int, str]]:
    """Every unit with its level, in administrative order."""
    return [(unit.depth, unit.name) for unit in Unit.objects.all()]
