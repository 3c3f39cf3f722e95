"""催办: one click reminds a unit that is late, and nobody is reminded twice a day."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from reports.chasing import chase_all, chases, to_chase
from reports.lateness import Matter, behind
from shuangyong.review import Status, Step, StepRefused
from tests.assessments.records import handed_in, make_checklist
from tests.cases import each
from tests.factories import (
    YEAR,
    make_need,
    make_plan,
    make_sub_plan,
    make_unit,
    make_user,
    submitted,
)
from units.models import Notice, NoticeReading, Role

TODAY = date(2011, 11, 20)
LONG_AGO = date(2011, 3, 1)
ALL = "/chase/"
CHASERS = {
    "reviewer": 302, "office_reviewer": 302, "liaison": 403, "bureau_liaison": 403, "leader": 403,
    "other_liaison": 404, "stranger": 404, "admin": 403, "security": 403, "auditor": 403,
}  # fmt: skip


@pytest.fixture
def plan(bureau):
    """The plan the bureau has issued."""
    return make_plan(bureau, title="2011年双拥工作方案")


@pytest.fixture
def late_plan(troupe, plan):
    """The troupe's sub-plan, which should have come in March."""
    return make_sub_plan(troupe, plan, title="市歌舞团单项计划", deadline=LONG_AGO)


@pytest.fixture
def late_need(bureau, troupe):
    """A need of the troops that the troupe should have answered by June."""
    return make_need(
        bureau, "为连队排练节目", due="6月", responsible_unit=troupe, state="in_progress"
    )


@pytest.fixture
def press(client_of):
    """The page after a button was pressed."""

    def pressed(user, url=ALL, **posted) -> str:
        return client_of(user).post(url, posted, follow=True).content.decode()

    return pressed


def one(matter, record) -> str:
    """Where the button of one matter leads."""
    return f"/chase/{matter}/{record.pk}/"


def late_matters(user) -> list[tuple[str, str]]:
    """What is late, in words."""
    return [(late.matter.label, late.unit.label) for late in behind(user, YEAR, TODAY)]


# what is late


def test_an_overdue_need_is_the_responsible_units(reviewer, late_need):
    assert late_matters(reviewer) == [("需求办理", "市歌舞团")]


@pytest.mark.parametrize(
    "fields",
    [
        {"due": "12月"},
        {"due": None},
        {"state": "done", "result": "已办"},
        {"state": "suspended", "reason": "经费未落实"},
        {"state": "unclaimed", "responsible_unit": None},
    ],
)
def test_a_need_in_time_answered_or_claimed_by_nobody_chases_nobody(
    reviewer, bureau, troupe, fields
):
    given = {"due": "6月", "responsible_unit": troupe, "state": "in_progress"} | fields
    make_need(bureau, **given)
    assert late_matters(reviewer) == []


def test_what_the_own_unit_is_late_with_is_its_own_to_do(reviewer, office, bureau):
    make_checklist(bureau, by=office)
    make_need(bureau, due="6月", responsible_unit=bureau, state="in_progress")
    assert late_matters(reviewer) == []


def test_a_superior_unit_is_not_shown_as_late_to_those_below(liaison, office, plan, bureau, troupe):
    parent = make_plan(office)
    plan.parent, plan.deadline = parent, LONG_AGO
    plan.save()
    make_plan(troupe, parent=plan)
    assert late_matters(liaison) == []


def test_a_returned_sub_plan_is_late_until_it_comes_again(reviewer, liaison, late_plan):
    submitted(late_plan, liaison)
    assert late_matters(reviewer) == []
    late_plan.take(Step.SEND_BACK, by=reviewer, comment="请补充")
    assert late_matters(reviewer) == [("单项计划", "市歌舞团")]


# one click


def test_one_click_puts_a_reminder_into_the_units_workbench(
    press, client_of, reviewer, liaison, late_plan
):
    text = press(reviewer, one("sub_plan", late_plan))
    assert "已催办市歌舞团，对方在工作台可以看到" in text
    assert "已催办，<i" in text
    page = client_of(liaison).get("/").content.decode()
    assert "催办：市歌舞团单项计划逾期未报" in page
    assert "1 条未读" in page
    notice = client_of(liaison).get(Notice.objects.get().get_absolute_url()).content.decode()
    assert "你单位的《市歌舞团单项计划》应于2011年3月1日前报送，至今没有报送" in notice
    assert f'href="{late_plan.get_absolute_url()}"' in notice
    assert f"{timezone.localtime():%-m月%-d日}" in client_of(reviewer).get("/").content.decode()


def test_each_matter_is_chased_in_its_own_words(reviewer, bureau, troupe, late_plan, late_need):
    make_checklist(troupe, by=bureau)
    late_plan.status = Status.RETURNED
    late_plan.save()
    chase_all(reviewer, YEAR, TODAY)
    told = {n.title: n.text for n in Notice.objects.all()}
    assert "退回修改后至今没有重新报送" in told["催办：市歌舞团单项计划逾期未报"]
    assert "应于2011年11月15日前报送" in told["催办：年度双拥工作考核自评逾期未报"]
    assert "办理时限为6月，至今没有办结" in told["催办：需求“为连队排练节目”逾期未办结"]


