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
        """Read a number as people write it; raises ValidationError with the accepted forms."""
        wording = text.strip()
        plain = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", wording))
        match = next((m for m in (p.fullmatch(plain) for p in _PATTERNS) if m), None)
        if match is None or len(wording) > MAX_WORDING:
            raise ValidationError("数量不能为负数。" if plain[:1] == "-" else ACCEPTED)
        parts = match.groupdict()
        if parts.get("many"):
            return cls(None, Qualifier.MANY, parts["measure"], wording)
        amount = _amount(parts["number"])
        if amount > LARGEST:
            raise ValidationError("数量太大，请核对。")
        return cls(amount, _qualifier(parts), parts["measure"] or "", wording)

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
            Qualifier.MANY: f"多{measure}",
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


_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "俩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"(?P<number>\d+(?:\.\d{1,2})?[十百千]?[万亿]?|[零〇一二两三四五六七八九十百千万亿]+)"
_MEASURE = r"(?P<measure>[^\d\W_]{0,8})"
_PATTERNS = [
    re.compile(r"(?P<many>一批)(?P<measure>)"),
    re.compile(
        rf"(?P<before>近|约|大约|超过|逾)?{_NUMBER}(?P<plus>余|多|来)?{_MEASURE}?(?P<least>以上)"
    ),
    re.compile(
        rf"(?P<before>近|约|大约|超过|逾)?{_NUMBER}(?P<plus>余|多|来)?(?P<wan>万)?{_MEASURE}(?P<after>左右|余)?"
    ),
    re.compile(r"(?P<many>多|若干|数|许多|大量|一批)(?P<measure>[^\d\W_]{0,8})"),
]


def _qualifier(parts: dict) -> Qualifier:
    if parts.get("least"):
        return Qualifier.AT_LEAST
    if parts.get("plus") or parts.get("before") in ("超过", "逾") or parts.get("after") == "余":
        return Qualifier.PLUS
    if parts.get("before") == "近":
        return Qualifier.NEAR
    return Qualifier.ABOUT if parts.get("before") or parts.get("after") else Qualifier.EXACT


def _amount(text: str) -> Decimal:
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)([十百千]?)([万亿]?)", text):
        big = {"": 1, "万": 10**4, "亿": 10**8}[match[3]]
        return Decimal(match[1]) * _UNITS.get(match[2], 1) * big
    return Decimal(_chinese(text))


def _chinese(text: str) -> int:
    for sign, size in (("亿", 10**8), ("万", 10**4)):
        if sign in text:
            high, low = text.split(sign, 1)
            return (_chinese(high) if high else 1) * size + (_chinese(low) if low else 0)
    result, digit = 0, None
    for char in text:
        if char in _UNITS:
            result += (1 if digit is None else digit) * _UNITS[char]
            digit = None
        else:
            digit = _DIGITS[char]
    return result + (digit or 0)
