"""完成情况: how far the units of an office have come, with what all of them add up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reports.overview import UnitProgress
from shuangyong.review import Reviewable


@dataclass(frozen=True, slots=True)
class Reached:
    """Of one column: how many were asked for, how many of them are confirmed."""

    asked: int
    confirmed: int

    def __str__(self) -> str:
        return f"{self.confirmed}/{self.asked}" if self.asked else "—"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Units × what they hand in. rows: those shown; the sums count all of them."""

    rows: tuple[UnitProgress, ...]
    units: int
    behind: int
    confirmed: int
    unconfirmed: int
    most: int
    sub_plans: Reached
    assessments: Reached
    summaries: Reached

    @property
    def is_narrowed(self) -> bool:
        """True if not all units are shown."""
        return len(self.rows) < self.units


def matrix(units: Iterable[UnitProgress], *, only_behind: bool = False) -> Matrix:
    """The table with its sums; only_behind: only the units that are behind are shown."""
    units = tuple(units)
    return Matrix(
        rows=tuple(row for row in units if row.is_behind or not only_behind),
        units=len(units),
        behind=sum(row.is_behind for row in units),
        confirmed=sum(row.confirmed for row in units),
        unconfirmed=sum(row.unconfirmed for row in units),
        most=max((row.confirmed for row in units), default=0) or 1,
        sub_plans=_reached(row.sub_plan for row in units),
        assessments=_reached(row.assessment for row in units),
        summaries=_reached(row.summary for row in units),
    )


def _reached(records: Iterable[Reviewable | None]) -> Reached:
    asked = [record for record in records if record]
    return Reached(len(asked), sum(record.is_official for record in asked))
