"""A measure reads as an office would write it."""

from decimal import Decimal

import pytest

from assessments.models import Criterion, Measure
from assessments.sentences import describe, sentence
from tests.factories import make_kind

from .records import make_criterion, make_measure_for, make_section, make_standard

ONE, FOUR = range(2011, 2012), range(2011, 2015)
VISITS = ["走访慰问"]


def said(kinds=(), years=ONE, points=10, **fields) -> str:
    """The sentence of a measure that is not stored."""
    measure = Measure(
        criterion=Criterion(points=Decimal(points)), **{"counts": "activities"} | fields
    )
    return describe(measure, years, kinds)


@pytest.mark.parametrize(
    ("sentence", "kinds", "fields"),
    [
        ("统计 2011 年‘八一’期间走访慰问次数，≥1 得 1 分", VISITS, {"occasion": "army_day", "points": 1}),
        ("统计 2011 年走访慰问、慰问演出次数，≥2 得 10 分，不足按比例得分", [*VISITS, "慰问演出"], {"at_least": 2}),
        ("统计 2011 年走访慰问次数，≥2 得 10 分，不足不得分", VISITS, {"at_least": 2, "reward": "all"}),
        ("统计 2011 年 3—6 月各类活动次数，≥1 得 10 分", [], {"month_from": 3, "month_to": 6}),
        ("统计 2011 年 3 月各类活动次数，≥1 得 10 分", [], {"month_from": 3, "month_to": 3}),
        ("统计 2011—2014 年走访慰问次数，≥1 得 10 分", VISITS, {"years": FOUR}),
        ("统计 2011 年领导小组会议次数，≥1 得 10 分", [], {"counts": "meeting"}),
        ("统计 2011 年按时报送的单项计划份数，≥1 得 10 分", [], {"counts": "plan"}),
        ("统计 2011 年已提交的工作总结份数，≥1 得 10 分", [], {"counts": "summary"}),
        ("统计 2011 年已办结的需求件数，≥1 得 10 分", [], {"counts": "requests"}),
    ],
)  # fmt: skip
def test_a_measure_in_words(sentence, kinds, fields):
    fields = dict(fields)
    points = fields.pop("points", 10)
    assert said(kinds, points=points, **fields) == sentence


def test_what_every_time_gives_and_the_most_it_comes_to():
    each = Measure(
        criterion=Criterion(points=Decimal(5)), counts="activities", reward="each",
        points=Decimal("0.50"),
    )  # fmt: skip
    assert describe(each, ONE, VISITS) == "统计 2011 年走访慰问次数，每次得 0.5 分，最多 5 分"


def test_a_stored_measure_names_its_kinds_and_the_points_of_its_scoring_point(bureau):
    criterion = make_criterion(make_section(make_standard(bureau)), points=Decimal(3))
    point = criterion.scoring_points.create(text="有慰问", points=Decimal("1.5"))
    measure = make_measure_for(criterion, make_kind("走访慰问"), scoring_point=point)
    assert sentence(measure, ONE) == "统计 2011 年走访慰问次数，≥1 得 1.5 分"
