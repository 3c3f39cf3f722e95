"""How people write a time, pattern by pattern: 7.31, 6月上旬, “八一”期间, 近几年."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from django.db import models

from shuangyong.occasions import Occasion

from .lunar import LUNAR_DAY, LunarFeast, lunar_day


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


Reading = tuple[date, date, Precision]


def read(text: str, year: int) -> Reading:
    """First day, last day and precision of a written time; `year` is meant when none is written.

    Raises ValueError for what is no time or no possible one (2月30日).
    """
    plain = simplified(text)
    reading = _single(plain, year) or _span(plain, year)
    if reading is None:
        raise ValueError(text)
    return reading


def simplified(text: str) -> str:
    """The text without what does not matter: 七月三十一日（周日） is 7月31日, “八·一” is 八一."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[\s“”\"'‘’·•・‧]|\((?:星期|周)[一二三四五六日天]\)", "", plain)
    plain = re.sub(r"(?<=[五七八])\.(?=[一四])|(?<=\b8)\.(?=1[期前后节建])", "", plain)
    return re.sub(r"[〇零一二两三四五六七八九十]+(?=[年月日号]|季度)", _arabic, plain)


def _arabic(match: re.Match) -> str:
    digits = match[0].translate(str.maketrans("〇零一二两三四五六七八九", "001223456789"))
    tens, ten, ones = digits.partition("十")
    return f"{tens or 1}{ones or 0}" if ten else digits


def _single(text: str, year: int) -> Reading | None:
    for pattern, reader in _READERS:
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            return reader(parts, int(parts.get("year") or year))
    return None


def _span(text: str, year: int) -> Reading | None:
    """From … to …; what the second part leaves out, the first one says: 6月10日至12日."""
    for joint in reversed(list(_JOINT.finditer(text))):
        left, right = text[: joint.start()], text[joint.end() :]
        first = _single(left, year) or _single(f"{left}月", year)
        last = first and _last(right, first)
        if last:
            whole_years = last[2] == Precision.YEAR
            return first[0], last[1], Precision.YEARS if whole_years else Precision.SPAN
    return None


def _last(text: str, first: Reading) -> Reading | None:
    start, end, precision = first
    tries = [text, f"{start.month}月{text}"]
    if precision == Precision.MONTH:
        tries.insert(1, f"{text}月")
    return next(filter(None, (_single(each, end.year) for each in tries)), None)


