"""Which scores a criterion's rule lets through, and how the others are told."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessments.allowed_scores import check_score, fits_step, fitted
from assessments.forms.responses import ScoreField
from assessments.models import Criterion, CriterionKind

from .records import make_criterion, make_measure_for, make_section, make_standard

D = Decimal


def item(points, step=None, kind="basic") -> Criterion:
    """A criterion without scoring points."""
    criterion = Criterion(pk=1, points=D(points), step=step and D(step), kind=kind)
    criterion._prefetched_objects_cache = {"scoring_points": [], "measures": []}
    return criterion


@pytest.fixture
def split(bureau):
    """A criterion for 1.75 points: 1, 0.5 and 0.25 points, each measured."""

    def make(reward, **fields):
        criterion = make_criterion(make_section(make_standard(bureau)), points=D("1.75"), **fields)
        for text, points in (("会议制度", "1"), ("领导小组会议", "0.5"), ("述职", "0.25")):
            point = criterion.scoring_points.create(text=text, points=D(points))
            make_measure_for(criterion, scoring_point=point, reward=reward)
        criterion.refresh_from_db()
        return criterion

    return make


@pytest.mark.parametrize(
    ("points", "step", "score", "told"),
    [
        (2, "0.5", "1.5", None),
        (2, "0.5", "0", None),
        (2, "0.5", "0.3", "本项按 0.5 分计，不能打 0.3 分。"),
        (1, "0.25", "0.75", None),
        (1, "0.25", "0.8", "本项按 0.25 分计，不能打 0.8 分。"),
        (1, "1", "0.5", "达到要求得 1 分，只能打 0 分或 1 分。"),
        (1, "1", "1", None),
        (1, "2", "0.5", "达到要求得 1 分，只能打 0 分或 1 分。"),
        (1, "0.3", "1", None),  # full points, though the step does not go into them
        (5, None, "3.33", None),  # no step: any score goes
        (5, None, "3.333", "最多两位小数。"),
        (5, "0.5", "5.5", "本项最多 5 分。"),
        (5, None, "-0.5", "考评分不能为负数。"),
    ],
)
def test_what_is_said_of_a_score(points, step, score, told):
    assert check_score(item(points, step), D(score), "考评分") == told


def test_no_score_yet_is_no_wrong_score():
    assert check_score(item(5), None) is None


@pytest.mark.parametrize(
    ("score", "fits"), [("0", True), ("1", True), ("0.5", False), ("2", False)]
)
def test_a_veto_occurred_or_did_not(score, fits):
    assert (check_score(item(0, kind=CriterionKind.VETO), D(score)) is None) == fits


@pytest.mark.parametrize("score", ["0", "0.25", "0.5", "0.75", "1", "1.25", "1.5", "1.75"])
def test_scoring_points_that_are_earned_whole_add_up(split, score):
    assert check_score(split("all"), D(score)) is None


def test_no_other_score_comes_of_them(split):
    assert check_score(split("all"), D("0.6")) == (
        "本项按得分点计分，不能打 0.6 分，只能打 0、0.25、0.5、0.75、1、1.25、1.5、1.75 分。"
    )


def test_a_share_of_a_scoring_point_may_be_any_score(split):
    assert fits_step(split("share"), D("0.6"))


def test_a_step_decides_before_the_scoring_points(split):
    assert fits_step(split("all", step=D("0.1")), D("0.6"))


@pytest.mark.parametrize(
    ("points", "step", "score", "becomes"),
    [
        (10, None, "3.33", "3.33"),
        (10, "0.5", "3.33", "3"),
        (10, "0.25", "3.33", "3.25"),
        (1, "1", "0.67", "0"),
        (1, "0.3", "1", "1"),
        (5, "0.5", "7", "5"),
    ],
)
def test_a_share_is_proposed_as_the_rule_counts(points, step, score, becomes):
    assert fitted(item(points, step), D(score)) == D(becomes)


def test_a_share_falls_back_to_whole_scoring_points(split):
    assert fitted(split("all"), D("0.7")) == D("0.5")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("0.3", "本项按 0.5 分计，不能打 0.3 分。"),
        ("2.5", "本项最多 2 分。"),
        ("-1", "自评分不能为负数。"),
        ("0.555", "最多两位小数。"),
        ("1e40", "本项最多 2 分。"),
        ("NaN", "请填写数字，如 4.5。"),
        ("半分", "请填写数字，如 4.5。"),
    ],
)
def test_the_field_says_it(typed, told):
    with pytest.raises(ValidationError) as refused:
        ScoreField(item(2, "0.5"), "自评分").clean(typed)
    assert refused.value.messages == [told]
