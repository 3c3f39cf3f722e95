"""Where the days of a year lie across a drawing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# in units of the drawing: how wide it is, and where the year begins in it
WIDTH, LEFT = 1120, 256


@dataclass(frozen=True, slots=True)
class Scale:
    """Where the days of a year lie across the drawing."""

    year: int

    @property
    def first(self) -> date:
        """1 January."""
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """31 December."""
        return date(self.year, 12, 31)

    def x(self, day: date) -> float:
        """The left edge of a day; days of other years lie at the ends."""
        days = (self.last - self.first).days + 1
        offset = min(max((day - self.first).days, 0), days)
        return round(LEFT + (WIDTH - LEFT) * offset / days, 1)

    def middle(self, start: date, end: date) -> float:
        """The middle of an interval, as far as it lies in the year."""
        return round((self.x(start) + self.right(end)) / 2, 1)

    def right(self, day: date) -> float:
        """The right edge of a day."""
        return self.x(date.fromordinal(day.toordinal() + 1))

    def holds(self, start: date, end: date) -> bool:
        """True if any day of the interval lies in the year."""
        return start <= self.last and end >= self.first
