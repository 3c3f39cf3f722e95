"""The form of a round: what it proposes, what it refuses, what stays open once a round is open."""

from datetime import date

import pytest

from assessments.forms.rounds import usual_name
from assessments.models import Assessment, Criterion, Round, RoundState
from assessments.opening import open_round
from assessments.publishing import publish
from tests.cases import each
from tests.factories import YEAR, make_unit
from units.models import AuditEvent, Notice

from .records import (
    decided,
    make_criterion,
    make_round,
    make_section,
    make_standard,
    typed_round,
    usual_standard,
)

NEW = "/assessments/rounds/add/"


@pytest.fixture
def standard(bureau):
    """The bureau's standard of the year."""
    return usual_standard(bureau, name="2011年文化拥军考核细则（试行）")


@pytest.fixture
def typed(standard, troupe):
    """A round as the bureau's reviewer types it."""
    return lambda **fields: typed_round(standard, troupe) | fields


def test_a_round_is_set_up_and_waits_to_be_opened(client_of, reviewer, typed, troupe, bureau):
    page = client_of(reviewer).post(NEW, typed(year_to="2012"), follow=True)
    round_ = Round.objects.get()
    assert page.redirect_chain == [(round_.get_absolute_url(), 302)]
    assert "核对参评单位后点“开始考核”" in page.content.decode()
    assert (round_.unit, round_.state) == (bureau, RoundState.PREPARING)
    assert [*round_.units.all()] == [troupe]
    assert list(round_.years) == [2011, 2012]
    assert (round_.remind_days, round_.late_allowed) == ([7, 3, 1], True)
    assert not Assessment.objects.exists()
    assert AuditEvent.objects.get(action="新建考核").actor == reviewer


def test_the_units_under_review_are_ticked_already(
    client_of, reviewer, bureau, troupe, library, union, foreign_office
):
    make_unit("已撤销的单位", under=bureau, is_active=False)
    guest = make_unit("远山市文化馆", under=foreign_office)
    bureau.leading_groups.get().members.add(guest)
    form = client_of(reviewer).get(NEW).context["form"]
    assert set(form.unit_lines) == {(troupe, True), (library, True), (guest, True)}
    assert form["year"].value() == YEAR


def test_the_only_standard_of_the_year_brings_name_and_deadline(client_of, reviewer, standard):
    make_standard(standard.unit, name="往年细则", year=2010)
    form = client_of(reviewer).get(NEW).context["form"]
    assert form["standard"].value() == standard.pk
    assert form["name"].value() == "2011年文化拥军考核"
    assert form["self_deadline"].value() == date(2011, 11, 15)


def test_of_two_standards_none_is_chosen_unless_the_address_names_it(
    client_of, reviewer, bureau, standard
):
    cycle = make_standard(bureau, name="双拥模范城创建考评标准", year=2009, year_to=2012)
    browser = client_of(reviewer)
    assert browser.get(NEW).context["form"]["standard"].value() is None
    form = browser.get(f"{NEW}?standard={cycle.pk}").context["form"]
    chosen = {name: form[name].value() for name in ("standard", "year", "year_to", "by_year")}
    assert chosen == {"standard": cycle.pk, "year": 2009, "year_to": 2012, "by_year": True}
    assert form["name"].value() == "2009—2012年双拥模范城创建考核"
    assert form["self_deadline"].value() == date(2012, 11, 15)


def test_standards_are_offered_by_year_in_their_last_version(
    client_of, reviewer, bureau, standard, office
):
    newer = make_standard(bureau, name=standard.name, version=2, revises=standard)
    older = make_standard(bureau, year=2010)
    make_standard(office)
    offered = client_of(reviewer).get(NEW).context["form"].fields["standard"].choices
    assert [(year, [pk for pk, _ in group]) for year, group in offered[1:]] == [
        ("2011 年", [newer.pk]), ("2010 年", [older.pk]),
    ]  # fmt: skip


def test_without_a_name_it_is_called_as_usual(client_of, reviewer, typed):
    client_of(reviewer).post(NEW, typed(name="", year_to="2014", by_year="on"))
    round_ = Round.objects.get()
    assert (round_.name, round_.by_year) == ("2011—2014年文化拥军考核", True)


@each(
    ("field", "value", "message"),
    [
        ("standard", "", "请选择考核细则"),
        ("self_deadline", "年底", "输入一个有效的日期"),
        ("self_deadline", "", "请填写自评截止日期"),
        ("review_deadline", "2011-11-14", "审核截止不能早于自评截止"),
        ("year", "11", "请填写四位年度"),
        ("year_to", "2010", "起止年度颠倒"),
        ("year_to", "2099", "起止年度相隔太远"),
        ("by_year", "on", "请填写“至年度”"),
        ("good_from", "91", "等次分数线应当由高到低"),
        ("passed_from", "80.5", "等次分数线应当由高到低"),
        ("passed_from", "-1", "分值不能为负数"),
        ("units", [], "请选择参评单位"),
        ("remind_days", "一周", "请填写天数"),
        ("remind_days", "61", "请填写天数"),
        ("remind_days", "-1", "请填写天数"),
        ("objection_days", "366", "不超过 365 天"),
        ("objection_days", "", "这是必填项"),
    ],
)
def test_a_wrong_field_says_so_and_keeps_what_was_typed(
    client_of, reviewer, typed, field, value, message
):
    page = client_of(reviewer).post(NEW, typed(**{"excellent_from": "90.5", field: value}))
    form = page.context["form"]
    assert message in page.content.decode()
    assert form.errors.keys() <= {field, "excellent_from"}
    assert 'value="90.5"' in page.content.decode()
    assert not Round.objects.exists()


