"""What the rows of an import are judged against, loaded once: names, kinds, troops, series."""

from __future__ import annotations

from dataclasses import dataclass

from activities.models import Activity, ActivityImport, ActivityKind
from activities.papers.candidates import Names
from units import permissions
from units.models import Troop, Unit
from units.naming import UnitNames


@dataclass(frozen=True, slots=True)
class Context:
    """The names a row may mention. `writes_for` are the units it may be recorded for."""

    unit: Unit
    year: int
    names: UnitNames
    partners: dict[str, Unit]
    writes_for: frozenset[int]
    kinds: dict[str, ActivityKind]
    troops: dict[str, Troop]
    series: dict[tuple[int, str], int]
    """Series of the year that exist already: unit and title → primary key."""

    @classmethod
    def of(cls, batch: ActivityImport) -> Context:
        """For an import by its account; a fixed number of queries."""
        return cls.load(batch.unit, batch.year, permissions.rows_to_write(batch.by, ""))

    @classmethod
    def load(cls, unit: Unit, year: int, rule) -> Context:
        """For rows of `unit` in `year`; `rule` filters the units that may be written for."""
        writes_for = frozenset(
            Unit.objects.filter(rule, is_active=True).values_list("pk", flat=True)
        )
        series = Activity.objects.filter(is_series=True, year=year, unit__in=writes_for)
        return cls(
            unit=unit,
            year=year,
            names=UnitNames(Unit.objects.of_tree(unit)),
            partners=Unit.objects.by_name(unit),
            writes_for=writes_for,
            kinds={kind.name: kind for kind in ActivityKind.objects.offered_to(unit)},
            troops={troop.name: troop for troop in Troop.objects.of_tree(unit)},
            series={
                (own, title): pk for own, title, pk in series.values_list("unit", "title", "pk")
            },
        )

    @property
    def spoken(self) -> Names:
        """The names that an old paper may mention."""
        return Names(frozenset(self.names.by_name), frozenset(self.troops))
