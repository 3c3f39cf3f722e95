"""Times and numbers inside running text: what people write between other words.

Every wording found is one that `VagueDate` or `VagueNumber` reads; the place it stands at is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.exceptions import ValidationError

from .dates import VagueDate
from .numbers import VagueNumber
from .reading import OCCASION_NAMES

Value = TypeVar("Value", VagueDate, VagueNumber)


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A value and where its wording stands: text[start:end]."""

    start: int
    end: int
    value: Value


def find_dates(text: str, *, year: int) -> list[Found[VagueDate]]:
    """The times in a text, from left to right; `year` is meant where none is written."""
    return list(_found(_DATE, text, lambda wording: VagueDate.parse(wording, year=year)))


def find_numbers(text: str) -> list[Found[VagueNumber]]:
    """The numbers with their measure words, from left to right; those of times are left out."""
    return list(_found(_NUMBER, text, VagueNumber.parse))


def _found(pattern: re.Pattern, text: str, parse) -> Iterator[Found]:
    for match in pattern.finditer(text):
        # a long wording that is no time may still begin with one: 6月10日至今
        for end in _ends(match):
            try:
                value = parse(match[0][: end - match.start()])
            except ValidationError:
                continue
            yield Found(match.start(), end, value)
            break


def _ends(match: re.Match) -> list[int]:
    joints = [match.start() + m.start() for m in _JOINT.finditer(match[0]) if m.start()]
    return [match.end(), *reversed(joints)]