def test_what_is_folded_opens_where_something_is_wrong(client_of, reviewer, typed):
    page = client_of(reviewer).post(NEW, typed(remind_days="一周"))
    folded = {title: shut for title, _, shut in page.context["form"].parts}
    assert (folded["提醒、公布和复核"], folded["等次"]) == (False, True)


@pytest.mark.parametrize(
    ("written", "days"),
    [("7、3、1", [7, 3, 1]), ("1,3，7天", [7, 3, 1]), (" 5 5 ", [5]), ("0", [0]), ("", [])],
)
def test_days_are_read_as_people_write_them(client_of, reviewer, typed, written, days):
    client_of(reviewer).post(NEW, typed(remind_days=written))
    assert Round.objects.get().remind_days == days


def test_a_deadline_gone_by_is_a_notice_and_no_refusal(client_of, reviewer, typed):
    page = client_of(reviewer).post(NEW, typed(), follow=True)
    assert "自评截止日期2011年11月15日已经过去" in page.content.decode()


def test_a_standard_for_other_years_is_a_notice(client_of, reviewer, typed):
    page = client_of(reviewer).post(NEW, typed(year="2010"), follow=True)
    assert "所选细则是为 2011 年制定的" in page.content.decode()


def test_a_second_round_of_the_same_name_is_refused_at_its_name(client_of, reviewer, typed):
    client_of(reviewer).post(NEW, typed())
    page = client_of(reviewer).post(NEW, typed())
    assert page.context["form"].errors["name"] == ["本年度已有同名考核。"]
    assert Round.objects.count() == 1


def test_units_and_standards_of_others_cannot_be_chosen(
    client_of, reviewer, typed, union, office, bureau, foreign_office
):
    for unit in (union, office, bureau, foreign_office):
        page = client_of(reviewer).post(NEW, typed(units=[unit.pk]))
        assert "units" in page.context["form"].errors
    page = client_of(reviewer).post(NEW, typed(standard=make_standard(office).pk))
    assert "standard" in page.context["form"].errors
    assert not Round.objects.exists()


def test_saved_and_begun_in_one_step(client_of, reviewer, typed, troupe):
    page = client_of(reviewer).post(NEW, typed(open="yes"), follow=True)
    assert "考核已开始，新建考核表 1 份，已通知各单位" in page.content.decode()
    round_ = Round.objects.get()
    assert round_.state == RoundState.OPEN
    assert round_.assessments.get().responses.count() == 6
    assert Notice.objects.get().unit == troupe


def test_it_does_not_begin_by_a_standard_without_items_and_nothing_is_saved(
    client_of, reviewer, typed, bureau
):
    empty = make_standard(bureau, name="空细则")
    page = client_of(reviewer).post(NEW, typed(standard=empty.pk, open="yes"))
    assert "还没有考核项目" in page.context["form"].errors["standard"][0]
    assert not Round.objects.exists()
    assert client_of(reviewer).post(NEW, typed(standard=empty.pk)).status_code == 302


def test_everything_may_be_changed_while_it_is_prepared(
    client_of, reviewer, typed, troupe, library, standard
):
    round_ = make_round(reviewer.unit, troupe, standard=standard)
    url = f"{round_.get_absolute_url()}edit/"
    browser = client_of(reviewer)
    seen = browser.get(url).context["form"]["seen"].value()
    browser.post(url, typed(units=[library.pk], good_from="75", name="改名", seen=seen))
    round_.refresh_from_db()
    assert [*round_.units.all()] == [library]
    assert (round_.name, round_.good_from) == ("改名", 75)
    changes = AuditEvent.objects.get(action="修改考核").changes
    assert changes["名称"] == ["年度双拥工作考核", "改名"]
    assert changes["参评单位"] == ["滨江市歌舞团", "滨江市图书馆"]


def test_the_second_of_two_who_change_a_round_is_told(client_of, reviewer, typed, troupe, standard):
    round_ = make_round(reviewer.unit, troupe, standard=standard)
    url = f"{round_.get_absolute_url()}edit/"
    browser = client_of(reviewer)
    seen = browser.get(url).context["form"]["seen"].value()
    Round.objects.filter(pk=round_.pk).update(name="先改的名")
    page = browser.post(url, typed(name="后改的名", seen=seen))
    assert "您打开之后，本考核已被修改" in page.content.decode()
    assert "后改的名" in page.content.decode()
    seen = page.context["form"]["seen"].value()
    assert browser.post(url, typed(name="后改的名", seen=seen)).status_code == 302
    assert Round.objects.get().name == "后改的名"