def test_a_very_long_need_still_fits_a_title(reviewer, bureau, troupe):
    make_need(bureau, "长" * 200, due="6月", responsible_unit=troupe, state="in_progress")
    chase_all(reviewer, YEAR, TODAY)
    notice = Notice.objects.get()
    notice.full_clean()
    assert "…" in notice.title


def test_a_double_click_sends_one(press, reviewer, late_plan):
    press(reviewer, one("sub_plan", late_plan))
    text = press(reviewer, one("sub_plan", late_plan))
    assert "今天已经催办过，没有重复发送：市歌舞团（" in text
    assert Notice.objects.count() == 1


def test_what_came_in_meanwhile_is_not_chased(press, reviewer, liaison, late_plan):
    submitted(late_plan, liaison)
    assert "没有逾期，或刚刚已经报送" in press(reviewer, one("sub_plan", late_plan))
    assert not Notice.objects.exists()


@each(("who", "status"), CHASERS.items())
@each("matter", Matter)
def test_who_chases(status_of, bureau, troupe, late_plan, late_need, matter, who, status):
    records = {"sub_plan": late_plan, "need": late_need}
    if matter == Matter.ASSESSMENT:
        records["assessment"] = make_checklist(troupe, by=bureau)
    assert status_of(who, one(matter, records[matter]), {}) == status
    assert Notice.objects.exists() == (status == 302)


@each("who", ["liaison", "leader", "admin", "security", "auditor"])
def test_only_a_reviewer_chases_all(status_of, who, late_plan):
    assert status_of(who, ALL, {}) == 403


def test_after_chasing_one_is_back_where_one_was_and_never_elsewhere(
    client_of, reviewer, late_plan
):
    browser = client_of(reviewer)
    url = one("sub_plan", late_plan)
    assert browser.post(url, {"next": "/plans/"}).url == "/plans/"
    assert browser.post(url, {"next": "https://evil.example/"}).url == "/"


# from the pages where a matter stands


def test_the_plan_page_chases_who_has_not_handed_in(press, client_of, reviewer, plan, late_plan):
    url = plan.get_absolute_url()
    assert one("sub_plan", late_plan) in client_of(reviewer).get(url).content.decode()
    text = press(reviewer, one("sub_plan", late_plan), next=url)
    assert 'id="sub-plans"' in text
    assert "已催办，<i" in text
    assert one("sub_plan", late_plan) not in text


def test_the_matrix_chases_who_has_not_handed_in(press, client_of, reviewer, bureau, troupe):
    assessment = make_checklist(troupe, by=bureau)
    url = assessment.round.get_absolute_url()
    assert one("assessment", assessment) in client_of(reviewer).get(url).content.decode()
    text = press(reviewer, one("assessment", assessment), next=url)
    assert "已催办，<i" in text
    assert one("assessment", assessment) not in text


def test_only_the_office_finds_the_button(
    client_of, bureau_liaison, leader, plan, troupe, bureau, late_plan
):
    round_ = make_checklist(troupe, by=bureau).round
    for user in (bureau_liaison, leader):
        for page in ("/", plan.get_absolute_url(), round_.get_absolute_url()):
            assert "/chase/" not in client_of(user).get(page).content.decode()


# all at once


@pytest.fixture
def library(bureau, plan):
    """A second unit that is late."""
    unit = make_unit("滨江市图书馆", under=bureau)
    make_plan(unit, parent=plan, deadline=LONG_AGO)
    return unit


def test_all_who_are_late_are_chased_at_once(
    press, client_of, reviewer, late_plan, late_need, library
):
    page = client_of(reviewer).get("/").content.decode()
    assert "全部催办（2 个单位）" in page
    assert 'data-confirm="将向 2 个单位发出催办' in page
    assert "已向 2 个单位发出催办 3 条" in press(reviewer)
    assert Notice.objects.count() == 3


def test_who_was_chased_today_is_left_out_of_all(press, reviewer, late_plan, library):
    press(reviewer, one("sub_plan", late_plan))
    assert "已催办滨江市图书馆" in press(reviewer)
    assert "今天都已催办过" in press(reviewer)
    assert Notice.objects.count() == 2


def test_on_another_day_all_are_chased_again(reviewer, late_plan):
    chase_all(reviewer, YEAR, TODAY)
    Notice.objects.update(at=timezone.now() - timedelta(days=3))
    chase_all(reviewer, YEAR, TODAY)
    assert Notice.objects.count() == 2


def test_chasing_nobody_says_so(reviewer):
    with pytest.raises(StepRefused, match="没有逾期未报的单位"):
        chase_all(reviewer, YEAR, TODAY)


