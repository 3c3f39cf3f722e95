"""自评: proposals and reasons, years, returned items, deadlines, what is missing."""

from datetime import date
from decimal import Decimal

import pytest

from activities.models import Evidence
from assessments.models import Assessment, ScoringPoint
from assessments.opening import open_round
from assessments.reviewing import return_items
from shuangyong.review import Status
from tests.factories import YEAR, confirmed, make_activity

from .browser import ChecklistPage
from .records import (
    answer,
    handed_in,
    make_checklist,
    make_criterion,
    make_measure_for,
    make_round,
    make_section,
    make_standard,
    usual_standard,
)


@pytest.fixture
def measured(bureau, troupe, liaison, reviewer, client_of):
    """A checklist whose item 3 is counted: one of two visits is recorded, so 30 of 60 points."""
    standard = usual_standard(bureau)
    make_measure_for(standard.sections.get(position=2).criteria.get(), at_least=2)
    confirmed(make_activity(troupe, "八一走访"), liaison, reviewer)
    (assessment,) = open_round(make_round(bureau, troupe, standard=standard), by=reviewer)
    return ChecklistPage(client_of(liaison), assessment)


def test_a_score_above_the_proposal_is_listed_until_a_reason_is_given(measured):
    answer(measured.assessment)
    measured.fill(3, self_score="60").save()
    overview = measured.show(measured.client.get(measured.assessment.get_absolute_url()))
    assert "高于系统建议而未说明理由" in overview
    measured.fill(3, overruled_because="另有一次尚未录入").save()
    overview = measured.show(measured.client.get(measured.assessment.get_absolute_url()))
    assert "高于系统建议" not in overview
    stored = measured.assessment.responses.get(criterion__number=3)
    assert stored.overruled_because == "另有一次尚未录入"


def test_an_accepted_proposal_ticks_the_points_it_has_counted(
    bureau, troupe, liaison, reviewer, client_of
):
    standard = usual_standard(bureau)
    point = ScoringPoint.objects.filter(criterion__section__standard=standard).first()
    make_measure_for(point.criterion, scoring_point=point)
    confirmed(make_activity(troupe, "成立大会"), liaison, reviewer)
    (assessment,) = open_round(make_round(bureau, troupe, standard=standard), by=reviewer)
    page = ChecklistPage(client_of(liaison), assessment).accept(1)
    response = assessment.responses.get(criterion__number=1)
    assert response.self_score == 10
    assert [*response.points_claimed.all()] == [point]
    assert page.value(1, "self_score") == "10"


@pytest.fixture
def by_year(bureau, troupe, liaison, client_of):
    """One item of ten points, scored for each of three years."""
    standard = make_standard(bureau, name="创建周期细则")
    make_criterion(make_section(standard, points=10), points=10)
    fields = {"standard": standard, "year": YEAR - 2, "year_to": YEAR, "by_year": True}
    return ChecklistPage(client_of(liaison), make_checklist(troupe, by=bureau, **fields))


def test_every_year_has_its_score_and_the_item_their_mean(by_year):
    assert by_year.value(1, "self_score") is None
    by_year.fill(1, **{f"self_score_{YEAR - 2}": "8", f"self_score_{YEAR - 1}": "9"}).save()
    response = by_year.assessment.responses.get()
    assert response.self_score is None
    assert f"{YEAR} 年" in by_year.show(by_year.client.get(by_year.assessment.get_absolute_url()))
    by_year.fill(1, **{f"self_score_{YEAR}": "9"}).save()
    response.refresh_from_db()
    assert response.self_score == Decimal("8.67")
    by_year.fill(1, **{f"self_score_{YEAR}": "11"}).save()
    assert "本项最多 10 分" in by_year.error(1, f"self_score_{YEAR}")
    assert by_year.value(1, f"self_score_{YEAR}") == "11"


def test_only_the_items_sent_back_are_open_and_stand_first(
    assessment, page_of, liaison, reviewer, response
):
    handed_in(assessment, liaison)
    returned = response(2)
    returned.return_reason = "请附会议记录"
    returned.save()
    return_items(assessment, by=reviewer)
    page = page_of(liaison)
    assert "请附会议记录" in page.overview
    assert page.value(1, "self_score") is None
    assert page.value(2, "self_score") == "20"
    section = page.open(page.sections[2])
    assert section.index("2. 列入年度计划") < section.index("1. 领导小组健全")
    page.forms[page.sections[1]].fields[page.name(1, "self_score")] = ["1"]
    page.fill(2, statement="见附件").save()
    assert (response(1).self_score, response(2).statement) == (18, "见附件")


