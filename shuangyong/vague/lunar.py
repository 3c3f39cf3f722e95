"""Days of the lunar calendar as people write them: 正月十五, 农历八月十五, 腊月二十三."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from lunar_python import Lunar

_MONTHS = {"大年": 1, "正月": 1, "冬月": 11, "腊月": 12}
_FIGURES = {sign: number for number, sign in enumerate("一二三四五六七八九", start=1)}
_TENS = {"初": 0, "十": 10, "二十": 20, "廿": 20}
_DAY = r"初[一二三四五六七八九十]|三十|(?:二十|廿|十)[一二三四五六七八九]?"
# with 农历 any figures; without it only what no other calendar has: 正月, 腊月, 初八, 廿三
_WRITTEN = (
    rf"(?:农历|阴历|旧历)(?:(?:正|冬|腊|\d{{1,2}})月)(?:{_DAY}|\d{{1,2}}日?)"
    rf"|(?:正|冬|腊)月(?:{_DAY}|\d{{1,2}}日?)"
    r"|(?:\d{1,2}月|大年)初[一二三四五六七八九十]|\d{1,2}月廿[一二三四五六七八九]?"
)
LUNAR_DAY = rf"(?P<lunar>{_WRITTEN})"
_PARTS = re.compile(
    r"(?:农历|阴历|旧历)?(?:(?P<name>[正冬腊]月|大年)|(?P<month>\d+)月)(?:(?P<figure>\d+)日?|(?P<day>.+))",
    re.ASCII,
)


def lunar_day(wording: str, year: int) -> date:
    """The day of the lunar calendar that falls in `year`; 腊月 is mostly the lunar year before.

    Raises ValueError for a day that there is not.
    """
    parts = _PARTS.fullmatch(wording)
    month = _MONTHS[parts["name"]] if parts["name"] else int(parts["month"])
    day = int(parts["figure"]) if parts["figure"] else _number(parts["day"])
    found = [solar for lunar_year in (year, year - 1) if (solar := _solar(lunar_year, month, day))]
    within = [solar for solar in found if solar.year == year]
    if not found:
        raise ValueError(wording)
    return (within or found)[0]


@dataclass(frozen=True, slots=True)
class LunarFeast:
    """A day of the lunar calendar that people name, with the week before and the days after."""

    month: int
    day: int

    def window(self, year: int) -> tuple[date, date]:
        """The days around it that are meant by 重阳节前 or 重阳节期间."""
        day = _solar(year, self.month, self.day)
        if day is None:
            raise ValueError(year)
        return day - timedelta(7), day + timedelta(3)


def _number(day: str) -> int:
    """十五 is 15, 初十 is 10, 廿三 is 23."""
    if day in ("三十", "初十"):
        return 30 if day == "三十" else 10
    if day in _TENS:
        return _TENS[day]
    return _TENS[day[:-1]] + _FIGURES[day[-1]]


@lru_cache(maxsize=512)
def _solar(year: int, month: int, day: int) -> date | None:
    """None where the month has no such day: the library says so by bare exceptions."""
    if not 1900 <= year <= 2200 or not 1 <= month <= 12 or not 1 <= day <= 30:
        return None
    try:
        solar = Lunar.fromYmd(year, month, day).getSolar()
        return date(solar.getYear(), solar.getMonth(), solar.getDay())
    except Exception:  # noqa: BLE001
        return None
