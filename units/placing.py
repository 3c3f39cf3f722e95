"""Where units stood at the end of a year: the tree of today, put back by the changes since."""

from __future__ import annotations

from dataclasses import dataclass, field

from .models import ChangeKind, Unit, UnitChange


@dataclass(frozen=True, slots=True)
class FormerPlace:
    """Of a unit that has moved since: where it stands now, below whom it stood then."""

    unit_id: int
    path: str
    superior_id: int | None
    superior_path: str


@dataclass(frozen=True, slots=True)
class Placement:
    """The tree as it stood at the end of a year, told by the units that moved since.

    Everything below such a unit moves with it, so paths are translated by their longest
    prefix that moved: `path_of` gives a path in the tree of that year, which is good for
    comparing with others of the same year and for nothing else.
    """

    moved: dict[str, FormerPlace] = field(default_factory=dict)

    def path_of(self, path: str, seen: frozenset[str] = frozenset()) -> str:
        """Where the unit at `path` today stood in that year."""
        now = self._moved_at_or_above(path)
        if now is None or now in seen:  # dates that contradict each other make no circle
            return path
        place = self.moved[now]
        above = self.path_of(place.superior_path, seen | {now}) if place.superior_path else ""
        return f"{above}<{place.unit_id}>{path[len(now) :]}"

    def _moved_at_or_above(self, path: str) -> str | None:
        """The nearest place at or above `path` whose unit stood elsewhere."""
        step = Unit.steplen
        above = (path[:length] for length in range(len(path), 0, -step))
        return next((p for p in above if p in self.moved), None)


def placement(year: int) -> Placement:
    """The tree at the end of `year`; one query.

    Of several changes of a unit the first one after the year tells where it stood.
    """
    later = UnitChange.objects.filter(
        kind__in=(ChangeKind.MOVED, ChangeKind.MERGED), changed_from__year__gt=year
    )
    moved: dict[str, FormerPlace] = {}
    for unit, path, superior, above in later.values_list(
        "unit", "unit__path", "superior", "superior__path"
    ):
        moved.setdefault(path, FormerPlace(unit, path, superior, above or ""))
    return Placement(moved)