def test_another_office_above_sees_that_a_unit_was_chased(reviewer, office_reviewer, late_plan):
    chase_all(reviewer, YEAR, TODAY)
    rows = chases(office_reviewer, behind(office_reviewer, YEAR, TODAY))
    assert [row.reminding.last for row in rows] == [Notice.objects.get()]
    assert to_chase(rows) == []


def test_a_member_that_has_left_the_group_is_shown_but_not_chased(
    reviewer, bureau, union, other_liaison
):
    make_checklist(union, by=bureau)
    (row,) = chases(reviewer, behind(reviewer, YEAR, TODAY))
    assert not row.reminding.may_send


def test_the_queries_of_chasing_all_do_not_grow(
    reviewer, bureau, plan, late_plan, django_assert_max_num_queries
):
    def late_units(first, last):
        for number in range(first, last):
            unit = make_unit(f"滨江市第{number}文化馆", under=bureau)
            make_plan(unit, parent=plan, deadline=LONG_AGO)

    late_units(0, 9)
    with django_assert_max_num_queries(18):
        assert len(chase_all(reviewer, YEAR, TODAY).notices) == 10


def test_the_queries_of_the_workbench_do_not_grow(
    count_queries, reviewer, bureau, plan, late_plan, liaison
):
    chase_all(reviewer, YEAR, TODAY)
    few = count_queries(reviewer, "/")
    for number in range(8):
        unit = make_unit(f"滨江市第{number}文化馆", under=bureau)
        make_plan(unit, parent=plan, deadline=LONG_AGO)
        make_need(bureau, due="6月", responsible_unit=unit, state="in_progress")
    chase_all(reviewer, YEAR, TODAY)
    NoticeReading.objects.create(notice=Notice.objects.first(), user=liaison)
    assert count_queries(reviewer, "/") == few


@pytest.mark.django_db(transaction=True)
def test_the_sender_is_told_when_mail_fails(press, settings, reviewer, liaison, late_plan):
    settings.EMAIL_HOST = "mail.example"
    settings.EMAIL_BACKEND = "tests.units.test_notice_mail.Failing"
    liaison.email = "liaison@mail.example"
    liaison.save()
    text = press(reviewer, one("sub_plan", late_plan))
    assert "通知已送达工作台；邮件未能发出" in text
    assert Notice.objects.count() == 1


def test_no_page_speaks_of_mail_where_there_is_no_mail_server(press, reviewer, late_plan):
    assert "邮件" not in press(reviewer, one("sub_plan", late_plan))


# numbers in the menu


@pytest.fixture
def tallies(client_of):
    """The numbers in the menu, in words."""

    def counted(user, url="/plans/") -> dict[str, str]:
        menu = client_of(user).get(url).context["menu"]
        return {entry["label"]: str(entry["tally"]()) for entry in menu if entry["tally"]()}

    return counted


@pytest.fixture
def this_year(monkeypatch):
    """The tests' day: 20 November 2011."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


@pytest.mark.usefixtures("this_year")
def test_the_menu_counts_what_cannot_wait(
    tallies, liaison, reviewer, bureau, troupe, late_plan, plan
):
    make_plan(troupe, parent=None, title="不急的", deadline=date(2011, 12, 31))
    make_need(bureau, due="11月", responsible_unit=troupe, state="in_progress")
    make_need(bureau, "不急的", due="12月31日", responsible_unit=troupe, state="in_progress")
    assert tallies(liaison) == {"工作台": "2 项待办"}
    chase_all(reviewer, YEAR, TODAY - timedelta(days=15))
    assert tallies(liaison) == {"工作台": "3 项待办"}


def test_the_menu_counts_what_awaits_the_reviewer(
    tallies, liaison, reviewer, leader, bureau, troupe
):
    assert tallies(reviewer) == {}
    handed_in(make_checklist(troupe, by=bureau), liaison)
    submitted(make_sub_plan(troupe, make_plan(bureau)), liaison)
    assert tallies(reviewer) == {"待审核": "2 项待审核"}
    assert tallies(leader) == {}


def test_the_numbers_cost_a_query_each_a_page(count_queries, monkeypatch, reviewer, troupe):
    with_numbers = count_queries(reviewer, "/notices/?box=sent")
    monkeypatch.setattr("units.navigation.COUNTERS", {})
    assert with_numbers - count_queries(reviewer, "/notices/?box=sent") <= 4


def test_open_needs_of_the_own_unit_are_among_what_is_to_do(client_of, liaison, late_need):
    text = client_of(liaison).get("/").content.decode()
    assert "为连队排练节目" in text.split(">待办")[1]
    assert "办理中" in text


def test_a_leader_reads_what_came_to_the_unit(client_of, office_reviewer, bureau, leader, office):
    make_plan(bureau, parent=make_plan(office), title="文化局单项计划", deadline=LONG_AGO)
    chase_all(office_reviewer, YEAR, TODAY)
    assert "催办：文化局单项计划逾期未报" in client_of(leader).get("/").content.decode()
    assert make_user("newcomer", Role.LEADER, bureau).unread_notices == 1
