"""Units as people name them: by full or short name, typed by hand or read from a table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches

from django.core.exceptions import ValidationError

from .models import Unit
from .models.units import UnitQuerySet

SEPARATORS = re.compile(r"[、，,；;\s]+")
LIKE_ENOUGH = 0.4  # of difflib's ratio: half of the characters in the same order
ASKED_FOR_NEAREST = 20  # unknown names of one table that are compared with all others


def find_unit(units: UnitQuerySet, text: str) -> Unit:
    """The one of `units` whose full or short name is `text`.

    Raises ValidationError, with the names that come nearest, if there is none or several.
    """
    name = tidy(text)
    found = list(units.named(name))
    return _only_one(name, found, () if found else units)


class UnitNames:
    """Units by name for a whole table: loaded once, then no query for any row.

    As `UnitQuerySet.named`, a name that nobody bears today is known from the years it was in use.
    """

    def __init__(self, units: UnitQuerySet):
        self.units = list(units.with_former_names())
        self.by_key = {unit.pk: unit for unit in self.units}
        self.by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            for name in {unit.name, unit.short_name} - {""}:
                self.by_name[name].append(unit)
        self._add_former_names()
        self._unknown: dict[str, ValidationError] = {}

    def _add_former_names(self) -> None:
        """Names in use once, each with every unit that bore it, unless one bears it today."""
        was: dict[str, dict[Unit, None]] = defaultdict(dict)
        for unit in self.units:
            for change in unit.changes.all():
                if change.is_renaming:
                    for name in {change.name, change.short_name} - {""} - self.by_name.keys():
                        was[name][unit] = None
        self.by_name |= {name: list(units) for name, units in was.items()}

    def find(self, text: str) -> Unit:
        """The unit of this full or short name; ValidationError as `find_unit`."""
        name = tidy(text)
        if name in self._unknown:
            raise self._unknown[name]
        found = self.by_name.get(name, [])
        compared = len(self._unknown) < ASKED_FOR_NEAREST
        try:
            return _only_one(name, found, self.units if compared and not found else ())
        except ValidationError as error:
            self._unknown[name] = error
            raise

    def find_all(self, text: str) -> list[Unit]:
        """The units of a line such as 市文新局、市总工会, in the order written, each once.

        Raises ValidationError with a message for every name that is none.
        """
        units, errors = [], []
        for name in filter(None, SEPARATORS.split(text)):
            try:
                units.append(self.find(name))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return list(dict.fromkeys(units))

    def written(self, unit: Unit) -> str:
        """The shortest name by which the unit is recognised again."""
        return unit.label if len(self.by_name.get(unit.label, ())) == 1 else unit.name

    def offered(self) -> list[str]:
        """The names of units in use, for a datalist, in administrative order."""
        return [self.written(unit) for unit in self.units if unit.is_active]


def tidy(text: str) -> str:
    """A name without the spaces around it and with single ones inside; no database keeps a NUL."""
    return " ".join(text.replace("\0", " ").split())


def nearest(name: str, units: Iterable[Unit], most: int = 3) -> list[str]:
    """Full names that come nearest to `name`, the nearest first."""
    full: dict[str, str] = {}
    for unit in units:
        full |= dict.fromkeys({unit.name, unit.short_name} - {""}, unit.name)
    holding = [known for known in full if name and (name in known or known in name)]
    like = get_close_matches(name, full, n=most * 2, cutoff=LIKE_ENOUGH)
    return list(dict.fromkeys(full[known] for known in [*holding, *like]))[:most]


def _only_one(name: str, found: list[Unit], others: Iterable[Unit]) -> Unit:
    full = [unit for unit in found if unit.name == name]
    if len(full or found) == 1:
        return (full or found)[0]
    if found:
        names = "、".join(unit.name for unit in found[:5])
        raise ValidationError(f"有多个单位简称“{name}”，请写全称：{names}。", code="invalid_choice")
    near = nearest(name, others)
    hint = f"是否指：{'、'.join(near)}？" if near else "请写单位全称或简称。"
    raise ValidationError(f"没有名为“{name}”的单位。{hint}", code="invalid_choice")
