"""Cells of a ledger in the wording the system reads: 120 under 参加人数 is 参加人员120人."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from django.core.exceptions import ValidationError

from activities.models import BeneficiaryCategory
from shuangyong.vague import VagueNumber

from . import columns as c
from .headings import LISTS, How, Meaning
from .numbers_in import trailing_number

NONE_WRITTEN = {"", "-", "--", "—", "——", "/", "\\", "无", "／", "－", "○", "×"}
SAME_AS_ABOVE = {"同上", "〃", "″", "''", '"', "同 上", "”"}
EXCEL_DAYS = range(29_221, 73_416)  # 1980 to 2100
_EPOCH = date(1899, 12, 30)
_STAMP = re.compile(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[ T]+(\d{1,2}:\d{2})(?::\d{2}(?:\.\d+)?)?")
_EIGHT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_ABROAD = re.compile(r"(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)")
_SIX = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])")
_CURRENCY = re.compile(r"^(?:人民币|¥|￥|RMB|rmb)\s*|(?<=元)整$")
_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬", "一二三四五六七八九十百千万")
_CAPITAL = re.compile(r"(?=.*[壹贰叁肆伍陆柒捌玖拾佰仟])[壹贰叁肆伍陆柒捌玖拾佰仟萬万零]+元?")
_TAIL_OF_ZEROS = re.compile(r"(?<=\d)\.0+(?!\d)|(?<=\d\.\d)0+(?!\d)")
_AFTER = re.compile(r"(\s*(?:以上|左右|上下))?$")
_OF_MONEY = {"元", "万元", "千元", "百元", "亿元"}
_POWERS = {"万元": 10_000, "千元": 1000, "百元": 100, "亿元": 10**8}
_FINE = re.compile(r"\d{1,15}\.\d{3,}")  # finer than a VagueNumber, or than 万元 need be
_POWER = re.compile(r"[万千百亿]$")
_HELPED = re.compile(
    "|".join(BeneficiaryCategory.labels)
    + "|烈士|军烈属|军人家属|家属|伤残|残疾|退伍|退役|复员|复退|老兵|老战士|老红军|转业|随军|军嫂|优抚|民兵|预备役"
    "|困难|特困|遗属|老八路|参战|涉核|三属"
)
_PEOPLE = re.compile(r"[、；;\n]|[，,](?!\d{3}(?!\d))")
_PERSONS = {"人", "名", "人次", "位", "户"}
Taken = Iterator[tuple[str, str]]


def taken(text: str, what: Meaning) -> Taken:
    """The columns that a cell fills, each with its text; nothing where none is written."""
    if text not in NONE_WRITTEN:
        yield from _READERS[what.how](text, what)


def _text(text: str, what: Meaning) -> Taken:
    yield what.column, text


def _list(text: str, what: Meaning) -> Taken:
    if what.column == c.GUESTS and (number := _number(text)) and number.measure in {"", *_PERSONS}:
        what = Meaning(c.COUNTS, How.COUNT, "参加人员", "人")
        yield from _count(text, what)
    elif what.column == c.GUESTS and all(map(_is_of_people, _PEOPLE.split(text))):
        yield c.COUNTS, text.replace("\n", "；")
    elif what.column == c.FACTS and not all(re.search("[:：]", part) for part in _parts(text)):
        yield c.NOTE, text
    else:
        yield what.column, text.replace("\n", "；")


def _is_of_people(part: str) -> bool:
    """官兵200人 is a number of people; 王局长等5人 tells who came."""
    who, found = trailing_number(part.strip())
    return found is not None and found.measure in _PERSONS and "等" not in who


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[；;\n]", text) if part.strip()]


def _date(text: str, what: Meaning) -> Taken:
    yield what.column, date_wording(text)


@lru_cache(maxsize=5000)
def date_wording(text: str) -> str:
    """A time as people write it; what a program made of one, turned back: 40755 is 2011年7月31日."""
    if match := _STAMP.fullmatch(text):
        day, clock = match.groups()
        year, month, dated = re.split(r"[-/.]", day)
        clock = "" if clock.strip("0:") == "" else clock
        return f"{year}年{int(month)}月{int(dated)}日{clock}"
    if match := _EIGHT.fullmatch(text):
        return f"{match[1]}年{int(match[2])}月{int(match[3])}日"
    if match := _SIX.fullmatch(text):
        return f"{match[1]}年{int(match[2])}月"
    if text.isdecimal() and int(text) in EXCEL_DAYS:
        day = _EPOCH + timedelta(days=int(text))
        return f"{day.year}年{day.month}月{day.day}日"
    if (match := _ABROAD.fullmatch(text)) and (read := _of_abroad(*map(int, match.groups()))):
        return read
    if text.isdecimal() and 1 <= int(text) <= 12:
        return f"{int(text)}月"
    return text.replace("\n", "")


def _of_abroad(first: int, second: int, year: int) -> str:
    """31/7/2011 as foreign programs write it; "" where nobody can tell which is the month."""
    month, day = (second, first) if first > 12 else (first, second)
    return f"{year}年{month}月{day}日" if month <= 12 < day or first == second else ""


def _count(text: str, what: Meaning) -> Taken:
    """As written where several numbers stand, see `wording`; a number alone gets its words."""
    if what.label and (number := _number(text)):
        if number.amount != 0:
            yield c.COUNTS, f"{what.label}{with_measure(number, what.measure)}"
    elif what.label and text.endswith(("若干", "许多")):
        yield c.COUNTS, f"{what.label}{text}"
    else:
        yield c.COUNTS, text


def _money(text: str, what: Meaning) -> Taken:
    plain = _CURRENCY.sub("", text)
    if _CAPITAL.fullmatch(plain):  # as receipts have it
        plain = plain.translate(_CAPITALS)
    if number := _sum_of_money(plain, what.measure):
        if number.amount != 0:
            yield what.column, number.wording
    elif _has_number(plain) and re.match(r"[^\W\d_约近超逾余]{2}", plain):
        yield c.GIVEN, text  # 慰问金500元、大米20袋: more than one number
    else:
        yield what.column, text


def _sum_of_money(text: str, measure: str) -> VagueNumber | None:
    """The amount in the measure of its heading, unless it has its own; to the cent."""
    bare = text.replace(",", "").replace("，", "")
    if _FINE.fullmatch(bare):
        power = _POWERS.get(measure, 1)
        return _number(f"{round(Decimal(bare) * power, 2).normalize():f}元")
    found = _number(text)
    return found and _number(with_measure(found, measure))


def _given(text: str, what: Meaning) -> Taken:
    number = (what.label or what.measure) and _number(_CURRENCY.sub("", text))
    if number:
        if number.amount != 0:
            yield c.GIVEN, f"{what.label}{with_measure(number, what.measure)}"
    elif what.label and text.startswith("《"):
        yield c.GIVEN, f"{what.label}{text}"
    else:
        yield c.GIVEN, text


def _fact(text: str, what: Meaning) -> Taken:
    yield c.FACTS, f"{what.label}：{text.replace('；', '、').replace(chr(10), '、')}"


def _whom(text: str, what: Meaning) -> Taken:
    if number := _number(text):
        yield c.COUNTS, f"{what.label or '受益人员'}{with_measure(number, what.measure or '人')}"
        return
    for part in _PEOPLE.split(text):
        if part.strip():
            helped = what.column or (c.HELPED if _HELPED.search(part) else c.TROOPS)
            yield helped, part.strip()


def _nothing(text: str, what: Meaning) -> Taken:
    yield from ()


_READERS = {
    How.TEXT: _text, How.LIST: _list, How.DATE: _date, How.FIRST_DAY: _date, How.LAST_DAY: _date,
    How.DAY: _text,
    How.COUNT: _count, How.MONEY: _money, How.GIVEN: _given, How.FACT: _fact, How.WHOM: _whom,
    How.NOTHING: _nothing,
}  # fmt: skip


def _has_number(text: str) -> bool:
    return re.search(r"\d|[一二三四五六七八九十百千万两]|多|若干", text) is not None


@lru_cache(maxsize=5000)
def _number(text: str) -> VagueNumber | None:
    """The number that a cell is, without the zeros that its format adds."""
    try:
        return VagueNumber.parse(_TAIL_OF_ZEROS.sub("", text.replace("\n", "")))
    except ValidationError:
        return None


def with_measure(number: VagueNumber, measure: str) -> str:
    """The wording with a measure word behind it unless it has one: 近百 is 近百名, 2.5 is 2.5万元."""
    words = number.wording
    if number.measure or not measure:
        return words
    if measure in _OF_MONEY and measure != "元" and _POWER.search(_AFTER.sub("", words)):
        measure = "元"  # 2.5万 under 万元
    return _AFTER.sub(lambda match: f"{measure}{match[1] or ''}", words, count=1)


def joined(column: str, parts: list[str]) -> str:
    """What several cells of a row say about one column."""
    return ("；" if column in LISTS else "\n").join(parts)
