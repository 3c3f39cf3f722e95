"""What is missing before a checklist is handed in or confirmed, and at which item."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.missing import Missing, missing, question, told
from assessments.models import Assessment, Criterion, Response
from shuangyong.review import Step, StepRefused
from tests.factories import confirmed, make_activity

from .records import (
    answer,
    handed_in,
    make_checklist,
    make_criterion,
    make_measure_for,
    make_section,
    make_standard,
)

DUE = date(2011, 11, 15)


def said(assessment, step=Step.SUBMIT, *, hinders=True, **fields) -> list[str]:
    """The sentences that are said before a step."""
    found = missing(Assessment.objects.get(pk=assessment.pk), step, **fields)
    return [lack.sentence for lack in found if lack.hinders == hinders]


@pytest.fixture
def answered(assessment):
    return answer(assessment)


@pytest.fixture
def measured(bureau, troupe, liaison, reviewer):
    """One item that counts activities: the records show one of two, worth 5 of 10 points."""
    criterion = make_criterion(make_section(make_standard(bureau)), code="（一）1")
    make_measure_for(criterion, at_least=2)
    confirmed(make_activity(troupe), liaison, reviewer)
    return make_checklist(troupe, by=bureau, standard=criterion.section.standard)


def test_nothing_hinders_what_is_complete(answered):
    assert said(answered) == []


def test_what_is_wrong_at_each_item_stands_beside_it(assessment):
    first, second, third = assessment.responses.order_by("criterion__number")[:3]
    found = [Missing("不符", first, "自评 1，建议 0"), Missing("不符", second, "自评 2，建议 1。")]
    assert told(found) == ["不符：第 1 项（自评 1，建议 0）、第 2 项（自评 2，建议 1）"]
    assert told([*found[:1], Missing("不符", third)]) == [
        "不符：第 1 项（自评 1，建议 0）、第 3 项"
    ]


def test_nobody_is_asked_before_a_step_that_is_refused(answered, assessment):
    found = missing(answered, Step.SUBMIT)
    assert question(answered, found, DUE).endswith("确定提交吗？")
    assessment.responses.filter(criterion__number=2).update(self_score=None)
    assert question(assessment, missing(assessment, Step.SUBMIT), DUE) == ""


def test_each_item_without_a_score_is_named_and_led_to(assessment):
    answer(assessment, {1: 18, 3: 60, 4: 3, 5: 2})
    found = missing(assessment, Step.SUBMIT)
    assert [lack.response for lack in found] == list(
        assessment.responses.filter(criterion__number__in=(2, 6))
    )
    assert told(found) == ["尚未自评：第 2、6 项"]
    assert found[0].sentence == "第 2 项尚未自评"


def test_items_are_named_as_the_offices_own_paper_does(measured):
    assert said(measured) == ["第 （一）1 项尚未自评"]


def test_the_step_is_refused_with_the_same_words(assessment, liaison):
    answer(assessment, {1: 18, 2: 20, 3: 60, 4: 3})
    with pytest.raises(StepRefused, match="尚未自评：第 5、6 项"):
        assessment.take(Step.SUBMIT, by=liaison)


def test_a_score_that_the_rule_does_not_know_hinders(answered):
    """The standard was changed after the unit had scored itself."""
    Criterion.objects.filter(number=1).update(step=Decimal(5))
    Criterion.objects.filter(number=3).update(points=50)
    assert said(answered) == [
        "第 1 项得分不符合评分办法（本项按 5 分计，不能打 18 分）",
        "第 3 项得分不符合评分办法（本项最多 50 分）",
    ]


def test_points_without_anything_to_show_are_only_said(answered, response):
    assert said(answered, hinders=False) == ["第 2 项没有佐证"]
    response(2).files.create(file="x.pdf", name="x.pdf", content_type="", size=1, sha256="")
    assert said(answered, hinders=False) == []


@pytest.mark.parametrize(
    ("score", "reason", "told"),
    [
        (5, "", []),
        (6, "", ["第 （一）1 项高于系统建议而未说明理由（自评 6，建议 5）"]),
        (6, "另有一次未登记", []),
        (6, " ", ["第 （一）1 项高于系统建议而未说明理由（自评 6，建议 5）"]),
        (4, "", ["第 （一）1 项低于系统建议（自评 4，建议 5）"]),
    ],
)
def test_a_proposal_that_was_not_taken(measured, score, reason, told):
    measured.responses.update(self_score=score, overruled_because=reason)
    assert [lack.sentence for lack in missing(measured, Step.SUBMIT)] == told


@pytest.mark.parametrize(
    ("today", "late_allowed", "extended_to", "hinders"),
    [
        (date(2011, 11, 15), False, None, False),
        (date(2011, 11, 16), False, None, True),
        (date(2011, 11, 16), True, None, False),
        (date(2011, 11, 20), False, date(2011, 11, 20), False),
        (date(2011, 11, 21), False, date(2011, 11, 20), True),
    ],
)
def test_after_the_deadline(answered, today, late_allowed, extended_to, hinders):
    answered.round.late_allowed, answered.extended_to = late_allowed, extended_to
    answered.round.save()
    answered.save()
    until = "2011年11月20日" if extended_to else "2011年11月15日"
    expected = [f"自评已于{until}截止，请联系市文化局延期"] if hinders else []
    assert said(answered, today=today) == expected


def test_what_was_returned_comes_back_after_the_deadline_too(assessment, liaison, reviewer):
    type(assessment.round).objects.update(late_allowed=True)
    handed_in(assessment, liaison).take(Step.SEND_BACK, by=reviewer, comment="补材料")
    type(assessment.round).objects.update(late_allowed=False)
    assert said(assessment, today=date(2011, 12, 31)) == []


@pytest.mark.parametrize("step", [Step.SUBMIT, Step.CONFIRM])
def test_who_has_left_is_not_waited_for(answered, step):
    answer(answered, side="reviewed_score")
    Assessment.objects.update(left_on=date(2011, 9, 1), left_because="撤销")
    assert said(answered, step) == ["该单位已退出考核"]


def test_of_a_cycle_every_year_wants_its_score(bureau, troupe):
    criterion = make_criterion(make_section(make_standard(bureau)), step=Decimal("0.5"))
    cycle = make_checklist(
        troupe, by=bureau, standard=criterion.section.standard,
        year=2008, year_to=2011, by_year=True,
    )  # fmt: skip
    response = cycle.responses.get()
    response.years.create(year=2008, self_score=8)
    response.years.create(year=2010)
    assert said(cycle) == ["第 1 项尚未自评（2009、2010、2011 年）"]
    response.years.update(self_score=Decimal("8.5"))
    response.years.create(year=2009, self_score=9)
    last = response.years.create(year=2011, self_score=Decimal("9.3"))
    assert said(cycle) == ["第 1 项得分不符合评分办法（本项按 0.5 分计，不能打 9.3 分）"]
    last.self_score = 9
    last.save()
    Response.objects.update(self_score=Decimal("8.75"))  # the mean need not fit the step
    assert said(cycle) == []


def test_before_confirming(assessment, liaison, reviewer):
    answer(handed_in(assessment, liaison), {1: 18, 2: 21, 3: 50, 4: 3, 5: 2}, side="reviewed_score")
    assert said(assessment, Step.CONFIRM) == [
        "第 2 项得分不符合评分办法（本项最多 20 分）",
        "第 6 项尚未考评",
    ]
    assert said(assessment, Step.CONFIRM, hinders=False) == [
        "第 3 项与自评分不同而没有考评意见（自评 60，考评 50）"
    ]
    with pytest.raises(StepRefused, match="尚未考评：第 6 项"):
        assessment.take(Step.CONFIRM, by=reviewer)


def test_an_item_with_words_of_return_is_not_confirmed(assessment, liaison, reviewer):
    answer(handed_in(assessment, liaison), side="reviewed_score")
    assessment.responses.filter(criterion__number=3).update(return_reason="请补充照片")
    assert said(assessment, Step.CONFIRM) == ["第 3 项写有退回意见而未退回"]


@pytest.mark.parametrize("step", [Step.WITHDRAW, Step.SEND_BACK, Step.REOPEN])
def test_nothing_is_missing_for_the_other_steps(assessment, step):
    assert said(assessment, step) == []


@pytest.mark.parametrize("step", [Step.SUBMIT, Step.CONFIRM])
def test_it_takes_as_many_queries_for_many_items(bureau, troupe, step):
    def queries(items):
        standard = make_standard(bureau, name=f"{items}项")
        section = make_section(standard)
        for _ in range(items):
            criterion = make_criterion(section, evidence_wanted="照片")
            point = criterion.scoring_points.create(text="有照片", points=10)
            make_measure_for(criterion, scoring_point=point, reward="all")
        assessment = make_checklist(troupe, by=bureau, standard=standard, name=f"{items}项")
        assessment.responses.update(self_score=3, reviewed_score=3)
        with CaptureQueriesContext(connection) as found:
            assert len(missing(assessment, step)) >= items
        return len(found)

    assert queries(3) == queries(30)
