"""A small office for the campaigns: a bureau with four units that write."""

from __future__ import annotations

from tests.factories import PASSWORD, make_group, make_kind, make_unit, make_user

from .writing import People, Person

WRITERS = 4


def open_office() -> list[dict]:
    """Units and accounts in an empty database; what the writers need to know."""
    office = make_unit("滨江市双拥办", kind="office")
    make_group(office)
    kind = make_kind("慰问演出")
    found = []
    for number in range(1, WRITERS + 1):
        unit = make_unit(f"滨江市第{number}局", under=office)
        user = make_user(f"writer{number}", unit=unit)
        found.append({"username": user.username, "kind": kind.pk, "unit": unit.pk})
    return found


def people_at(port: int, desks: list[dict]) -> People:
    """One person at each desk."""
    return People(*(Person(port, password=PASSWORD, **desk) for desk in desks))
