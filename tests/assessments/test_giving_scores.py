"""Scores are written where the criterion knows them, whoever writes them."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.giving_scores import ScoreRefused, give_scores

from .records import make_checklist, make_criterion, make_section, make_standard

D = Decimal


@pytest.fixture
def checklist(bureau, troupe):
    """A checklist of so many items for ten points in halves, by year or not."""

    def make(items=1, **fields):
        standard = make_standard(bureau, name=f"{items}项{fields}")
        section = make_section(standard)
        for _ in range(items):
            make_criterion(section, step=D("0.5"))
        fields.setdefault("name", standard.name)
        return make_checklist(troupe, by=bureau, standard=standard, **fields)

    return make


def cycle(checklist, items=1):
    return checklist(items, year=2010, year_to=2011, by_year=True)


def test_a_score_is_written(checklist):
    response = checklist().responses.get()
    give_scores(response.assessment.round, "reviewed_score", {response: D("9.5")})
    response.refresh_from_db()
    assert (response.reviewed_score, response.self_score) == (D("9.5"), None)


@pytest.mark.parametrize(
    ("score", "told"),
    [
        (D("10.5"), "第 1 项：本项最多 10 分。"),
        (D("9.3"), "第 1 项：本项按 0.5 分计，不能打 9.3 分。"),
        (D(-1), "第 1 项：自评分不能为负数。"),
        ({2011: D(1)}, "第 1 项：2011 年不在考核年度内。"),
    ],
)
def test_nothing_is_written_where_one_score_is_wrong(checklist, score, told):
    first, second = (assessment := checklist(2)).responses.all()
    with pytest.raises(ScoreRefused) as refused:
        give_scores(assessment.round, "self_score", {second: D(5), first: score})
    assert str(refused.value) == told
    assert not assessment.responses.exclude(self_score=None)


def test_the_years_of_a_cycle_come_to_their_mean(checklist):
    response = (assessment := cycle(checklist)).responses.get()
    give_scores(assessment.round, "self_score", {response: {2010: D(8)}})
    response.refresh_from_db()
    assert response.self_score is None  # 2011 is wanting
    give_scores(assessment.round, "self_score", {response: {2011: D("8.5")}})
    response.refresh_from_db()
    assert response.self_score == D("8.25")
    give_scores(assessment.round, "reviewed_score", {response: {2010: D(6), 2011: D(7)}})
    assert list(response.years.values_list("year", "self_score", "reviewed_score")) == [
        (2010, 8, 6),
        (2011, D("8.5"), 7),
    ]
    give_scores(assessment.round, "self_score", {response: {2010: None}})
    response.refresh_from_db()
    assert (response.self_score, response.reviewed_score) == (None, D("6.5"))


@pytest.mark.parametrize(
    ("score", "told"),
    [
        (D(8), "第 1 项：请逐年打分。"),
        ({2012: D(8)}, "第 1 项：2012 年不在考核年度内。"),
        ({2011: D(11)}, "第 1 项：本项最多 10 分。"),
    ],
)
def test_a_cycle_refuses(checklist, score, told):
    response = (assessment := cycle(checklist)).responses.get()
    with pytest.raises(ScoreRefused) as refused:
        give_scores(assessment.round, "self_score", {response: score})
    assert str(refused.value) == told
    assert not response.years.exists()


def test_many_scores_take_as_many_queries_as_few(checklist):
    def queries(items):
        assessment = cycle(checklist, items)
        loaded = assessment.responses.select_related("criterion").prefetch_related(
            "criterion__scoring_points", "criterion__measures"
        )
        given = {response: {2010: D(8), 2011: D(9)} for response in loaded}
        with CaptureQueriesContext(connection) as found:
            give_scores(assessment.round, "self_score", given)
        assert assessment.responses.filter(self_score=D("8.5")).count() == items
        return len(found)

    assert queries(2) == queries(40)
