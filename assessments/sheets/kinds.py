"""What kind an item is where no column says it: by words of the office."""

from __future__ import annotations

import re

from ..models import CriterionKind
from .cells import kind_named
from .items import Item


def kind_by_words(item: Item, title: str) -> CriterionKind:
    """The kind of an item by its own words, its number and rule, and its section's `title`."""
    starts = (
        kind_named(item.content[:6]) if re.match(r"(?:加分|扣分|一票否决)", item.content) else None
    )
    by_code = kind_named(item.code)
    vetoes = re.match(r"\s*(?:实行)?一票否决", item.rule) is not None
    if starts or by_code:
        return starts or by_code
    if vetoes or (item.points is None and "一票否决" in item.rule):
        return CriterionKind.VETO
    by_title = kind_named(title)
    if by_title == CriterionKind.VETO and ("加分" in title or "扣分" in title) and item.points:
        by_title = CriterionKind.BONUS if "加分" in title else CriterionKind.DEDUCTION
    if by_title:
        return by_title
    if "加分" in title and "扣分" in title:
        takes_off = re.search(r"扣|减", item.rule) and "加" not in item.rule
        return CriterionKind.DEDUCTION if takes_off else CriterionKind.BONUS
    return CriterionKind.BASIC