@pytest.fixture
def opened(bureau, troupe, library, standard):
    """A round that has begun."""
    round_ = make_round(bureau, troupe, library, standard=standard)
    open_round(round_, by=None)
    return round_


def change(browser, round_, **fields):
    """Open the form of a round, type into it, save."""
    url = f"{round_.get_absolute_url()}edit/"
    form = browser.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    kept = {name: value for name, value in shown.items() if value not in (None, False)}
    return browser.post(url, kept | {"remind_days": "7、3、1"} | fields, follow=True)


def test_an_open_round_says_what_is_fixed_and_lets_the_rest_be_changed(
    client_of, reviewer, opened, library
):
    browser = client_of(reviewer)
    text = browser.get(f"{opened.get_absolute_url()}edit/").content.decode()
    assert "等次分数线（90、80、60）已经固定" in text
    change(browser, opened, self_deadline="2011-11-20", remind_days="5", good_from="10", units=[])
    opened.refresh_from_db()
    assert opened.self_deadline == date(2011, 11, 20)
    assert (opened.remind_days, opened.good_from, opened.units.count()) == ([5], 80, 2)
    changes = AuditEvent.objects.get(action="修改考核").changes
    assert changes == {
        "自评截止": ["2011-11-15", "2011-11-20"], "截止前几天提醒": ["7、3、1", "5"]
    }  # fmt: skip


def test_a_new_deadline_is_told_to_who_has_not_handed_in(
    client_of, reviewer, opened, troupe, library, liaison
):
    decided(opened.assessments.get(unit=troupe), liaison, reviewer)
    text = change(client_of(reviewer), opened, self_deadline="2011-11-20").content.decode()
    assert "通知了 1 个尚未报送的单位" in text
    notice = Notice.objects.get()
    assert notice.unit == library
    assert "由2011年11月15日改为2011年11月20日" in notice.text


def test_after_publishing_only_what_units_see_may_be_changed(
    client_of, reviewer, opened, troupe, liaison
):
    decided(opened.assessments.get(unit=troupe), liaison, reviewer)
    publish(opened, by=reviewer)
    change(client_of(reviewer), opened, ranking_public="on", self_deadline="2012-01-01")
    opened.refresh_from_db()
    assert opened.ranking_public
    assert opened.self_deadline == date(2011, 11, 15)


def test_a_round_that_never_began_can_be_deleted_and_no_other(
    client_of, reviewer, opened, troupe, standard
):
    waiting = make_round(reviewer.unit, troupe, standard=standard, name="写错的考核")
    browser = client_of(reviewer)
    for round_ in (waiting, opened):
        browser.post(f"{round_.get_absolute_url()}delete/")
    assert [*Round.objects.all()] == [opened]
    assert AuditEvent.objects.get(action="删除考核").target == "写错的考核"


def test_kinds_that_are_asked_nothing_are_pointed_out(client_of, reviewer, bureau, troupe, library):
    only = make_standard(bureau, name="专项细则")
    make_criterion(make_section(only, "一、演出", 10), "下基层演出", applies_to=["subordinate"])
    round_ = make_round(bureau, troupe, library, standard=only)
    browser = client_of(reviewer)
    text = browser.get(round_.get_absolute_url()).content.decode()
    assert "没有适用于区县单位的项目" in text
    round_.units.remove(library)
    assert "没有适用于" not in browser.get(round_.get_absolute_url()).content.decode()


def test_a_name_that_holds_the_years_says_them_once(bureau):
    standard = make_standard(bureau, name="滨江市2011年度双拥工作考核细则")
    assert usual_name(standard, 2011, None) == "滨江市2011年度双拥工作考核"
    assert usual_name(standard, 2012, None) == "滨江市2012年度双拥工作考核"
    assert usual_name(standard, 2012, 2015) == "滨江市2012—2015年度双拥工作考核"


def test_grades_begin_at_their_share_of_the_total(client_of, reviewer, bureau):
    standard = make_standard(bureau, total=11)
    form = client_of(reviewer).get(f"{NEW}?standard={standard.pk}").context["form"]
    values = [str(form[name].value()) for name in ("excellent_from", "good_from", "passed_from")]
    assert values == ["9.9", "8.8", "6.6"]


def test_a_grade_that_nobody_can_reach_is_refused(client_of, reviewer, typed, standard):
    bonus = Criterion.objects.get(section__standard=standard, kind="bonus")
    most = standard.total + int(bonus.points)
    page = client_of(reviewer).post(NEW, typed(excellent_from=most + 1))
    said = f"细则最多得 {most} 分，没有单位能达到 {most + 1} 分。"
    assert page.context["form"].errors["excellent_from"] == [said]
    client_of(reviewer).post(NEW, typed(excellent_from=most))
    assert Round.objects.get().excellent_from == most