MEASURES = (
    "人次|人左右|平方米|立方米|公里|课时|学时|小时|分钟|周年|万元|亿元|部队|元|部|首|场次|场|次|人|名|个月|个|"
    "件|套|册|本|箱|台|份|幅|块|张|只|头|批|种|项|期|家|户|支|对|袋|瓶|桶|条|辆|把|篇|盘|盒|斤|公斤|吨|米|"
    "架|副|组|队|处|座|间|位|曲|枚|面|床|双|根|株|棵|届|周|天|年|所|节(?!目)|堂|卷|种|岁|口|亩|千克|克|封|幢|栋|"
    "吨|例|句|道|顶|包|提|听|门|回|趟|轮|遍|盏|幕|卡车|车"
)
_DIGIT = "[0-9０-９]"
_HAN_DIGITS = "〇零一二两三四五六七八九十"
_FIGURE = rf"(?:{_DIGIT}{{1,2}}|[{_HAN_DIGITS}]{{1,3}})"
_GAP = r"[ \u3000]?"
_QUOTE = "[“”\"'‘’]?"
_YEAR_OF = rf"(?:(?:{_DIGIT}{{4}}|[〇零一二三四五六七八九]{{4}}){_GAP}年{_GAP})"
_DAY_OF = rf"(?:{_FIGURE}{_GAP}月{_GAP}{_FIGURE}{_GAP}[日号])"
_WEEKDAY = r"(?:[（(](?:星期|周)[一二三四五六日天][）)])?"
_PART_OF_DAY = (
    r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜间|晚)?"
    rf"(?:(?<=[午上晨晚间日号])(?:{_DIGIT}{{1,2}}[时点:：](?:{_DIGIT}{{1,2}}分?|半|整)?))?"
)
_MONTH_OF = rf"(?:{_FIGURE}{_GAP}月份?(?:初|中旬|上旬|下旬|中|底|末)?)"
_LUNAR = (
    rf"(?:{_YEAR_OF}?(?:(?:农历|阴历|旧历)(?:[正冬腊]|{_FIGURE})月|[正冬腊]月)"
    rf"(?:初[一二三四五六七八九十]|三十|(?:二十|廿|十)[一二三四五六七八九]?|{_DIGIT}{{1,2}})日?{_PART_OF_DAY}"
    rf"|{_YEAR_OF}?(?:{_FIGURE}月|大年)初[一二三四五六七八九十])"
)
_TO = r"(?:[至到\-–—―~～−]{1,2})"
_DOTTED = (
    rf"(?:(?<![0-9０-９.．])(?:{_DIGIT}{{4}}[.．/])?{_DIGIT}{{1,2}}[.．]{_DIGIT}{{1,2}}[日号]?"
    r"(?![0-9０-９.．%％元万亿米公吨斤度倍个平分]))"
)
_ONE_DAY = (
    rf"(?:{_YEAR_OF}?{_DAY_OF}{_WEEKDAY}{_PART_OF_DAY}"
    rf"(?:{_TO}(?:{_YEAR_OF}?{_DAY_OF}|{_FIGURE}[日号]){_PART_OF_DAY})?)"
)
_ISO = rf"(?:{_DIGIT}{{4}}[-/.．]{_DIGIT}{{1,2}}[-/.．]{_DIGIT}{{1,2}})"
_ONE_MONTH = rf"(?:{_YEAR_OF}?{_FIGURE}?(?:{_TO}(?={_FIGURE}月))?{_MONTH_OF}(?:{_TO}(?:{_YEAR_OF}?{_MONTH_OF}))?)"
# 建军84周年前夕 is a time; 庆祝建军84周年, 征兵工作 and 十一届 are none
_ANNIVERSARY = r"[0-9]{1,3}周年(?=期间|前夕|前后|之际|来临之际)"
_BARE = {
    "81": r"(?<![0-9])8[.·]?1(?=建军节|期间|前夕|前后)", "十一": r"十[·•・]一|十一(?=[”\"']|期间|前夕|前后|黄金周)",
    "建军": f"建军(?=节)|建军{_ANNIVERSARY}", "建党": f"建党(?=节)|建党{_ANNIVERSARY}", "征兵": "征兵(?=季|日|期间)",
    "烈士纪念": "烈士纪念(?=日)", "老兵退伍": "老兵退伍(?=季|期间)", "老兵返乡": "老兵返乡(?=季|期间)",
    "八一": "八[·•・.．]?一(?!路|中学|小学|队)", "七一": "七[·•・.．]?一(?!路)", "五四": "五[·•・.．]?四(?!路|运动)",
}  # fmt: skip
_NAME = "|".join(_BARE.get(name, name) for name in OCCASION_NAMES)
_NAMED = rf"(?:{_QUOTE}(?:{_NAME}){_QUOTE}(?:佳?节|季|日)?{_QUOTE})"
_OCCASION = (
    rf"(?:(?:{_YEAR_OF}|[每今当本]年)?的?{_NAMED}(?:{_GAP}[、和与及或]?{_NAMED}){{0,4}}"
    r"(?:期间|前夕|前后|节日期间|(?:来临)?之际|当天|当日|前|后)?)"
)
_PART = (
    rf"(?:{_YEAR_OF}?(?:年初|年中|年底|年末|岁末|上半年|下半年|暑期|暑假|第?[一二三四1-4]季度))"
    rf"|(?:{_DIGIT}{{4}}{_GAP}年(?:初|中|底|末))"
)
_WHOLE = (
    rf"(?:{_YEAR_OF}{_TO}{_YEAR_OF})|(?:{_DIGIT}{{4}}{_TO}{_YEAR_OF})|(?:{_YEAR_OF}[度底]?(?!代|级|建))"
    r"|近[几些]?年来|近几年|近些年|近[2-9两三四五]年来?|今年以来|近期|近日|日前|年内|全年"
)
_DATE = re.compile(
    "|".join((_ISO, _LUNAR, _ONE_DAY, _DOTTED, _ONE_MONTH, _OCCASION, _PART, _WHOLE)),
)
_JOINT = re.compile(r"[至到\-–—―~～−、和与及或]|(?<=[日号节])[^日号节]")
_BEFORE = (
    "不少于|不低于|将近|接近|不到|不足|大约|大概|超过|至少|近|约|超|逾"
    # 上千人 is a number; the 上 of 送上5万元 belongs to the verb
    rf"|(?<![送献奉呈交捐赠用])上(?=[0-9０-９{_HAN_DIGITS}百千万])"
)
# bounded: a text of nothing but digits must not be read from every place to its end
_SIGN = (
    r"[0-9０-９]{1,15}(?:[,，][0-9０-９]{3}){0,4}(?:[.．][0-9０-９]{1,2})?[十百千]?"
    r"|[〇零一二两三四五六七八九十百千万]{1,15}"
)
_NUMBER = re.compile(
    rf"(?:{_BEFORE})?(?:{_SIGN}){_GAP}[余多几来]?[万亿]?[余多]?{_GAP}(?:{MEASURES})(?:以上|左右|上下)?"
    rf"|[0-9０-９]{{1,4}}(?=节目|作品)"
    rf"|(?:数|好?几)[十百千万亿]{{1,5}}(?:{MEASURES})"
    rf"|(?:多|若干|好几|几|[一大](?=批))(?:{MEASURES})"
)
