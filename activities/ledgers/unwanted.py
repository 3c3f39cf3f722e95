"""Rows of a ledger that are no activity: totals, repeated headings, examples, signatures."""

from __future__ import annotations

import re

from shuangyong.grids import GridRow

from . import columns as c
from .headings import How
from .heads import Head

EXAMPLE = "示例"
"""How the first cell of an example begins; the template writes it so."""
SERIES = "系列"
"""What an export writes for the number of a series, whose dates are rows of their own."""
_TOTAL = re.compile(
    r"(?:本页|本表|全年|年度|以上|上半年|下半年|[一二三四]季度|\d{1,2}月)?(?:合计|总计|小计|共计|累计|总和)"
    r"(?:[:：（(共\d].*)?"
)
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明|填报说明|填写说明|注意|要求)[:：\d]|"
    r"(?:填表|填报|制表|审核|经办|负责|复核|报送|联系|单位负责|分管领导|主要领导|审批|统计|录入|登记)"
    r"(?:人|人员|领导|日期|时间|单位|电话)?(?:\(?签字\)?|\(?签章\)?|\(?盖章\)?)?[:：]|\d+[.、]?(?:本表|此表)|本表"
)
_ORDINAL = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,3}[)）、.．]?")
_TOLD = {c.TITLE, c.NARRATIVE, c.PLACE, c.HELD}
_EXAMPLE = re.compile(rf"[（(【\[]?(?:{EXAMPLE}|例如|样例|范例|例)(?:[:：）)】\]\d]|$)|如[:：]")


def why_unwanted(row: GridRow, head: Head) -> str:
    """Why a row below the heading is no activity, as it is said to the user; "" if it is one."""
    words = [text for text in row.cells if text]
    first = words[0].replace(" ", "")
    content = [row.cell(place) for place, what in head.places.items() if what.how != How.NOTHING]
    if _NOTE.match(first):
        return "说明行"
    if not any(content) and (len(words) > 1 or first.isdecimal()):
        return "空行（只有序号或不识别的列）"
    if first == SERIES:
        return "系列行（按其各次活动导入）"
    if _EXAMPLE.match(first):
        return "示例行"
    if _is_total(row, words, head):
        return "合计行"
    if _repeats(row, head):
        return "重复的表头"
    if _is_count_of_columns(words):
        return "栏号行"
    if _is_single(words, content) and (len(head.places) > 2 or not any(content)):
        return _of_a_single_text(row, head)
    return "隐藏行" if row.hidden else ""


def _is_total(row: GridRow, words: list[str], head: Head) -> bool:
    """合计 in front and nothing said of what was done; or sums alone."""
    told = [
        text
        for place, what in head.places.items()
        if what.column in _TOLD and (text := row.cell(place))
    ]
    if any(_TOTAL.fullmatch(text.replace(" ", "")) for text in words[:2]):
        return all(_is_of_a_total(text) for text in told)
    return row.sums and not told


def _is_of_a_total(text: str) -> bool:
    """What may stand in the line of totals under 活动名称: 合计, 共 12 项, a sum."""
    return _TOTAL.fullmatch(text.replace(" ", "")) is not None or len(text) < 8


def _repeats(row: GridRow, head: Head) -> bool:
    """True if at least half of what stands there are the words over it."""
    same = sum(
        row.cell(place) != "" and _closed_up(row.cell(place)) in words
        for place, words in head.words.items()
    )
    return same >= 2 and same * 2 >= sum(1 for text in row.cells if text)


def _closed_up(text: str) -> str:
    return text.replace(" ", "").replace("\n", "")


def _is_count_of_columns(words: list[str]) -> bool:
    """1 2 3 4 … under the headings of an official form."""
    return len(words) > 3 and words == [str(number) for number in range(1, len(words) + 1)]


def _is_single(words: list[str], content: list[str]) -> bool:
    """True if one text stands there, alone or behind a number: 一、 江阳区."""
    said = [text for text in content if text]
    numbered = len(words) == 2 and len(said) == 1 and _ORDINAL.fullmatch(words[0])
    return len(words) == 1 or bool(numbered)


def _of_a_single_text(row: GridRow, head: Head) -> str:
    """A lone text is a line between the rows, unless it says what was done where that is said."""
    place = max(place for place, cell in enumerate(row.cells) if cell)
    what = head.places.get(place)
    if what and what.column in (c.TITLE, c.NARRATIVE):
        return "隐藏行" if row.hidden else ""
    return "标题行或说明行"
