"""A round is set up by an issuing unit for the units it reviews, and opened for each of them."""

from datetime import date

import pytest

from assessments.models import Assessment, RoundState
from assessments.opening import open_round
from assessments.participation import leave
from assessments.publishing import publish
from tests.factories import make_group, make_unit
from units.models import AuditEvent

from .records import (
    ANSWERED,
    answer,
    decided,
    handed_in,
    make_criterion,
    make_round,
    make_section,
    make_standard,
    usual_standard,
)


def test_each_unit_gets_one_checklist_with_every_item(bureau, troupe, library):
    round_ = make_round(bureau, troupe, library)
    made = open_round(round_, by=None)
    assert {a.unit for a in made} == {troupe, library}
    assert {a.unit for a in round_.assessments.all()} == {troupe, library}
    for assessment in round_.assessments.all():
        numbers = [r.criterion.number for r in assessment.responses.all()]
        assert numbers == [1, 2, 3, 4, 5, 6]
    assert round_.state == RoundState.OPEN


def test_opening_again_adds_what_has_come_since_and_touches_nothing(
    bureau, troupe, library, reviewer
):
    round_ = make_round(bureau, troupe)
    (first,) = open_round(round_, by=reviewer)
    answer(first)
    assert open_round(round_, by=reviewer) == []
    round_.units.add(library)
    make_criterion(round_.standard.sections.last(), "临时任务", 5, kind="bonus")
    assert [a.unit for a in open_round(round_, by=reviewer)] == [library]
    assert round_.assessments.count() == 2
    scores = dict(first.responses.values_list("criterion__number", "self_score"))
    assert scores == ANSWERED | {7: None}
    assert round_.assessments.get(unit=library).responses.count() == 7


def test_a_confirmed_checklist_is_closed_to_new_items(bureau, troupe, liaison, reviewer):
    round_ = make_round(bureau, troupe)
    (assessment,) = open_round(round_, by=reviewer)
    decided(assessment, liaison, reviewer)
    make_criterion(round_.standard.sections.last(), "临时任务", 5)
    open_round(round_, by=reviewer)
    assert assessment.responses.count() == 6


def test_a_published_round_stays_published(bureau, troupe, library, liaison, reviewer, client_of):
    round_ = make_round(bureau, troupe)
    (assessment,) = open_round(round_, by=reviewer)
    decided(assessment, liaison, reviewer)
    publish(round_, by=reviewer)
    open_round(round_, by=reviewer)
    round_.refresh_from_db()
    assert round_.state == RoundState.PUBLISHED
    text = client_of(reviewer).get(round_.get_absolute_url()).content.decode()
    assert "开始考核" not in text
    assert "已公布" in text


def test_an_item_for_one_kind_of_unit_is_asked_of_no_other(bureau, troupe, library, client_of):
    standard = make_standard(bureau)
    section = make_section(standard, "一、演出", 20)
    make_criterion(section, "下基层演出", applies_to=["subordinate"])
    make_criterion(section, "成立领导小组")
    open_round(make_round(bureau, troupe, library, standard=standard), by=None)
    asked = {a.unit: a.responses.count() for a in Assessment.objects.all()}
    assert asked == {troupe: 2, library: 1}


def test_only_the_units_of_the_round_are_assessed(
    client_of, reviewer, office_reviewer, bureau, office, troupe, library, union
):
    bureaus, offices = make_round(bureau, troupe), make_round(office, bureau, union)
    client_of(reviewer).post(f"{bureaus.get_absolute_url()}open/")
    client_of(office_reviewer).post(f"{offices.get_absolute_url()}open/")
    assert [a.unit for a in bureaus.assessments.all()] == [troupe]
    assert {a.unit for a in offices.assessments.all()} == {bureau, union}


def test_opening_leaves_an_audit_line_that_names_the_units(bureau, troupe, reviewer):
    open_round(make_round(bureau, troupe), by=reviewer)
    line = AuditEvent.objects.get(action="开始考核")
    assert line.actor == reviewer
    assert "滨江市歌舞团" in line.changes["新增单位"]


def test_publishing_names_who_got_a_grade_and_who_is_missing(
    bureau, troupe, library, liaison, reviewer, client_of
):
    round_ = make_round(bureau, troupe, library)
    open_round(round_, by=reviewer)
    decided(round_.assessments.get(unit=troupe), liaison, reviewer)
    text = client_of(reviewer).post(f"{round_.get_absolute_url()}publish/", follow=True)
    assert "已公布 1 个单位的得分和等次" in text.content.decode()
    assert "尚未确认、没有等次的单位：市图书馆" in text.content.decode()
    line = AuditEvent.objects.get(action="公布考核结果")
    assert line.changes == {"滨江市歌舞团": "99 优秀"}


@pytest.fixture
def listed(client_of):
    """The rounds an account finds, with how many units take part."""

    def look(user, **filters):
        page = client_of(user).get("/assessments/", filters)
        return {round_.name: round_.size for round_ in page.context["rounds"]}

    return look


