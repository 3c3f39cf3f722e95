"""Which units an account works with, and which a unit answered for in a year.

The scope is the account's unit with all units below it, and for an issuing unit also the
member units of its leading group, wherever they stand in a tree. The figures and documents of
a year take the tree and the group of that year; what an account reads is the tree of today.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from .models import ChangeKind, LeadingGroup, Unit, User
from .placing import Placement, placement


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the unit tree: everything under `path`, and some `members` elsewhere.

    For a year gone by also everything under the `joined` places, and nothing under those that
    stand `apart`; of places one inside the other the inner one decides.
    """

    path: str | None
    members: frozenset[int] = frozenset()
    joined: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()

    def covers(self, unit: Unit) -> bool:
        """True if `unit` belongs to the scope; no query."""
        return self.path is not None and (unit.pk in self.members or self.holds(unit.path))

    def holds(self, path: str) -> bool:
        """The same for a place in the tree, members aside."""
        around = [p for p in (self.path, *self.joined, *self.apart) if path.startswith(p)]
        return bool(around) and max(around, key=len) not in self.apart

    def q(self, to_unit: str) -> Q:
        """The same rule as a filter; `to_unit` is the path to the unit, "" for units."""
        if self.path is None:
            return Q(pk__in=[])
        below = f"{to_unit}__path__startswith" if to_unit else "path__startswith"
        found = Q(**{f"{to_unit or 'pk'}__in": self.members})
        for place in (self.path, *sorted(self.joined)):
            part = Q(**{below: place})
            for cut in sorted(self.apart):
                if cut.startswith(place):
                    part &= ~Q(**{below: cut})
            found = part | found
        return found


NOBODY = Scope(path=None)


def scope_of(user: User) -> Scope:
    """The scope of an account; one query, and only for an account with a unit."""
    return scope_of_unit(user.unit) if user.unit else NOBODY


def scope_of_unit(unit: Unit, year: int | None = None, then: Placement | None = None) -> Scope:
    """What a unit answers for: itself, all below it, and its own group's members.

    With a `year` as things stood at its end: a unit that moved or was merged away later still
    counts, one that came later does not. One query, with a year one more, unless the tree of
    that year is given.
    """
    if year is None:
        return Scope(unit.path, _members(LeadingGroup.objects.current().filter(host=unit)))
    return _as_of(then or placement(year), unit, _members(_group_of_year(unit, year)))


def branch_of(unit: Unit, year: int | None = None) -> Scope:
    """The unit with all below it, without members of its group; no query without a year."""
    return Scope(unit.path) if year is None else _as_of(placement(year), unit, frozenset())


class Branches:
    """Of several units with all below them: which of them answers for a record's unit.

    As the tree stood at the end of `year`. One query, however many units there are; for one
    unit `branch_of` says the same.
    """

    MOST_PLACES = 50
    """More places than these are narrowed down by what their paths have in common."""

    def __init__(self, units: Iterable[Unit], year: int):
        keys = {unit.path: unit.pk for unit in units}
        self._today, self._then = sorted(keys), placement(year)
        self._by_path = {self._then.path_of(path): key for path, key in keys.items()}
        self._lengths = sorted({len(path) for path in self._by_path})
        self._known: dict[str, tuple[int, ...]] = {}

    def above(self, path: str) -> tuple[int, ...]:
        """The keys of the units that answered for the unit that stands at `path` today."""
        if path not in self._known:
            then = self._then.path_of(path)
            starts = (then[:length] for length in self._lengths if length <= len(then))
            self._known[path] = tuple(self._by_path[s] for s in starts if s in self._by_path)
        return self._known[path]

    def q(self, to_unit: str) -> Q:
        """Filter for what may be theirs; `above` tells for sure."""
        places: list[str] = []
        for path in self._today:
            if not places or not path.startswith(places[-1]):
                places.append(path)
        places += [path for path in self._then.moved if self.above(path)]
        if len(places) > self.MOST_PLACES:
            places = [_common_place(places)]
        below = (Q(**{f"{to_unit}__path__startswith": place}) for place in places if place)
        return reduce(or_, below, Q())


def _common_place(paths: list[str]) -> str:
    """The lowest place at or above all of these; "" if they stand in several trees."""
    first, last, step = min(paths), max(paths), Unit.steplen
    above = (first[:length] for length in range(len(first), 0, -step))
    return next((place for place in above if last.startswith(place)), "")


def reviewer_in(unit: Unit, year: int) -> Unit | None:
    """Who reviewed the unit's records in `year`: today's reviewer, unless it stood elsewhere.

    Below a former superior it was that one, if it had a leading group, else its reviewer.
    """
    later = unit.changes.exclude(kind=ChangeKind.RENAMED).filter(changed_from__year__gt=year)
    change = later.select_related("superior__reviewed_by").first()
    if change is None:
        return unit.reviewed_by
    above = change.superior
    if above is None or LeadingGroup.objects.in_force(year).filter(host=above).exists():
        return above
    return above.reviewed_by


def _members(groups) -> frozenset[int]:
    through = LeadingGroup.members.through.objects.filter(leadinggroup__in=groups)
    return frozenset(through.values_list("unit_id", flat=True))


def _group_of_year(host: Unit, year: int):
    """The version of the host's group in force in `year`, the latest of several."""
    return host.leading_groups.in_force(year).latest_first().values("pk")[:1]


def _as_of(then: Placement, unit: Unit, members: frozenset[int]) -> Scope:
    """The scope in today's paths: only the places that make a difference are named."""
    scope, own = Scope(unit.path, members), then.path_of(unit.path)
    for path in sorted(then.moved):
        belonged = then.path_of(path).startswith(own)
        if belonged != scope.holds(path):
            joined, apart = scope.joined, scope.apart
            joined, apart = (joined | {path}, apart) if belonged else (joined, apart | {path})
            scope = Scope(unit.path, members, joined, apart)
    return scope


def issuers_of(unit: Unit) -> frozenset[int]:
    """Who issues to a unit: its reviewer, and the hosts of the groups it is a member of.

    The other side of `UnitQuerySet.receiving_from`; one query.
    """
    groups = LeadingGroup.objects.current().filter(members=unit)
    issuers = {unit.reviewed_by_id, *groups.values_list("host", flat=True)}
    return frozenset(issuers - {None, unit.pk})
