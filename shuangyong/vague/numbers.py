"""Numbers as exact as their source: 近百名, 10余人, 50000多元, 1万册以上."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models

ACCEPTED = "请按这样的写法填写数量：近百名、10余人、20多场、5万余元、1万册以上、500元、两期、多部。"
MAX_WORDING = 60
LARGEST = Decimal("999999999999")


class Qualifier(models.TextChoices):
    """How a number is meant."""

    EXACT = "=", "确数"
    NEAR = "<", "近"
    ABOUT = "~", "约"
    PLUS = ">", "余"
    AT_LEAST = "+", "以上"
    MANY = "*", "多"


@dataclass(frozen=True, slots=True)
class VagueNumber:
    """A number as it was written; `amount` is None where only 多 was written."""

    amount: Decimal | None
    qualifier: Qualifier
    measure: str
    wording: str

    def __str__(self) -> str:
        return self.wording

    @classmethod
    def parse(cls, text: str) -> VagueNumber:
        """Read a number as people write it.

        Raises ValidationError, with the accepted forms, for what is no number, is negative, or
        is finer than two decimals.
        """
        wording = " ".join(text.split())
        plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", wording))
        plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain)
        if re.match(r"[-−负]", plain):
            raise ValidationError(f"数量不能为负数。{ACCEPTED}")
        if len(wording) > MAX_WORDING:
            raise ValidationError(f"数量的写法太长。{ACCEPTED}")
        if match := _MANY.fullmatch(plain):
            return cls(None, Qualifier.MANY, match["batch"] or match["measure"], wording)
        match = _SOME.fullmatch(plain)
        try:
            amount = _amount(match)
        except ValueError:
            raise ValidationError(f"“{wording}”不是能识别的数量。{ACCEPTED}") from None
        return cls(amount, _qualifier(match), match["measure"], wording)

    @classmethod
    def of(
        cls, amount: Decimal | int | None, qualifier: Qualifier, measure: str = ""
    ) -> VagueNumber:
        """A number worded in the usual style: 近100名, 30余人, 10000册以上."""
        amount = None if amount is None else Decimal(amount)
        digits = "" if amount is None else f"{amount.normalize():f}"
        wording = {
            Qualifier.EXACT: f"{digits}{measure}",
            Qualifier.NEAR: f"近{digits}{measure}",
            Qualifier.ABOUT: f"约{digits}{measure}",
            Qualifier.PLUS: f"{digits}余{measure}",
            Qualifier.AT_LEAST: f"{digits}{measure}以上",
            Qualifier.MANY: f"多{measure}" if measure else "若干",
        }[qualifier]
        return cls(amount, qualifier, measure, wording)

    @classmethod
    def from_storage(cls, stored: str) -> VagueNumber:
        """The value of a database column."""
        head, code, wording = stored.split("|", 2)
        amount = None if head.startswith("-") else Decimal(head)
        return cls(amount, Qualifier(code), cls.parse(wording).measure, wording)

    @property
    def storage(self) -> str:
        """One text: amount in eighteen places, qualifier, wording."""
        head = "-" * 18 if self.amount is None else f"{self.amount:018.2f}"
        return f"{head}|{self.qualifier.value}|{self.wording}"


def total(numbers: Iterable[VagueNumber]) -> VagueNumber | None:
    """The sum, as exact as its parts: 10余 and 20 are 30余. None if there is nothing to add."""
    numbers = list(numbers)
    if len(numbers) < 2:
        return numbers[0] if numbers else None
    measures = {number.measure for number in numbers}
    measure = measures.pop() if len(measures) == 1 else ""
    amounts = [number.amount for number in numbers if number.amount is not None]
    qualifier = combined(number.qualifier for number in numbers)
    return VagueNumber.of(sum(amounts, Decimal(0)) if amounts else None, qualifier, measure)


def combined(qualifiers: Iterable[Qualifier]) -> Qualifier:
    """How a sum is meant: both less and more than written make 约."""
    written = set(qualifiers)
    if written == {Qualifier.MANY}:
        return Qualifier.MANY
    kinds = {Qualifier.AT_LEAST if q == Qualifier.MANY else q for q in written}
    kinds -= {Qualifier.EXACT}
    if not kinds:
        return Qualifier.EXACT
    if len(kinds) == 1:
        return kinds.pop()
    if kinds & {Qualifier.NEAR, Qualifier.ABOUT}:
        return Qualifier.ABOUT
    return Qualifier.PLUS


_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_POWERS = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_BEFORE = {
    **dict.fromkeys(("近", "将近", "接近", "不到", "不足"), Qualifier.NEAR),
    **dict.fromkeys(("约", "大约", "大概"), Qualifier.ABOUT),
    **dict.fromkeys(("超过", "超", "逾"), Qualifier.PLUS),
    **dict.fromkeys(("至少", "不少于", "不低于", "上"), Qualifier.AT_LEAST),
}
_AFTER = {"以上": Qualifier.AT_LEAST, "左右": Qualifier.ABOUT, "上下": Qualifier.ABOUT}
_NUMERALS = "零〇一二两三四五六七八九十百千万亿"
_MANY = re.compile(
    r"(?:多(?!少)|若干|许多|大量|(?:数|好?几)[十百千万亿]*|[一大](?P<batch>批(?!次)))"
    r"(?P<measure>[^\W\d_]{0,8})"
)
_SOME = re.compile(
    rf"(?P<before>{'|'.join(_BEFORE)})?"
    rf"(?:(?P<figures>[0-9]+(?:\.[0-9]+)?)(?P<power>[十百千]?)|(?P<numeral>[{_NUMERALS}]+))"
    r"(?P<early>[余多来几])?(?P<large>[万亿]?)(?P<late>[余多来])?"
    rf"(?P<measure>(?![{_NUMERALS}余多])[^\W\d_]{{0,8}}?)(?P<after>以上|左右|上下|余)?"
)
_BELOW_TEN_THOUSAND = re.compile(
    r"(?:([一二两三四五六七八九]?)千)?(?:零?([一二两三四五六七八九]?)百)?"
    r"(?:零?([一二三四五六七八九]?)十)?(零?)([一二两三四五六七八九]?)"
)


def _qualifier(match: re.Match) -> Qualifier:
    """What stands behind the number says more than what stands before it: 约10余人 is 10余."""
    if match["early"] or match["late"] or match["after"] == "余":
        return Qualifier.PLUS
    return _AFTER.get(match["after"]) or _BEFORE.get(match["before"], Qualifier.EXACT)


def _amount(match: re.Match | None) -> Decimal:
    """The amount; ValueError if it is too large, too fine or written as nobody does."""
    if match is None:
        raise ValueError
    number = Decimal(match["figures"] or _chinese(match["numeral"]))
    number *= _POWERS[match["power"] or ""] * _POWERS[match["large"]]
    if number > LARGEST or number != round(number, 2):
        raise ValueError(match[0])
    return number


def _chinese(text: str) -> int:
    """一千零五 is 1005, 一万二 is 12000; ValueError for what is no numeral."""
    for sign in "亿万":
        high, found, low = text.replace("〇", "零").partition(sign)
        if found:
            power = _POWERS[sign]
            rest = _DIGITS[low] * power // 10 if low in _DIGITS else _chinese(low or "零")
            return (_chinese(high) if high else 1) * power + rest
    match = _BELOW_TEN_THOUSAND.fullmatch(text)
    if not match:
        raise ValueError(text)
    *digits, zero, ones = match.groups()
    groups = [(d, p) for d, p in zip(digits, (1000, 100, 10), strict=True) if d is not None]
    short = groups[-1][1] // 10 if groups and not zero else 1  # 三百五 is 350
    return sum(_DIGITS.get(d, 1) * p for d, p in groups) + _DIGITS.get(ones, 0) * short
