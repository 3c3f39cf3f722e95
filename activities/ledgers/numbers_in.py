"""A number within a few words: 演职人员近百名, 200余册图书."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

from shuangyong.vague import VagueNumber

MOST_OF_A_MEASURE = 3  # 平方米; a longer tail is a word, not a measure: 建党90周年纪念册
MEASURES = (
    "人次|平方米|公里|课时|万元|周年|部|首|场|次|人|名|个|件|套|册|本|箱|台|份|幅|块|张|只|头|批|种|项|期|元|家|户|"
    "支|对|袋|瓶|桶|条|辆|把|篇|盘|盒|斤|吨|米|架|副|组|队|处|座|间|位|曲|枚|面|床|双|根|株|棵"
)
_MEASURE = re.compile(MEASURES)
_NUMERALS = "〇零一二两三四五六七八九十百千万亿"
_BEFORE = (
    "不少于|不低于|将近|接近|不到|不足|大约|大概|超过|至少|近|约|超|逾"
    rf"|上(?=[0-9０-９{_NUMERALS}])"
)
_FIGURES = (
    r"(?:[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?[十百千万亿]*"
    rf"|[{_NUMERALS}]+)"
)
_START = re.compile(rf"(?:{_BEFORE})?{_FIGURES}")
_MANY = re.compile(
    r"(?:多(?!少)|若干|许多|大量|(?:数|好?几)[十百千万亿]+|好几|几|[一大]批)"
    rf"(?:{MEASURES})?$"
)
_LEADING = re.compile(
    rf"((?:{_BEFORE})?{_FIGURES}[余多来]?[十百千]?[万亿]?[余多]?(?:{MEASURES})(?:以上|左右)?)的?(\D.*)",
    re.DOTALL,
)


def number(text: str) -> VagueNumber | None:
    """The text as a number alone, or None; 200余册图书 is more than a number."""
    try:
        found = VagueNumber.parse(text)
    except ValidationError:
        return None
    measure = found.measure
    usual = not measure or measure == "元" or _MEASURE.fullmatch(measure)
    fits = len(measure) <= MOST_OF_A_MEASURE and not _LEADING.fullmatch(text)
    return found if usual or fits else None


def trailing_number(text: str) -> tuple[str, VagueNumber | None]:
    """The words and the number behind them; the text and None if it ends in no number."""
    for match in reversed(list(_START.finditer(text))):
        found = number(text[match.start() :])
        if match.start() and found:
            return text[: match.start()].rstrip(), found
    if (match := _MANY.search(text)) and match.start() and (found := number(match[0])):
        return text[: match.start()].rstrip(), found
    return text, None


def leading_number(text: str) -> tuple[VagueNumber | None, str]:
    """The number in front and the words behind it; None and the text if there is none."""
    if (match := _LEADING.fullmatch(text)) and (found := number(match[1])):
        return found, match[2].strip()
    return None, text
