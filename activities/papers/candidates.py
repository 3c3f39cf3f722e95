"""What is read from an old paper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a text may mention; the tree's and the troops' own, full and short."""

    units: frozenset[str] = frozenset()
    troops: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An activity that the text seems to tell of, with the sentences it was read from.

    `cells` are texts by column of `activities.ledgers.columns`, in the wording of the text, so
    that a ledger's row and a candidate are judged and taken over by the same rules. The dated
    ones of a series are candidates of their own that name it in the column 所属系列. `start` and
    `end` tell where in the text `source` stands.
    """

    cells: dict[str, str]
    source: str
    start: int
    end: int
