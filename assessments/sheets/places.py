"""Which columns a sheet has, whatever its office calls them, and which of its rows are sums."""

from __future__ import annotations

import re

from .cells import is_points, normal, read_code
from .headings import Column
from .lines import Line, Lines

NOTHING = {"", "/", "-", "—", "——", "无"}
SEVERAL = (Column.CONTENT, Column.RULE, Column.EVIDENCE, Column.NOTE, Column.SCORE)
SAYS_A_TOTAL = re.compile(r"(合计|总计|总分|小计|满分)\s*[:：]?\s*(\d{1,4}(?:\.\d{1,2})?)\s*分?")
_TOTAL = re.compile(r"(?:合计|总计|总分|总得分|共计|满分|合计分|合计得分|总分值)")
_SUBTOTAL = re.compile(r".{0,20}(?:小计|分计)")


def places_of(lines: Lines) -> dict[Column, list[int]]:
    """The places of each column; what has one place has the first that means it."""
    places: dict[Column, list[int]] = {}
    for place, column in sorted(lines.head.meanings.items()):
        places.setdefault(column, []).append(place)
    for column in [each for each in places if each not in SEVERAL]:
        places[column], more = places[column][:1], places[column][1:]
        if column == Column.SECTION and more:
            places.setdefault(Column.TOPIC, more[:1])
    if not lines.head.is_own:
        _settle(lines, places)
    return places


def _settle(lines: Lines, places: dict[Column, list[int]]) -> None:
    """Whatever the office calls its columns, one of them says what is asked."""
    content = places.get(Column.CONTENT, [])
    if len(content) > 1 and _merged_heads(lines, content):
        first = content.pop(0)
        column = Column.NUMBER if _all_numbers(lines, first) else Column.TOPIC
        if column in places:
            content.insert(0, first)
        else:
            places[column] = [first]
    if Column.CONTENT in places:
        return
    if Column.TOPIC in places:
        places[Column.CONTENT] = places.pop(Column.TOPIC)
    elif Column.RULE in places and _section_spans_items(lines, places):
        places[Column.CONTENT] = places.pop(Column.RULE)
    elif Column.SECTION in places:
        places[Column.CONTENT] = places.pop(Column.SECTION)
    elif Column.RULE in places:
        places[Column.CONTENT] = places.pop(Column.RULE)


def _merged_heads(lines: Lines, places: list[int]) -> bool:
    texts = lines.head.texts
    return texts[places[0]] == texts[places[1]]


def _all_numbers(lines: Lines, place: int) -> bool:
    texts = [line.cells[place] for line in lines.below if place in line.cells]
    return bool(texts) and all(re.fullmatch(r"[\d.]+", read_code(text)) for text in texts)


def _section_spans_items(lines: Lines, places: dict[Column, list[int]]) -> bool:
    """项目 over several rows that each have points of their own: the rows are the items."""
    points, sections = places.get(Column.POINTS), places.get(Column.SECTION)
    if not points or not sections:
        return False
    scored = [line for line in lines.below if points[0] in line.cells]
    return any(
        sections[0] in line.above or sections[0] not in line.cells
        for line in scored
        if len(line.cells) > 1 and not is_total(line)
    )


def last_item(lines: Lines, places: dict[Column, list[int]]) -> int:
    """The number of the last row that can be an item: under it stand notes."""
    said = places.get(Column.CONTENT, [])
    scored = [p for c in (Column.POINTS, Column.RULE, Column.NUMBER) for p in places.get(c, [])]
    return max(
        (
            line.number
            for line in lines.below
            if any(p in line.cells for p in said)
            and any(p in line.cells or p in line.above for p in scored)
            and not is_total(line)
        ),
        default=0,
    )


def is_total(line: Line) -> bool:
    """True for 合计, 小计 and their kind: a name and nothing but points beside it."""
    words = line.words
    if not words:
        return False
    first = "".join(normal(words[0]).split()).rstrip(":：")
    if SAYS_A_TOTAL.fullmatch(first) and len(words) == 1:
        return True
    named = _TOTAL.fullmatch(first) or _SUBTOTAL.fullmatch(first)
    return bool(named) and all(is_points(word) or word in NOTHING for word in words[1:])
