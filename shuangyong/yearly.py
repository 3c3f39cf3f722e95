"""What was written about one year, said again about another: texts and dates of a roll-over."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

from .occasions import LUNAR, Occasion
from .vague import Precision, VagueDate

# what is counted from these years: 建军84周年 was 2011
FOUNDED = {"建军": 1927, "建党": 1921, "中国共产党成立": 1921, "新中国成立": 1949, "建国": 1949}
_YEAR = re.compile(r"(?<!\d)(\d{4})(?=年)")
_ANNIVERSARY = re.compile(rf"({'|'.join(FOUNDED)})(\d+)(?=周年)")


def text_for(text: str, *, year: int, to: int) -> str:
    """The text of a paper about `year`, for the one about `to`.

    The year itself and the one after it move along (2011年12月, 2012年1月); other years are
    history and stay. Anniversaries that fall into `year` are counted on: 建军84周年 becomes
    建军85周年.
    """

    def moved_year(match: re.Match) -> str:
        written = int(match[1])
        return str(written + to - year) if written in (year, year + 1) else match[0]

    def moved_anniversary(match: re.Match) -> str:
        falls_in = FOUNDED[match[1]] + int(match[2])
        return f"{match[1]}{int(match[2]) + to - year}" if falls_in == year else match[0]

    return _ANNIVERSARY.sub(moved_anniversary, _YEAR.sub(moved_year, text))


def date_for(written: VagueDate, *, year: int, to: int, occasion: str = "") -> VagueDate:
    """The same time in the year `to`, for a date that was written about `year`.

    A wording is read anew, so that “中秋”前夕 falls where the new year's calendar says. A day
    that belongs to a lunar occasion keeps its distance from it: 9月10日 before 中秋 of 2011
    (12 September) is 28 September in 2012.
    """
    if occasion in LUNAR and written.precision == Precision.DAY:
        return _beside(Occasion(occasion), written, year, to)
    wording = _YEAR.sub(lambda match: str(int(match[1]) + to - year), written.wording)
    wording = re.sub(r"(?<!\d)\d{4}(?=[./-]\d)", lambda m: str(int(m[0]) + to - year), wording)
    try:
        return VagueDate.parse(wording, year=to)
    except ValidationError:  # 29 February of a leap year
        return VagueDate.parse(re.sub(r"(2月|2[./-])29", r"\g<1>28", wording), year=to)


def _beside(occasion: Occasion, written: VagueDate, year: int, to: int) -> VagueDate:
    moved = occasion.day(to) + (written.start - occasion.day(year))
    in_year = "" if moved.year == to else f"{moved.year}年"
    return VagueDate.parse(f"{in_year}{moved.month}月{moved.day}日", year=to)
