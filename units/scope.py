"""Which units an account works with.

The scope is the account's unit with all units below it, and for an issuing unit also the
member units of its leading group, wherever they stand in a tree.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from .models import LeadingGroup, Unit, User


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the unit tree: everything under `path`, and some `members` elsewhere."""

    path: str | None
    members: frozenset[int] = frozenset()

    def covers(self, unit: Unit) -> bool:
        """True if `unit` belongs to the scope; no query."""
        return self.path is not None and (
            unit.path.startswith(self.path) or unit.pk in self.members
        )

    def q(self, to_unit: str) -> Q:
        """The same rule as a filter; `to_unit` is the path to the unit, "" for units."""
        if self.path is None:
            return Q(pk__in=[])
        prefix = f"{to_unit}__" if to_unit else ""
        return Q(**{f"{prefix}path__startswith": self.path}) | Q(
            **{f"{to_unit or 'pk'}__in": self.members}
        )


NOBODY = Scope(path=None)


def scope_of(user: User) -> Scope:
    """The scope of an account; one query, and only for an account with a unit."""
    return scope_of_unit(user.unit) if user.unit else NOBODY


def scope_of_unit(unit: Unit) -> Scope:
    """What a unit answers for: itself, all below it, and its own group's members."""
    members = LeadingGroup.members.through.objects.filter(
        leadinggroup__host=unit, leadinggroup__valid_until=None
    )
    return Scope(unit.path, frozenset(members.values_list("unit_id", flat=True)))
