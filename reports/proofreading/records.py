"""What is known of a year, as the rules read it: plain data, whoever loaded it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from shuangyong.vague import VagueDate, VagueNumber


@dataclass(frozen=True, slots=True)
class KnownNumber:
    """A number a record holds. labels: the words it is told with: 慰问金, 演职人员."""

    number: VagueNumber
    source: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownDate:
    """A time a record holds; `is_its_own`: when it was held, not what its text mentions."""

    when: VagueDate
    source: str
    is_its_own: bool = False


@dataclass(frozen=True, slots=True)
class KnownName:
    """What a unit, a troop or a group is called, or was."""

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Office:
    """Who holds an office in a leading group: 副组长, 副局长, 张三."""

    role: str
    name: str
    post: str
    source: str


@dataclass(frozen=True, slots=True)
class Record:
    """One record: what it is called, where it is read, what it says in words."""

    source: str
    label: str
    url: str = ""
    texts: tuple[str, ...] = ()
    numbers: tuple[KnownNumber, ...] = ()
    dates: tuple[KnownDate, ...] = ()
    unit: int | None = None
    troops: frozenset[int] = frozenset()
    parts: tuple[str, ...] = ()
    is_activity: bool = False

    @property
    def said(self) -> str:
        """All its texts."""
        return "\n".join(self.texts)


@dataclass(frozen=True)
class Records:
    """Everything a text of a unit's year is read against. Empty: the text against itself."""

    year: int | None = None
    records: dict[str, Record] = field(default_factory=dict)
    figures: tuple[KnownNumber, ...] = ()
    names: tuple[KnownName, ...] = ()
    offices: tuple[Office, ...] = ()
    receiving: tuple[Record, ...] = ()
    unconfirmed: tuple[Record, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    frozen: dict[str, str] | None = None
    today: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known: then nothing is without source either."""
        return not self.records and not self.figures

    @cached_property
    def totals(self) -> tuple[KnownNumber, ...]:
        """The figures of the year, and how many units its rounds assessed."""
        rounds = (r for r in self.records.values() if r.source.startswith("round-"))
        return self.figures + tuple(n for r in rounds for n in r.numbers if n.labels)

    @cached_property
    def numbers(self) -> tuple[KnownNumber, ...]:
        """Every number of every record, the figures of the year first."""
        return self.figures + tuple(n for record in self.records.values() for n in record.numbers)

    @cached_property
    def by_amount(self) -> dict[object, list[KnownNumber]]:
        """The numbers by what they come to."""
        found: dict[object, list[KnownNumber]] = {}
        for known in self.numbers:
            found.setdefault(known.number.amount, []).append(known)
        return found

    @cached_property
    def dates(self) -> tuple[KnownDate, ...]:
        """Every time of every record."""
        return tuple(d for record in self.records.values() for d in record.dates)

    @cached_property
    def activities(self) -> tuple[Record, ...]:
        """The confirmed activities of the year, a series once."""
        return tuple(r for r in self.records.values() if r.is_activity)

    @cached_property
    def said(self) -> str:
        """Everything records say in words."""
        return "\n".join(record.said for record in self.records.values())

    def of(self, sources: Iterable[str]) -> list[Record]:
        """The records that are meant, with the dates of a series."""
        found: dict[str, Record] = {}
        for source in sources:
            if record := self.records.get(source):
                found[source] = record
                found |= {p: self.records[p] for p in record.parts if p in self.records}
        return list(found.values())

    def label_of(self, source: str) -> str:
        """What a source is called on a page."""
        kind, _, name = source.partition("-")
        if kind == "figure":
            return f"全年数据：{name}"
        record = self.records.get(source)
        return record.label if record else source

    def url_of(self, source: str) -> str:
        """Where a source is read, or nothing."""
        record = self.records.get(source)
        return record.url if record else ""
