"""Terms of office and of groups: from when until when, either of which may be vague or unknown.

Only what is certain is refused. A head who left in 2011 and one who came in 2011 may have
followed each other; one who left in 2012 and one who came in 2010 cannot have.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from shuangyong.vague import Precision, VagueDate

NEVER = date.max


@dataclass(frozen=True, slots=True)
class Term:
    """A time in office or in force; None means unknown at its beginning, still going at its end."""

    since: VagueDate | None = None
    until: VagueDate | None = None

    def __str__(self) -> str:
        if self.since and self.until:
            return f"{self.since.dated}至{self.until.dated}"
        if self.since:
            return f"{self.since.dated}起"
        return f"至{self.until.dated}" if self.until else ""

    @property
    def begun(self) -> date:
        """The day by which it had certainly begun."""
        return self.since.end if self.since else self.ended

    @property
    def ended(self) -> date:
        """The first day on which it may have ended."""
        return self.until.start if self.until else NEVER

    def overlaps(self, other: Term) -> bool:
        """True if both held at the same time for certain; a day of handing over does not count."""
        if self.until is None and other.until is None:
            return True
        return self.begun < other.ended and other.begun < self.ended

    def begins_after(self, other: Term) -> bool:
        """True if it certainly began after the other one had ended."""
        return bool(self.since and other.until and self.since.start > other.until.end)

    def ends_before(self, other: Term) -> bool:
        """True if it certainly ended before the other one began."""
        return bool(self.until and other.since and self.until.end < other.since.start)


def eve_of(begins: VagueDate) -> VagueDate:
    """The end of what is replaced, as exact as the beginning of what replaces it.

    What begins in 2012 replaces what stood until 2011; what begins in March, until February.
    """
    if begins.precision == Precision.YEAR:
        return VagueDate.parse(f"{begins.start.year - 1}年", year=begins.start.year)
    last = begins.start - timedelta(days=1)
    day = "" if begins.precision == Precision.MONTH else f"{last.day}日"
    return VagueDate.parse(f"{last.year}年{last.month}月{day}", year=last.year)
