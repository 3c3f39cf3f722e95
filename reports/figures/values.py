"""What the figures of a year are made of; each knows by which filters its records are listed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from shuangyong.vague import VagueNumber

Filters = tuple[tuple[str, str | int], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many activities (项) of one kind, unit or month.

    stands_for: the filters of the list of activities (`activities.filters`) that leave them.
    """

    label: str
    count: int
    stands_for: Filters = ()

    @property
    def activities(self) -> int:
        """How many records stand behind it, by the same name as for sums."""
        return self.count


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity summed over the year, as exact as its parts: 派员40余人.

    number: None where it was written nowhere; activities: how many it is summed from.
    """

    label: str
    number: VagueNumber | None
    activities: int = 0
    stands_for: Filters = ()


@dataclass(frozen=True, slots=True)
class Gift:
    """What was given under one name: 图书 军事书籍 120册、3箱, worth 5000元.

    quantities: a sum for each measure word; value: 元, None where none was written.
    """

    category: str
    name: str
    quantities: tuple[VagueNumber, ...]
    value: VagueNumber | None
    activities: int
    stands_for: Filters = ()

    @property
    def label(self) -> str:
        """Its name; of what has none the category."""
        return self.name or self.category

    @property
    def quantity(self) -> str:
        """All its sums."""
        return "、".join(map(str, self.quantities))


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A unit's year with all units in its scope. activities: 项; money and value: 元.

    unconfirmed: activities that are not counted; pending: those of them that wait for review,
    which are counted as well where `with_pending`. money_by_kind: 慰问金 by kind of activity;
    given: the value of each category of what was given; gifts: things given, without money.
    """

    year: int
    activities: int
    unconfirmed: int
    by_kind: tuple[Tally, ...]
    by_unit: tuple[Tally, ...]
    by_month: tuple[Tally, ...]
    counts: tuple[Quantity, ...]
    money: VagueNumber | None
    value: VagueNumber | None
    troops: int
    units: int
    sub_plans: int
    sub_plans_confirmed: int
    requests: int
    requests_done: int
    pending: int = 0
    with_pending: bool = False
    monthless: int = 0
    by_occasion: tuple[Tally, ...] = ()
    by_troop: tuple[Tally, ...] = ()
    money_by_kind: tuple[Quantity, ...] = ()
    given: tuple[Quantity, ...] = ()
    gifts: tuple[Gift, ...] = ()
    beneficiaries: tuple[Quantity, ...] = ()
    valued: int = 0
    """How many activities `value` is summed from."""
    counted_for: Filters = ()
    """The filters that leave all activities counted here."""

    def address(self, stands_for: Filters = ()) -> str:
        """The list of the activities behind one of the figures, or behind all."""
        filters = (("year", self.year), *self.counted_for, *stands_for)
        return f"{reverse('activities:activities')}?{urlencode(filters)}"

    def as_json(self) -> dict:
        """The figures as stored beside an issued document."""
        return {
            "year": self.year,
            "activities": self.activities,
            "by_kind": {t.label: t.count for t in self.by_kind},
            "by_unit": {t.label: t.count for t in self.by_unit},
            "counts": {s.label: str(s.number) for s in self.counts},
            "money": str(self.money or ""),
            "value": str(self.value or ""),
            "troops": self.troops,
            "units": self.units,
        }
