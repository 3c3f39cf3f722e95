"""Where a long title is broken: 词意完整, 排列对称, 长短适宜 (GB/T 9704-2012, 7.3.1).

Several lines make a trapezoid or a diamond, never an hourglass.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from reports.composing import Line, Measure, Run, Text, clean, compose
from reports.faces import Faces
from reports.gongwen import TITLE_SIZE, TYPE_WIDTH, Face

MEASURE = Measure(width=TYPE_WIDTH, size=TITLE_SIZE, tracking=0, fill=False)
MOST_BALANCED = 8  # lines; whoever writes more of them has no shape in mind
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
# Names and phrases that are broken only where nothing better is found.
PHRASES = re.findall(
    r"\S+",
    """
    领导小组 拥军优属 拥政爱民 双拥模范城 先进单位 先进个人 实施方案 考核细则 组成人员
    新闻出版 文化体育 广播电视 工作总结 工作计划 情况汇报 人民政府 办公室关于 成员单位
    """,
)
PLACE = re.compile(r"(?:中共)?(\w{1,3}?[市县区省])")  # at the beginning: whose document it is
ENDS_WELL = frozenset("局办会府室馆站院年度于的和与及暨、》”）")
BEGINS_BADLY = frozenset("的和与及暨年月日市县区省")
MOST_SHAPED = 4  # lines; a longer title is only made even
TORN_WORD, TORN_PHRASE, BAD_BEGINNING, GOOD_ENDING = 200, 40, 60, 15
HOURGLASS, RECTANGLE = 1000, 10  # what a bad shape costs


def break_title(title: str, faces: Faces) -> list[Line]:
    """The lines of a title; the author's own line feeds stand, the rest is balanced."""
    parts = [Text([Run(Face.TITLE, clean(part))], faces) for part in title.split("\n")]
    return [line for part in parts if len(part) for line in _balance(part)]


def _balance(text: Text) -> list[Line]:
    width = text.width(0, len(text), MEASURE)
    fewest = 1 if width <= TYPE_WIDTH else math.ceil(width / (TYPE_WIDTH * COMFORTABLE))
    for lines in (fewest, fewest + 1) if fewest <= MOST_BALANCED else ():
        if cuts := _best_cuts(text, lines):
            return [
                Line(text.runs(start, end), 0, 0, text.width(start, end, MEASURE))
                for start, end in pairwise(cuts)
            ]
    return compose(text, MEASURE)  # too long, or words too long, to be balanced


Cuts = tuple[int, ...]  # where lines begin, and the end of the last


def _best_cuts(text: Text, lines: int) -> Cuts:
    """The cheapest way to make so many lines, from 0 to the end; empty if there is none."""
    costs = _Costs(text, lines)
    if lines > MOST_SHAPED:
        return _even_cuts(text, lines, costs)
    return min(_all_cuts(text, lines, costs), key=costs.of_all, default=())


def _all_cuts(text: Text, lines: int, costs: _Costs, start: int = 0) -> Iterator[Cuts]:
    """Every way to make so many lines of what begins at start."""
    end = len(text)
    if text.width(start, end, MEASURE) > lines * (TYPE_WIDTH + MEASURE.size):
        return
    if lines == 1:
        if text.width(start, end, MEASURE) <= TYPE_WIDTH:
            yield start, end
        return
    for at in _reachable(text, start, costs.places):
        for rest in _all_cuts(text, lines - 1, costs, at):
            yield start, *rest


def _even_cuts(text: Text, lines: int, costs: _Costs) -> Cuts:
    """As cheap as can be line by line, whatever the shape."""
    best: dict[int, tuple[float, Cuts]] = {0: (0.0, (0,))}
    for _ in range(lines):
        longer: dict[int, tuple[float, Cuts]] = {}
        for start, (cost, cuts) in best.items():
            for at in _reachable(text, start, costs.places):
                found = cost + costs.of_line(start, at), (*cuts, at)
                longer[at] = min(longer.get(at, found), found)
        best = longer
    return best.get(len(text), (0.0, ()))[1]


def _reachable(text: Text, start: int, places: list[int]) -> Iterator[int]:
    """Places where a line that begins at start may end without being too long."""
    for at in places[bisect_right(places, start) :]:
        if text.width(start, at, MEASURE) > TYPE_WIDTH:
            return
        yield at


class _Costs:
    """How bad it is to break a title here or there."""

    def __init__(self, text: Text, lines: int) -> None:
        end = len(text)
        self.text = text
        self.mean = text.ems(0, end) / lines
        self.places = [*(at for at in range(1, end) if text.may_break(at)), end]
        place = PLACE.match(text.characters)
        names = [place[1]] if place else []
        self.words = _inside([*WORDS, *names], text.characters)
        self.phrases = _inside(PHRASES, text.characters)

    def of_all(self, cuts: Cuts) -> float:
        """All lines with the shape they make."""
        lengths = [self.text.ems(start, end) for start, end in pairwise(cuts)]
        cost = sum(self.of_line(start, end) for start, end in pairwise(cuts))
        waists = zip(lengths, lengths[1:], lengths[2:], strict=False)
        cost += HOURGLASS * any(before > here < after for before, here, after in waists)
        return cost + RECTANGLE * (len(lengths) > 1 and max(lengths) - min(lengths) < 1)

    def of_line(self, start: int, end: int) -> float:
        """A line longer or shorter than the mean (in em), ending within a word."""
        text = self.text
        cost = (text.ems(start, end) - self.mean) ** 2
        if end < len(text):
            cost += TORN_WORD * (end in self.words) + TORN_PHRASE * (end in self.phrases)
            cost += BAD_BEGINNING * (text.characters[end] in BEGINS_BADLY)
            cost -= GOOD_ENDING * (text.characters[end - 1] in ENDS_WELL)
        return cost


def _inside(words: Iterable[str], title: str) -> frozenset[int]:
    """Places inside one of the words."""
    places = set()
    for word in words:
        at = title.find(word)
        while at >= 0:
            places.update(range(at + 1, at + len(word)))
            at = title.find(word, at + 1)
    return frozenset(places)
