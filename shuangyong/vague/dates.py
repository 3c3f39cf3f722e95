"""Dates as exact as their source: 7月31日下午, “八一”期间, 6月, 近几年."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models

from shuangyong.occasions import Occasion

ACCEPTED = (
    "请按这样的写法填写时间：7.31、7月31日下午、6月、“八一”期间、年初、2011年、2010年至2011年。"
)
MAX_WORDING = 90


class Precision(models.TextChoices):
    """How exact a date is, from the most exact to the least."""

    DAY = "D", "日"
    HALF_DAY = "H", "半日"
    PART_OF_MONTH = "X", "旬"
    MONTH = "M", "月"
    OCCASION = "O", "节点期间"
    SPAN = "S", "时段"
    YEAR = "Y", "年"
    YEARS = "L", "多年"


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
        return (self.start, self.end, self.wording) < (other.start, other.end, other.wording)

    @classmethod
    def parse(cls, text: str, *, year: int) -> VagueDate:
        """Read a time as people write it; `year` is meant when none is written.

        Raises ValidationError, with the accepted forms, for what is no possible time.
        """
        wording = text.strip()
        plain = re.sub(r"[\s“”\"'‘’·•]", "", unicodedata.normalize("NFKC", wording))
        if len(wording) > MAX_WORDING:
            raise ValidationError(f"时间的写法太长。{ACCEPTED}")
        try:
            start, end, precision = _read(plain, year)
        except ValueError:
            raise ValidationError(ACCEPTED) from None
        if end < start:
            raise ValidationError("结束时间不能早于开始时间。")
        return cls(start, end, precision, wording)

    @classmethod
    def from_storage(cls, stored: str) -> VagueDate:
        """The value of a database column."""
        start, end, code, wording = stored.split("/", 3)
        return cls(date.fromisoformat(start), date.fromisoformat(end), Precision(code), wording)

    @property
    def storage(self) -> str:
        """One text: first day, last day, precision, wording; sorts by time."""
        return f"{self.start}/{self.end}/{self.precision.value}/{self.wording}"

    def formal(self, year: int) -> str:
        """The wording for an official document about `year`: 7.31 becomes 7月31日."""
        if self.precision == Precision.DAY and not re.search(r"[月日]", self.wording):
            written = f"{self.start.month}月{self.start.day}日"
            return written if self.start.year == year else f"{self.start.year}年{written}"
        return self.wording

    @property
    def document_key(self) -> tuple[date, int, date]:
        """Sorts as documents do: by interval, the vaguest last."""
        vague = self.precision in (Precision.YEAR, Precision.YEARS)
        return (date.max if vague else self.start, list(Precision).index(self.precision), self.end)

    def overlaps(self, start: date, end: date) -> bool:
        """True if the time may fall between two days."""
        return self.start <= end and self.end >= start


Reading = tuple[date, date, Precision]

_YEAR = r"(?:(?P<year>\d{4})[年.\-/])?"
_DAY = rf"{_YEAR}(?P<month>\d{{1,2}})[月.\-/](?P<day>\d{{1,2}})[日号]?"
_OCCASIONS = {
    **{occasion.label: occasion for occasion in Occasion},
    "建军节": Occasion.ARMY_DAY,
    "8.1": Occasion.ARMY_DAY,
    "81": Occasion.ARMY_DAY,
    "新年": Occasion.NEW_YEAR,
    "国庆节": Occasion.NATIONAL_DAY,
    "建党节": Occasion.PARTY_DAY,
    "青年节": Occasion.YOUTH_DAY,
}
_AROUND = r"(?:建军节|节)?(?:期间|前夕|节前夕|前后|节日期间|当天)?"


def _read(text: str, year: int) -> Reading:
    for pattern, reader in _READERS:
        if match := pattern.fullmatch(text):
            return reader(match, year)
    raise ValueError(text)


def _year_in(match: re.Match, year: int) -> int:
    return int(match["year"] or year)


def _day(match: re.Match, year: int) -> Reading:
    day = date(_year_in(match, year), int(match["month"]), int(match["day"]))
    half = match.groupdict().get("half")
    return day, day, Precision.HALF_DAY if half else Precision.DAY


def _days(match: re.Match, year: int) -> Reading:
    first_year = _year_in(match, year)
    start = date(first_year, int(match["month"]), int(match["day"]))
    last_year = int(match["year2"] or first_year)
    end = date(last_year, int(match["month2"] or start.month), int(match["day2"]))
    return start, end, Precision.SPAN


def _month(match: re.Match, year: int) -> Reading:
    year, month = _year_in(match, year), int(match["month"])
    last = monthrange(year, month)[1] if 1 <= month <= 12 else 0
    first_day, last_day = {
        None: (1, last), "初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "中": (11, 20),
        "下旬": (21, last), "底": (21, last), "末": (21, last),
    }[match["part"]]  # fmt: skip
    precision = Precision.PART_OF_MONTH if match["part"] else Precision.MONTH
    return date(year, month, first_day), date(year, month, last_day), precision


def _months(match: re.Match, year: int) -> Reading:
    year = _year_in(match, year)
    last = int(match["month2"])
    end = date(year, last, monthrange(year, last)[1] if 1 <= last <= 12 else 1)
    return date(year, int(match["month"]), 1), end, Precision.SPAN


def _part_of_year(match: re.Match, year: int) -> Reading:
    year = _year_in(match, year)
    first, last = {
        "年初": (1, 2), "年底": (12, 12), "年末": (12, 12), "年中": (6, 7), "上半年": (1, 6),
        "下半年": (7, 12), "一季度": (1, 3), "二季度": (4, 6), "三季度": (7, 9), "四季度": (10, 12),
    }[match["part"]]  # fmt: skip
    return date(year, first, 1), date(year, last, monthrange(year, last)[1]), Precision.SPAN


def _occasion(match: re.Match, year: int) -> Reading:
    start, end = _OCCASIONS[match["name"]].window(_year_in(match, year))
    return start, end, Precision.OCCASION


def _whole_year(match: re.Match, year: int) -> Reading:
    year = _year_in(match, year)
    return date(year, 1, 1), date(year, 12, 31), Precision.YEAR


def _years(match: re.Match, year: int) -> Reading:
    return date(int(match["first"]), 1, 1), date(int(match["last"]), 12, 31), Precision.YEARS


def _recent_years(match: re.Match, year: int) -> Reading:
    return date(year - 2, 1, 1), date(year, 12, 31), Precision.YEARS


_names = "|".join(sorted(map(re.escape, _OCCASIONS), key=len, reverse=True))
_SOURCES: list[tuple[str, Callable[[re.Match, int], Reading]]] = [
    (rf"{_DAY}(?P<half>上午|中午|下午|晚上|晚|早上|凌晨)?", _day),
    (
        rf"{_DAY}(?:至|到|-|—|~)(?:(?P<year2>\d{{4}})年)?(?:(?P<month2>\d{{1,2}})[月.])?(?P<day2>\d{{1,2}})日?",
        _days,
    ),
    (rf"{_YEAR}(?P<month>\d{{1,2}})月(?:份)?(?P<part>初|底|末|中|上旬|中旬|下旬)?", _month),
    (rf"{_YEAR}(?P<month>\d{{1,2}})月?(?:至|到|-|—|~)(?P<month2>\d{{1,2}})月(?:份)?", _months),
    (
        r"(?:(?P<year>\d{4})年?)?(?P<part>年初|年底|年末|年中|上半年|下半年|[一二三四]季度)",
        _part_of_year,
    ),
    (rf"(?:(?P<year>\d{{4}})年)?(?P<name>{_names}){_AROUND}", _occasion),
    (r"(?P<year>\d{4})年?(?:度)?", _whole_year),
    (r"(?P<year>)(?:近期|全年|今年|年内|本年度?)", _whole_year),
    (r"(?P<first>\d{4})年?(?:至|到|-|—|~)(?P<last>\d{4})年?", _years),
    (r"近几年|近几年来|近年来|近三年", _recent_years),
]
_READERS = [(re.compile(source), reader) for source, reader in _SOURCES]
