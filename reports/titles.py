"""Where a long title is broken: 词意完整, 排列对称, 长短适宜 (GB/T 9704-2012, 7.3.1)."""

import math
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from reports.composing import Line, Measure, Run, Text, clean, compose
from reports.faces import Faces
from reports.gongwen import TITLE_SIZE, TYPE_WIDTH, Face

MEASURE = Measure(width=TYPE_WIDTH, size=TITLE_SIZE, tracking=0, fill=False)
COMFORTABLE = 0.95  # share of the type area a line of a broken title should not exceed
# Words of the field that are not torn, and characters a line ends well or badly with.
WORDS = re.findall(
    r"\S+",
    """
    双拥 工作 总结 计划 方案 通知 通报 报告 请示 意见 办法 细则 考核 考评 领导
    小组 活动 台账 情况 汇报 汇编 材料 创建 模范 部队 军民 共建 拥军 优属 拥政
    爱民 文化 新闻 出版 体育 广播 电视 旅游 总工会 委员会 人民 政府 街道 社区
    关于 进一步 加强 开展 表彰 先进 单位 个人 优抚 对象 慰问 演出 办公室 市委
    年度 全市 全区 全县 实施 印发 做好 争创 迎检 佐证
    """,
)
ENDS_WELL = frozenset("局办会府室馆站院年度于的和与及暨、》”）")
BEGINS_BADLY = frozenset("的和与及暨年月日")


def break_title(title: str, faces: Faces) -> list[Line]:
    """The lines of a title; the author's own line feeds stand, the rest is balanced."""
    parts = [Text([Run(Face.TITLE, clean(part))], faces) for part in title.split("\n")]
    return [line for part in parts if len(part) for line in _balance(part)]


def _balance(text: Text) -> list[Line]:
    width = text.width(0, len(text), MEASURE)
    fewest = 1 if width <= TYPE_WIDTH else math.ceil(width / (TYPE_WIDTH * COMFORTABLE))
    for lines in (fewest, fewest + 1):
        if cuts := _best_cuts(text, lines):
            return [
                Line(text.runs(start, end), 0, 0, text.width(start, end, MEASURE))
                for start, end in pairwise(cuts)
            ]
    return compose(text, MEASURE)  # words too long to be balanced


def _best_cuts(text: Text, lines: int) -> tuple[int, ...]:
    """The cheapest way to make so many lines, from 0 to the end; empty if there is none."""
    end = len(text)
    places = [*(at for at in range(1, end) if text.may_break(at)), end]
    torn, mean = _torn(text.characters), text.ems(0, end) / lines
    best = {0: (0.0, (0,))}
    for _ in range(lines):
        longer: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, cuts) in best.items():
            for at in _reachable(text, start, places):
                found = cost + _cost(text, start, at, mean, torn), (*cuts, at)
                longer[at] = min(longer.get(at, found), found)
        best = longer
    return best.get(end, (0.0, ()))[1]


def _reachable(text: Text, start: int, places: list[int]) -> Iterator[int]:
    """Places where a line that begins at start may end without being too long."""
    for at in places[bisect_right(places, start) :]:
        if text.width(start, at, MEASURE) > TYPE_WIDTH:
            return
        yield at


def _torn(title: str) -> frozenset[int]:
    """Places inside a word of the field."""
    places = set()
    for word in WORDS:
        at = title.find(word)
        while at >= 0:
            places.update(range(at + 1, at + len(word)))
            at = title.find(word, at + 1)
    return frozenset(places)


def _cost(text: Text, start: int, end: int, mean: float, torn: frozenset[int]) -> float:
    """How bad a line is: longer or shorter than the mean (in em), ending within a word."""
    cost = (text.ems(start, end) - mean) ** 2
    if end < len(text):
        cost += 200 * (end in torn) + 100 * (text.characters[end] in BEGINS_BADLY)
        cost -= 15 * (text.characters[end - 1] in ENDS_WELL)
    return cost