def test_the_list_shows_the_rounds_of_the_year_that_concern_one(
    listed, bureau, office, troupe, library, union, liaison, reviewer, other_liaison, stranger
):
    open_round(make_round(bureau, troupe, library, name="局考核"), by=None)
    open_round(make_round(office, bureau, union, name="市考核"), by=None)
    standard = make_standard(bureau, name="四年创建")
    make_round(bureau, troupe, standard=standard, name="创建", year=2009, year_to=2012)
    make_round(bureau, troupe, standard=standard, name="去年", year=2010)
    assert listed(liaison) == {"局考核": 2}
    assert listed(reviewer) == {"局考核": 2, "市考核": 2, "创建": 1}
    assert listed(other_liaison) == {"市考核": 2}
    assert listed(stranger) == {}
    assert listed(reviewer, year=2010) == {"创建": 1, "去年": 1}


def test_a_unit_finds_its_own_checklist_first(client_of, bureau, office, reviewer, union):
    open_round(make_round(office, bureau, union), by=None)
    own = client_of(reviewer).get("/assessments/").context["own"]
    assert [a.unit for a in own] == [bureau]


def test_a_unit_sees_which_of_its_checklists_is_overdue(client_of, assessment, liaison):
    page = client_of(liaison).get("/assessments/").content.decode()
    assert "已逾期" in page
    handed_in(answer(assessment), liaison)
    assert "已逾期" not in client_of(liaison).get("/assessments/").content.decode()


def test_an_empty_year_says_what_to_do_first(client_of, reviewer, liaison):
    assert "先有考核细则，再新建考核" in client_of(reviewer).get("/assessments/").content.decode()
    assert "双拥办开始考核后" in client_of(liaison).get("/assessments/").content.decode()


def test_a_round_that_is_not_opened_says_so(client_of, reviewer, office_reviewer, bureau, troupe):
    url = make_round(bureau, troupe).get_absolute_url()
    assert "点“开始考核”，为每个参评单位建立考核表" in client_of(reviewer).get(url).content.decode()
    assert "考核尚未开始" in client_of(office_reviewer).get(url).content.decode()


def test_deadlines_are_shown_as_in_a_paper(client_of, liaison, bureau, troupe):
    (assessment,) = open_round(make_round(bureau, troupe, self_deadline=date(2011, 11, 5)), by=None)
    page = client_of(liaison).get(assessment.get_absolute_url())
    assert "自评截止 2011年11月5日" in page.content.decode()


@pytest.mark.parametrize(
    "shown",
    [
        "一、组织领导（40 分）", "二、开展活动（60 分）", "少一次扣10分", "会议记录",
        "加分</span> 受到表彰", "扣分</span> 报送不及时", "一票否决</span> 发生涉军纠纷",
        "适用：直属单位、区县单位", "总分 100", "<dt>依据</dt><dd>双拥〔2011〕3号</dd>", "原文缺一页",
    ],
)  # fmt: skip
def test_a_standard_is_shown_as_offices_print_it(client_of, reviewer, bureau, shown):
    standard = usual_standard(bureau, basis="双拥〔2011〕3号", note="原文缺一页")
    make_criterion(standard.sections.first(), applies_to=["subordinate", "district"])
    assert shown in client_of(reviewer).get(standard.get_absolute_url()).content.decode()


def test_the_standards_one_issues_and_is_assessed_by(
    client_of, bureau, office, foreign_office, troupe, liaison, reviewer
):
    theirs, farther = make_standard(bureau, name="局细则"), make_standard(office, name="市细则")
    make_standard(foreign_office, name="外市细则")
    url = "/assessments/standards/"
    assert "还没有考核细则" in client_of(liaison).get(url).content.decode()
    open_round(make_round(bureau, troupe, standard=theirs), by=None)
    assert [*client_of(liaison).get(url).context["standards"]] == [theirs]
    assert [*client_of(reviewer).get(url).context["standards"]] == [theirs]
    make_group(troupe)
    open_round(make_round(office, bureau, standard=farther), by=None)
    assert {*client_of(reviewer).get(url).context["standards"]} == {theirs, farther}


def test_the_office_sees_how_far_its_rounds_have_come(
    client_of, bureau, office, troupe, library, liaison, reviewer
):
    gone = make_unit("滨江市书画院", under=bureau)
    round_ = make_round(bureau, troupe, library, gone)
    open_round(round_, by=reviewer)
    decided(round_.assessments.get(unit=troupe), liaison, reviewer)
    leave(round_.assessments.get(unit=gone), on=date(2011, 10, 1), reason="撤销", by=reviewer)
    open_round(make_round(office, bureau, name="市考核"), by=None)
    page = client_of(reviewer).get("/assessments/")
    ((shown, progress),) = page.context["own_rounds"]
    assert shown == round_
    assert (progress.in_words, progress.late) == ("已确认 1，未报 1", 1)
    assert [(s.x, s.width) for s in progress.segments] == [(0, 50), (50, 50)]
    assert [each.name for each in page.context["other_rounds"]] == ["市考核"]


def test_a_round_being_prepared_shows_who_will_take_part(client_of, reviewer, bureau, troupe):
    make_round(bureau, troupe)
    page = client_of(reviewer).get("/assessments/")
    assert [progress for _, progress in page.context["own_rounds"]] == [None]
    assert "1 个单位" in page.content.decode()
