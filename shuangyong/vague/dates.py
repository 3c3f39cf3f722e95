"""Dates as exact as their source: 7月31日下午, “八一”期间, 6月, 近几年."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

from django.core.exceptions import ValidationError

from .reading import Precision, read, simplified

ACCEPTED = (
    "请按这样的写法填写时间：7.31、7月31日下午、6月、八一期间、年初、2011年、2010年至2011年。"
)
MAX_WORDING = 90
NO_YEAR = 1  # no record's year: a wording without one says nothing


@total_ordering
@dataclass(frozen=True, slots=True)
class VagueDate:
    """A time as it was written, with the days it may mean; `start` and `end` are inclusive."""

    start: date
    end: date
    precision: Precision
    wording: str

    def __str__(self) -> str:
        return self.wording

    def __lt__(self, other: VagueDate) -> bool:
        return self.storage < other.storage

    @classmethod
    def parse(cls, text: str, *, year: int) -> VagueDate:
        """Read a time as people write it; `year` is meant when none is written.

        Raises ValidationError, with the accepted forms, for what is no possible time.
        """
        wording = " ".join(text.split())
        if len(wording) > MAX_WORDING:
            raise ValidationError(f"时间的写法太长。{ACCEPTED}")
        try:
            start, end, precision = read(wording, year)
        except ValueError:
            raise ValidationError(f"“{wording}”不是能识别的时间。{ACCEPTED}") from None
        if end < start:
            raise ValidationError(f"结束时间不能早于开始时间。{ACCEPTED}")
        return cls(start, end, precision, wording)

    @classmethod
    def from_storage(cls, stored: str) -> VagueDate:
        """The value of a database column; raises ValueError if it is none."""
        start, end, code, wording = stored.split("/", 3)
        return cls(date.fromisoformat(start), date.fromisoformat(end), Precision(code), wording)

    @property
    def storage(self) -> str:
        """One text: first day, last day, precision, wording; sorts by time."""
        return f"{self.start}/{self.end}/{self.precision.value}/{self.wording}"

    def formal(self, year: int) -> str:
        """The wording for an official document about `year`: 7.31 becomes 7月31日.

        The year is left out where it is `year`, and put in where it is another one.
        """
        written = self._spelt_out()
        return self._first_that_says_it([written.removeprefix(f"{year}年"), written], year)

    def for_input(self, year: int) -> str:
        """The wording, with the year put in where it would be read as another one's."""
        return self._first_that_says_it([self.wording], year)

    @property
    def dated(self) -> str:
        """The wording with its year: for pages that are not about one year."""
        return self.for_input(NO_YEAR)

    @property
    def document_key(self) -> tuple[date, int]:
        """Sorts as documents do: what is contained stands before what contains it.

        So 6月10日 stands before 6月, and both before 2011年; the vaguest is last.
        """
        return self.end, -self.start.toordinal()

    def overlaps(self, start: date, end: date) -> bool:
        """True if the time may fall between two days."""
        return self.start <= end and self.end >= start

    def _spelt_out(self) -> str:
        plain = simplified(self.wording)
        first = f"{self.start.month}月{self.start.day}日"
        if "月" in plain or not _FIGURES.match(plain):
            return self.wording
        if self.precision == Precision.MONTH:
            return f"{self.start.month}月"
        if self.precision == Precision.SPAN:
            month = f"{self.end.month}月" if self.end.month != self.start.month else ""
            return f"{first}至{month}{self.end.day}日" if _DAYS.match(plain) else self.wording
        return first + re.sub(r"^[\d年./\-日号]+", "", plain)

    def _first_that_says_it(self, wordings: list[str], year: int) -> str:
        dated = [f"{y}年{w}" for y in (self.start.year, self.end.year) for w in wordings]
        said = (w for w in (*wordings, *dated) if self._is_said_by(w, year))
        return next(said, None) or self._in_full()

    def _is_said_by(self, wording: str, year: int) -> bool:
        try:
            return read(wording, year) == (self.start, self.end, self.precision)
        except ValueError:
            return False

    def _in_full(self) -> str:
        form = "{0.year}年"
        if self.precision not in (Precision.YEAR, Precision.YEARS):
            form += "{0.month}月{0.day}日"
        first, last = form.format(self.start), form.format(self.end)
        return first if first == last else f"{first}至{last}"


_FIGURES = re.compile(r"(\d{4}[年./-])?\d{1,2}[./-]\d|\d{4}[./-]\d")
_DAYS = re.compile(r"(\d{4}[年./-])?\d{1,2}[./-]\d{1,2}[日号]?[至到\-–—―~−]")