def test_a_late_one_is_told_it_comes_late(assessment, page_of, liaison):
    answer(assessment)
    page = page_of(liaison)
    assert "已逾期，将记为逾期报送" in page.overview
    page.take("submit")
    assert assessment.status == Status.SUBMITTED


def test_where_late_ones_are_refused_what_was_typed_is_still_saved(
    assessment, page_of, liaison, response
):
    answer(assessment)
    assessment.round.late_allowed = False
    assessment.round.save()
    page = page_of(liaison).fill(1, statement="补充").submit()
    assert "截止" in page.text
    assert "申请" in page.text or "延期" in page.text
    assert (assessment.status, response(1).statement) == (Status.DRAFT, "补充")
    Assessment.objects.update(extended_to=date(2199, 12, 31))
    assert page_of(liaison).submit().assessment.status == Status.SUBMITTED


def test_a_review_that_began_cannot_be_withdrawn(assessment, page_of, liaison, reviewer):
    handed_in(assessment, liaison)
    assert "撤回" in page_of(liaison).overview
    page_of(reviewer).fill(1, reviewed_score="18").save()
    page = page_of(liaison)
    assert ">撤回<" not in page.overview
    assert "已开始审核，不能撤回" in page.take("withdraw").text


def test_what_may_stay_is_asked_about_before_it_is_handed_in(assessment, page_of, liaison):
    answer(assessment)
    assert 'data-confirm="没有佐证：第 2 项' in page_of(liaison).overview


@pytest.fixture
def choose(assessment, client_of, liaison, response):
    """Looks for activities to prove item 3; what is offered."""

    def look(user=liaison, **asked) -> str:
        url = f"/assessments/responses/{response(3).pk}/activities/"
        return client_of(user).get(url, asked).content.decode()

    return look


def test_activities_are_found_by_words_kind_and_day(choose, troupe, liaison, reviewer):
    show = confirmed(make_activity(troupe, "八一慰问演出", held="7月31日"), liaison, reviewer)
    make_activity(troupe, "座谈会", held="3月5日")
    page = choose()
    assert page.index("八一慰问演出") < page.index("座谈会")  # confirmed ones first
    assert "草稿" in page
    assert "座谈会" not in choose(words="慰问演出")
    assert "座谈会" not in choose(since=f"{YEAR}-07-01")
    assert "八一慰问演出" not in choose(until=f"{YEAR}-07-01")
    assert "八一慰问演出" in choose(kind=show.kind_id)
    assert "终止日期不能早于起始日期" in choose(since=f"{YEAR}-07-01", until=f"{YEAR}-01-01")


def test_chosen_activities_belong_to_the_item_and_are_offered_no_more(
    choose, troupe, union, client_of, liaison, response
):
    mine, strange = make_activity(troupe, "座谈会"), make_activity(union, "别家的会")
    url = f"/assessments/responses/{response(3).pk}/activities/"
    sent = {"activities": [str(mine.pk), str(strange.pk), "x"]}
    page = client_of(liaison).post(url, sent, follow=True)
    assert "已选用 1 项活动" in page.content.decode()
    assert [*response(3).activities.all()] == [mine]
    assert "座谈会" not in choose()


def test_a_section_takes_the_same_queries_however_much_proves_it(
    count_queries, choose, assessment, troupe, liaison, reviewer, response
):
    def cite(number):
        for _ in range(number):
            activity = confirmed(make_activity(troupe), liaison, reviewer)
            Evidence.objects.create(
                activity=activity, kind="photo", file="x.jpg", thumbnail="x.jpg", name="x.jpg",
                content_type="image/jpeg", size=1, sha256=str(activity.pk),
            )  # fmt: skip
            response(3).activities.add(activity)

    cite(1)
    url = assessment.section_url(response(3).criterion.section_id)
    few = count_queries(liaison, url)
    cite(5)
    assert count_queries(liaison, url) == few


def test_a_hundred_items_take_no_more_queries_than_ten(count_queries, bureau, troupe, liaison):
    def queries(sections, name):
        standard = make_standard(bureau, name=name)
        for number in range(sections):
            items = [{"content": f"要求{number}{n}"} for n in range(10)]
            make_section(standard, f"第{number}部分", 100, *items)
        assessment = make_checklist(troupe, by=bureau, standard=standard, name=name)
        section = standard.sections.first()
        return (
            count_queries(liaison, assessment.get_absolute_url()),
            count_queries(liaison, assessment.section_url(section.pk)),
        )

    assert queries(1, "短") == queries(10, "长")
