"""How a number in a spreadsheet is shown: as a date, with decimals, with words around it.

A date says what its format shows and no more: a first of July shown as 2011年7月 is a month.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from .model import Fault

Shown = Callable[[str], str]
# what Excel and WPS in Chinese mean by the numbers that other languages leave free
CHINESE_FORMATS = {
    27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日", 36: "yyyy年m月",
    50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 57: "yyyy年m月",
    58: "m月d日",
}  # fmt: skip
_QUIET = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.|_.|\*.|[年月日时分秒]|AM/PM|上午/下午', re.IGNORECASE)
_LITERALS = re.compile(r'"([^"]*)"|\\(.)|([一-鿿]+)')
_DIGITS = re.compile(r"[#0?][#0?,.]*")
_PRECISION = 15  # digits that a spreadsheet keeps of a number


def general(raw: str) -> str:
    """A number without a format, as short as it is exact: 2.50 is 2.5, 1E3 is 1000."""
    if raw.isdecimal():
        return raw
    try:
        number = Decimal(f"{float(raw):.{_PRECISION}g}")
    except (InvalidOperation, ValueError, OverflowError):
        return raw
    if not number.is_finite() or abs(number.adjusted()) > _PRECISION:
        return raw
    return f"{number.normalize():f}"


def shown_by(code: str, *, since_1904: bool) -> Shown:
    """How numbers under a format code are shown."""
    first = code.split(";")[0]
    plain = _QUIET.sub("", first).lower()
    if re.search(r"[ymd]", plain) or re.search(r"[hs]", plain):
        return _date_shown(plain, MAC_EPOCH if since_1904 else WINDOWS_EPOCH)
    if digits := _DIGITS.search(first):
        return _number_shown(first, digits)
    return general


def of_builtin(number: int) -> str:
    """The code of a format that needs none in the file."""
    return CHINESE_FORMATS.get(number) or BUILTIN_FORMATS.get(number, "General")


def _number_shown(code: str, digits: re.Match) -> Shown:
    decimals = len(digits[0].partition(".")[2].replace(",", "").replace("#", ""))
    before, after = _words(code[: digits.start()]), _words(code[digits.end() :])

    def shown(raw: str) -> str:
        text = general(raw)
        whole, _, part = text.partition(".")
        if decimals > len(part) and text.lstrip("-").replace(".", "").isdecimal():
            text = f"{whole}.{part.ljust(decimals, '0')}"
        return f"{before}{text}{after}"

    return shown


def _words(code: str) -> str:
    parts = (found[0] or found[2] for found in _LITERALS.findall(code))
    return "".join(part for part in parts if re.search(r"[一-鿿]", part)).strip()


def _date_shown(plain: str, epoch: datetime) -> Shown:
    clock = "h" in plain
    has_year, has_day = "y" in plain, "d" in plain
    has_month = "m" in plain and (has_year or has_day or not clock)

    def shown(raw: str) -> str:
        try:
            moment = from_excel(float(raw), epoch)
        except (ValueError, OverflowError, TypeError):
            return Fault("不是可能的日期，请改为文字。")
        if isinstance(moment, time | timedelta) or not (has_year or has_month):
            return general(raw) if isinstance(moment, timedelta) else f"{moment:%H:%M}"
        year = f"{moment.year}年" if has_year else ""
        month = f"{moment.month}月" if has_month else ""
        day = f"{moment.day}日" if has_day else ""
        return f"{year}{month}{day}{_clock(moment) if day and clock else ''}"

    return shown


def _clock(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}" if moment.hour or moment.minute else ""


def iso_shown(text: str) -> str:
    """A date written as ISO 8601, which a workbook may hold instead of a number."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{moment.year}年{moment.month}月{moment.day}日{_clock(moment)}"