def _end_of_month(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(month)
    return date(year, month, monthrange(year, month)[1])


def _day(parts: dict, year: int) -> Reading:
    day = date(year, int(parts["month"]), int(parts["day"]))
    return day, day, Precision.HALF_DAY if parts["half"] else Precision.DAY


def _lunar(parts: dict, year: int) -> Reading:
    day = lunar_day(parts["lunar"], year)
    return day, day, Precision.HALF_DAY if parts["half"] else Precision.DAY


def _month(parts: dict, year: int) -> Reading:
    end = _end_of_month(year, int(parts["month"]))
    part = parts.get("part")
    first, last = _THIRDS.get(part, (1, end.day))
    precision = Precision.PART_OF_MONTH if part else Precision.MONTH
    return end.replace(day=first), end.replace(day=last or end.day), precision


def _part_of_year(parts: dict, year: int) -> Reading:
    first, last = _PARTS_OF_YEAR[parts["part"]]
    return date(year, first, 1), _end_of_month(year, last), Precision.SPAN


def _occasion(parts: dict, year: int) -> Reading:
    named = re.findall("|".join(_OCCASIONS), parts["names"])
    windows = [_OCCASIONS[name].window(year) for name in named]
    return min(w[0] for w in windows), max(w[1] for w in windows), Precision.OCCASION


def _whole_year(parts: dict, year: int) -> Reading:
    return date(year, 1, 1), date(year, 12, 31), Precision.YEAR


def _recent_years(parts: dict, year: int) -> Reading:
    first = year - int(parts["count"] or 3) + 1
    return date(first, 1, 1), date(year, 12, 31), Precision.YEARS


_JOINT = re.compile(r"[至到\-–—―~−]+")
_THIRDS = {
    "初": (1, 10), "上旬": (1, 10), "中": (11, 20), "中旬": (11, 20),
    "下旬": (21, None), "底": (21, None), "末": (21, None),
}  # fmt: skip
_PARTS_OF_YEAR = {
    "年初": (1, 2), "年中": (6, 7), "年底": (12, 12), "年末": (12, 12), "岁末": (12, 12),
    "上半年": (1, 6), "下半年": (7, 12), "暑期": (7, 8), "暑假": (7, 8),
    "1季度": (1, 3), "2季度": (4, 6), "3季度": (7, 9), "4季度": (10, 12),
}  # fmt: skip
# no name may be another one with 节, 季 or 日 behind it: every text is read in one way only
_OCCASIONS = {
    "元旦": Occasion.NEW_YEAR,
    "新年": Occasion.NEW_YEAR,
    "春节": Occasion.SPRING_FESTIVAL,
    "新春": Occasion.SPRING_FESTIVAL,
    "元宵": Occasion.LANTERN,
    "清明": Occasion.QINGMING,
    "五四": Occasion.YOUTH_DAY,
    "青年节": Occasion.YOUTH_DAY,
    "端午": Occasion.DRAGON_BOAT,
    "七一": Occasion.PARTY_DAY,
    "建党": Occasion.PARTY_DAY,
    "八一": Occasion.ARMY_DAY,
    "建军": Occasion.ARMY_DAY,
    "81": Occasion.ARMY_DAY,
    "中秋": Occasion.MID_AUTUMN,
    "重阳": LunarFeast(9, 9),
    "烈士纪念": Occasion.MARTYRS_DAY,
    "国庆": Occasion.NATIONAL_DAY,
    "十一": Occasion.NATIONAL_DAY,
    "征兵": Occasion.CONSCRIPTION,
    "老兵返乡": Occasion.VETERANS_RETURN,
    "老兵退伍": Occasion.VETERANS_RETURN,
}
OCCASION_NAMES = tuple(_OCCASIONS)
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_MONTH = r"(?P<month>\d{1,2})"
_CLOCK = r"\d{1,2}[时点:](?:\d{1,2}分?|半|整)?"
_HALF = (
    r"(?P<half>(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|晚|夜间)"
    rf"(?:{_CLOCK})?|(?<=[日号]){_CLOCK})?"
)
_NAME = rf"(?:{'|'.join(_OCCASIONS)})(?:佳?节|季|日|(?<=建[军党])\d{{1,3}}周年)?"
_AROUND = r"(?:期间|前夕|前后|节日期间|(?:来临)?之际|当天|当日|前|后)?"
_SOURCES: list[tuple[str, Callable[[dict, int], Reading]]] = [
    *(
        (rf"(?:{_YEAR}[年{mark}])?{_MONTH}[{after}](?P<day>\d{{1,2}})[日号]?{_HALF}", _day)
        for mark, after in (("", "月"), (".", "."), ("-", "-"), ("/", "/"))
    ),
    (rf"(?:{_YEAR}年)?{LUNAR_DAY}{_HALF}", _lunar),
    (rf"(?:{_YEAR}年)?{_MONTH}月份?(?P<part>{'|'.join(_THIRDS)})?", _month),
    (rf"{_YEAR}[./-]{_MONTH}", _month),
    (rf"(?:{_YEAR}年?)?第?(?P<part>{'|'.join(_PARTS_OF_YEAR)})", _part_of_year),
    (
        rf"(?:{_YEAR}年)?(?:[每今当本]年)?的?(?P<names>{_NAME}(?:[、和与及或]?{_NAME})*){_AROUND}",
        _occasion,
    ),
    (rf"{_YEAR}(?:年度?|年全年)?", _whole_year),
    (r"近期|近日|日前|全年|今年|今年以来|年内|当年|本年度?", _whole_year),
    (r"近(?:[几些]|(?P<count>[2-9]|10))?年来?", _recent_years),
]
_READERS = [(re.compile(source, re.ASCII), reader) for source, reader in _SOURCES]
