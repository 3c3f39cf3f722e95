"""A 统计办法 as one line of a cell, written and read back as the same."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from shuangyong.occasions import Occasion

from ..models.standards import Measured, Reward

OF_POINT = "得分点"
LONGEST = 2000
_OUTSIDE_QUOTES = r"(?=(?:[^“”]*“[^“”]*”)*[^“”]*$)"
_PARTS = re.compile(f"[；;]{_OUTSIDE_QUOTES}")
_NAMES = re.compile(f"、{_OUTSIDE_QUOTES}")
_COUNTS = {counts.label: counts.value for counts in Measured}
_REWARDS = {reward.label: reward.value for reward in Reward}
_OCCASIONS = {occasion.label: occasion.value for occasion in Occasion}
_MONTHS = re.compile(r"(\d{1,2})\s*[-—–至]\s*(\d{1,2})\s*月?")


def in_words(measure: dict) -> str:
    """统计已确认的活动；类别：慰问演出；节点：八一；至少：1；计分：达到才得分."""
    parts = [f"统计{Measured(measure['counts']).label}"]
    if kinds := measure.get("kinds"):
        parts.append(f"类别：{'、'.join(map(_quoted, kinds))}")
    if occasion := measure.get("occasion"):
        parts.append(f"节点：{Occasion(occasion).label}")
    if month := measure.get("month_from"):
        parts.append(f"月份：{month}—{measure['month_to']}")
    parts.append(f"至少：{measure.get('at_least', 1)}")
    parts.append(f"计分：{Reward(measure.get('reward', Reward.SHARE)).label}")
    if points := measure.get("points"):
        parts.append(f"得分：{points}")
    return "；".join(parts)


def _quoted(name: str) -> str:
    return f"“{name}”" if re.search("[；;、]", name) else name


def read_measure(line: str) -> dict | None:
    """The measure that a line says; None if it says none, or anything that is not known."""
    if len(line) > LONGEST:
        return None
    first, *rest = (part.strip() for part in _PARTS.split(line))
    counts = _COUNTS.get(first.removeprefix("统计"))
    if counts is None:
        return None
    measure: dict = {"counts": counts}
    for part in rest:
        name, _, value = part.partition("：")
        found = _value(name, value.strip())
        if found is None:
            return None
        measure |= found
    return measure


def _value(name: str, value: str) -> dict | None:
    if name == "类别":
        return {"kinds": [kind.strip("“”") for kind in _NAMES.split(value) if kind]}
    if name == "节点":
        return {"occasion": _OCCASIONS[value]} if value in _OCCASIONS else None
    if name == "月份":
        found = _MONTHS.fullmatch(value)
        months = (int(found[1]), int(found[2])) if found else (0, 0)
        sound = 1 <= months[0] <= months[1] <= 12
        return {"month_from": months[0], "month_to": months[1]} if sound else None
    if name == "至少":
        sound = value.isdecimal() and value.isascii() and 0 < int(value) <= 32767
        return {"at_least": int(value)} if sound else None
    if name == "计分":
        return {"reward": _REWARDS[value]} if value in _REWARDS else None
    return {"points": value} if name == "得分" and _is_number(value) else None


def _is_number(value: str) -> bool:
    try:
        return Decimal(0) < Decimal(value) < Decimal(10_000)
    except InvalidOperation:
        return False
