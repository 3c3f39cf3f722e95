"""The frame of a paper: numbered blocks, headings, sentences, and which of them only plan.

Offsets are those of the whole text: text[s.start:s.end] == s.text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_OF_A_SENTENCE = 600  # more without a full stop is cut; keeps every later step linear
HEADING_LENGTH = 40
TITLE_LINES = 3  # within them a paper says that it is a report
PARAGRAPH = 9  # the level of text without a number
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_NUMBERING = (
    re.compile(rf"第{_HAN_NUMBER}(?:部分|章|节)[、：: ]?|{_HAN_NUMBER}[、.．]"),
    re.compile(rf"[(（]{_HAN_NUMBER}[)）][、.．]?"),
    re.compile(r"[0-9０-９]{1,2}(?:、|[.．](?![0-9０-９](?![0-9０-９]?月))|[)）](?!月))"),
    re.compile(r"[(（][0-9０-９]{1,2}[)）][、.．]?|[①-⑳][、.．]?|[●•■◆★▲◇○□➢·－-](?=\s*[\u4e00-\u9fff“])"),
)  # fmt: skip
# a number within a line begins an item of its own: …。2、…
_INLINE = re.compile(
    rf"(?<=[。；;：:])(?=\s?(?:[0-9０-９]{{1,2}}[、.．](?![0-9０-９])|[(（][0-9０-９]{{1,2}}[)）]|[①-⑳]|[(（]{_HAN_NUMBER}[)）]))"
)
_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(rf"[^。！？!?；;\n]{{1,{MOST_OF_A_SENTENCE}}}[。！？!?；;]*[”’』]?")
_EVIDENCE = re.compile(r"[0-9０-９]{1,2}月|[0-9０-９]+[余多]?[万人名场个册元次]|了")
_PLANNING = re.compile(
    r"下一步|下步|今后|来年|明年|下一年|下半年(?:工作)?(?:打算|计划|安排|思路)|努力方向|"
    r"(?:打算|计划|安排|思路|设想|规划)(?:及措施|如下|是|为)?[:：。]?$|计划安排如下|指导思想|工作目标|目标任务|总体目标|总体要求|工作要求|"
    r"工作措施|主要措施|保障措施|基本原则|工作重点|工作任务|主要任务|存在(?:的|一些|着)*(?:主要)?(?:问题|不足|困难)|制定(?:本|此|该|以下|如下)(?:工作)?计划"
)
# 突出工作重点 is a heading of any report
_PLANNING_IN_A_REPORT = re.compile(
    r"下一步|下步|下阶段|今后|来年|明年|下一年|下半年|努力方向|存在(?:的|一些|着)*(?:主要)?(?:问题|不足|困难)|"
    r"(?:打算|计划|安排|思路|设想|规划)(?:及措施|如下|是|为)?[:：。]?$"
)
# in running text only these begin a plan; 按照工作任务 or 围绕工作目标 may begin any report
_PLANNING_SAID = re.compile(
    r"下一步|下步|下阶段|今后|来年|明年|下一年|努力方向|计划安排如下|存在(?:的|一些|着)*(?:主要)?(?:问题|不足|困难)|"
    r"(?:打算|计划|安排|思路|设想)(?:及措施)?(?:如下|是|为)?[:：]$"
)
_REPORTING = re.compile(r"(?:汇报|总结|报告|小结|情况|做法)(?:汇报)?如下")
_A_PLAN = re.compile(r"(?:计划|方案|要点|安排意见|实施意见|通知|打算)(?:[（(].*)?$")
_A_REPORT = re.compile(r"总结|小结|汇报|情况|简报|报告|回顾|大事记|台账")
_WHOLE_PLAN = re.compile(r"制[定订](?:本|此|该|以下|如下)(?:工作)?(?:计划|方案)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in its block; `planned` ones tell of what is to be done."""

    start: int
    end: int
    text: str
    block: int
    level: int
    heading: bool
    planned: bool


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a paper, in order, without their numbering."""
    planned_from: int | None = None  # the level of the heading that began a plan
    section = -1
    report = False
    for block, (start, end) in enumerate(_blocks(text)):
        level, start = _level(text, start, end)
        spans = [m.span() for m in _SENTENCE.finditer(text, start, end) if m[0].strip()]
        if level <= 1:
            section = level
        if level <= 2 and planned_from is not None and level <= planned_from:
            planned_from = None
        for position, (a, b) in enumerate(spans):
            said = text[a:b].strip()
            heading = not position and _is_heading(said, level, len(spans))
            report = report or (block < TITLE_LINES and bool(_A_REPORT.search(said)))
            if planned_from is None and _begins_a_plan(said, heading, block, report=report):
                planned_from = _scope(said, level, heading, section)
            lead = len(text[a:b]) - len(text[a:b].lstrip())
            yield Sentence(
                a + lead, a + lead + len(said), said, block, level, heading, planned_from is not None
            )  # fmt: skip


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    for line in _LINE.finditer(text):
        start = line.start()
        for cut in _INLINE.finditer(text, line.start(), line.end()):
            yield start, cut.start()
            start = cut.start()
        yield start, line.end()


def _level(text: str, start: int, end: int) -> tuple[int, int]:
    """The level of a block by its number, and where its words begin."""
    start += len(text[start:end]) - len(text[start:end].lstrip())
    for level, pattern in enumerate(_NUMBERING):
        if match := pattern.match(text, start, end):
            return level, match.end()
    return PARAGRAPH, start


def _is_heading(said: str, level: int, sentences_of_block: int) -> bool:
    if len(said) > HEADING_LENGTH or _EVIDENCE.search(said):
        return False
    if level <= 1:
        return True
    closed = said[-1] in "。；;！!"
    if level == PARAGRAPH:
        return sentences_of_block == 1 and not closed and "\t" not in said
    return len(said) <= 20 and sentences_of_block > 1


def _begins_a_plan(said: str, heading: bool, block: int, *, report: bool) -> bool:
    title = block == 0 and len(said) <= HEADING_LENGTH
    if title and _A_PLAN.search(said) and not _A_REPORT.search(said):
        return True
    if _WHOLE_PLAN.search(said):
        return True
    if heading:
        words = _PLANNING_IN_A_REPORT if report else _PLANNING
        return bool(words.search(said)) and not _A_REPORT.search(said)
    found = _PLANNING_SAID.search(said)
    return bool(found) and not _REPORTING.search(said) and (found.start() < 12 or "如下" in said)


def _scope(said: str, level: int, heading: bool, section: int) -> int:
    """The level at which the plan ends; -1 never: the whole paper is one."""
    if _WHOLE_PLAN.search(said) or (_A_PLAN.search(said) and section < 0 and len(said) <= 40):
        return -1
    if heading and level < PARAGRAPH:
        return level
    return max(section, 0)
