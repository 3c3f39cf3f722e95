"""What a measure counts and gives, as an office would write it."""

from __future__ import annotations

from collections.abc import Iterable

from shuangyong.occasions import Occasion

from .allowed_scores import plain
from .models import Measure, Measured, Reward

COUNTED = {
    Measured.MEETING: "领导小组会议次数",
    Measured.PLAN: "按时报送的单项计划份数",
    Measured.SUMMARY: "已提交的工作总结份数",
    Measured.REQUESTS: "已办结的需求件数",
}


def sentence(measure: Measure, years: range) -> str:
    """“统计 2011 年‘八一’期间走访慰问次数，≥1 得 1 分”; reads the measure's `kinds`."""
    return describe(measure, years, [kind.name for kind in measure.kinds.all()])


def describe(measure: Measure, years: range, kinds: Iterable[str]) -> str:
    """The same for a measure that may not be stored yet, with the names of its kinds.

    Reads its criterion and scoring point for the points it gives at most.
    """
    counted = COUNTED.get(measure.counts) or f"{'、'.join(kinds) or '各类活动'}次数"
    return f"统计 {_when(measure, years)}{counted}，{_given(measure)}"


def _when(measure: Measure, years: range) -> str:
    first, last = years[0], years[-1]
    words = f"{first} 年" if first == last else f"{first}—{last} 年"
    if measure.month_from:
        start, end = measure.month_from, measure.month_to
        words += f" {start} 月" if start == end else f" {start}—{end} 月"
    if measure.occasion:
        words += f"‘{Occasion(measure.occasion).label}’期间"
    return words


def _given(measure: Measure) -> str:
    most = measure.worth
    at_least = f"≥{measure.at_least} 得 {plain(most)} 分"
    if measure.reward == Reward.EACH:
        return f"每次得 {plain(measure.each_time)} 分，最多 {plain(most)} 分"
    if measure.reward == Reward.ALL_OR_NOTHING:
        return f"{at_least}，不足不得分" if measure.at_least > 1 else at_least
    return f"{at_least}，不足按比例得分" if measure.at_least > 1 else at_least
