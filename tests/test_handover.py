"""交接: a liaison's work passes to a successor in one step, and history keeps the names."""

from datetime import date

import pytest

from activities.models import Activity
from reports.models import Summary
from shuangyong.review import Status, Step, StepRefused
from shuangyong.vague import VagueDate
from tests.activities.test_log_activity import typed
from tests.cases import each
from tests.factories import (
    PASSWORD,
    YEAR,
    make_activity,
    make_plan,
    make_unit,
    make_user,
    submitted,
)
from tests.units.groups import end_groups
from units import handover
from units.models import Appointment, AuditEvent, GroupRole, Handover, Notice, Role, User

TODAY = date(2011, 11, 24)


@pytest.fixture
def successor(troupe):
    """An account without rights that is meant for the troupe."""
    account = make_user("successor", role="")
    account.wanted_role, account.wanted_unit, account.working_year = Role.LIAISON, troupe, None
    account.save()
    return account


@pytest.fixture
def draft(troupe, liaison):
    """What the predecessor is still working on."""
    return make_activity(troupe, "未完成的慰问演出", changed_by=liaison)


@pytest.fixture
def hand_over(security, liaison, successor):
    """Takes the step."""

    def take(old=liaison, new=successor, by=security):
        return handover.hand_over(old, new, by=by, today=TODAY)

    return take


def url_of(account) -> str:
    return f"/accounts/{account.pk}/handover/"


def test_the_whole_step_through_the_page(client_of, security, liaison, successor, troupe, draft):
    returned = make_plan(troupe, status=Status.RETURNED, changed_by=liaison)
    officer = client_of(security)
    page = officer.get(url_of(liaison)).content.decode()
    assert "1 份未完成" in page
    assert "未完成的记录 2 份" in page
    done = officer.post(url_of(liaison), {"successor": successor.pk}, follow=True)
    text = done.content.decode()
    assert "交接完成：联络员liaison交接给successor" in text
    assert "联络员由 liaison 交接给 successor" in text
    successor.refresh_from_db()
    assert (successor.role, successor.unit) == (Role.LIAISON, troupe)
    assert successor.working_year == YEAR
    assert (successor.wanted_role, successor.wanted_unit) == ("", None)
    for record in (draft, returned):
        record.refresh_from_db()
        assert record.changed_by == successor


def test_the_successor_finds_the_drafts_edits_and_submits_them(
    client_of, hand_over, successor, draft, troupe
):
    hand_over()
    browser = client_of(User.objects.get(pk=successor.pk))
    assert draft.title in browser.get("/").content.decode()
    sent = typed(troupe, title="改好的慰问演出")
    saved = browser.post(f"{draft.get_absolute_url()}edit/", sent)
    assert saved.status_code == 302
    assert browser.post(f"{draft.get_absolute_url()}submit/").status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.status) == ("改好的慰问演出", Status.SUBMITTED)
    assert draft.history.get().by == successor


def test_work_on_a_unit_below_passes_too(client_of, hand_over, bureau_liaison, troupe, successor):
    below = make_activity(troupe, "替下属单位起草", changed_by=bureau_liaison)
    hand_over(bureau_liaison)
    page = client_of(User.objects.get(pk=successor.pk)).get("/")
    assert below.title in page.content.decode()


def test_the_predecessor_is_out_and_cannot_sign_in_again(client_of, client, hand_over, liaison):
    browser = client_of(liaison)
    assert browser.get("/").status_code == 200
    hand_over()
    assert browser.get("/").headers["Location"].startswith("/login/")
    page = client.post("/login/", {"username": "liaison", "password": PASSWORD})
    assert "账号已停用" in page.content.decode()
    liaison.refresh_from_db()
    assert (liaison.role, liaison.is_active) == ("", False)


def test_what_was_done_before_stays_under_the_old_name(hand_over, liaison, successor, troupe):
    handed_in = make_activity(troupe, changed_by=liaison)
    submitted(handed_in, liaison)
    hand_over()
    handed_in.refresh_from_db()
    assert handed_in.changed_by == liaison
    assert [line.by for line in handed_in.history.all()] == [liaison]
    assert handed_in.history.get().by.unit == troupe


def test_a_leader_and_a_reviewer_are_handed_over_as_well(hand_over, reviewer, bureau, successor):
    summary = Summary.objects.create(
        unit=bureau, year=YEAR, title="2011年工作总结", changed_by=reviewer
    )
    hand_over(reviewer)
    successor.refresh_from_db()
    summary.refresh_from_db()
    assert (successor.role, successor.unit) == (Role.REVIEWER, bureau)
    assert summary.changed_by == successor


def test_the_trail_says_who_took_over_what(hand_over, security, draft, troupe):
    hand_over()
    line = AuditEvent.objects.get(action="交接")
    assert (line.actor, line.target) == (security, "滨江市歌舞团")
    assert line.changes == {"联络员": ["liaison", "successor"], "活动": "1 份"}
    given = AuditEvent.objects.get(action="交接：接任人授权")
    assert given.changes == {"角色": ["", "联络员"], "单位": ["", "滨江市歌舞团"]}
    taken = AuditEvent.objects.get(action="交接：移交人停用")
    assert taken.changes == {"角色": ["联络员", ""]}


@pytest.fixture
def place(bureau, troupe, liaison):
    """The predecessor's name in the bureau's group."""
    group = bureau.leading_groups.get()
    return Appointment.objects.create(
        group=group, role=GroupRole.LIAISON, name=liaison.name, post="办公室主任", unit=troupe,
        since=VagueDate.parse("2010年3月", year=YEAR), position=7,
    )  # fmt: skip


def test_the_name_in_the_group_changes_from_today(hand_over, place, troupe):
    hand_over()
    place.refresh_from_db()
    assert place.until.wording == "2011年11月24日"
    new = Appointment.objects.exclude(pk=place.pk).get()
    assert (new.name, new.role, new.unit) == ("successor", GroupRole.LIAISON, troupe)
    assert (new.since_day, new.until, new.position, new.post) == (TODAY, None, 7, "")
    assert "领导小组联络员" in AuditEvent.objects.get(action="交接").changes


@pytest.mark.parametrize(
    "other",
    [
        {"name": "别人"},
        {"role": GroupRole.MEMBER},
        {"until": VagueDate.parse("2011年1月", year=YEAR)},
        {"unit": "union"},
    ],
)
def test_no_other_name_in_the_group_is_touched(hand_over, request, place, other):
    changed = {k: request.getfixturevalue(v) if k == "unit" else v for k, v in other.items()}
    for name, value in changed.items():
        setattr(place, name, value)
    place.save()
    before = place.until
    hand_over()
    place.refresh_from_db()
    assert place.until == before
    assert Appointment.objects.count() == 1


def test_a_group_that_was_dissolved_stays_as_it_was(hand_over, place, bureau):
    end_groups(bureau)
    hand_over()
    place.refresh_from_db()
    assert place.until is None


def test_a_successor_who_is_named_already_is_not_named_twice(hand_over, place):
    Appointment.objects.create(
        group=place.group, role=place.role, name="successor", unit=place.unit
    )
    hand_over()
    assert Appointment.objects.filter(name="successor").count() == 1


def test_a_name_that_begins_only_later_stops_everything(hand_over, place, liaison, draft):
    place.since = VagueDate.parse("2012年1月", year=YEAR)
    place.save()
    with pytest.raises(StepRefused, match="任职时间晚于今天，请先在名单中更正"):
        hand_over()
    liaison.refresh_from_db()
    draft.refresh_from_db()
    assert liaison.is_active
    assert draft.changed_by == liaison
    assert not Handover.objects.exists()


def test_unread_notices_are_told_beforehand_and_seen_by_the_successor(
    client_of, hand_over, security, liaison, successor, reviewer, troupe
):
    Notice.objects.create(unit=troupe, title="催报单项计划", by=reviewer)
    assert handover.passing(liaison).unread == 1
    hand_over()
    assert Notice.objects.unread_by(User.objects.get(pk=successor.pk)).count() == 1


@pytest.mark.parametrize("who", ["liaison", "reviewer", "security"])
def test_only_an_account_without_rights_takes_over(hand_over, request, bureau_liaison, who):
    with pytest.raises(StepRefused):
        hand_over(bureau_liaison, request.getfixturevalue(who))
    bureau_liaison.refresh_from_db()
    assert bureau_liaison.is_active


def test_an_account_that_was_switched_off_does_not_take_over(hand_over, successor, liaison):
    User.objects.filter(pk=successor.pk).update(is_active=False)
    with pytest.raises(StepRefused, match="请选择尚未授权的账号"):
        hand_over()


def test_the_same_handover_is_not_made_twice(hand_over, liaison):
    hand_over()
    third = make_user("third", role="")
    with pytest.raises(StepRefused, match="没有业务角色"):
        hand_over(liaison, third)
    third.refresh_from_db()
    assert third.role == ""
    assert Handover.objects.count() == 1


def test_somebody_chosen_by_hand_in_the_address_is_refused(client_of, security, liaison, reviewer):
    make_user("waiting", role="")
    page = client_of(security).post(url_of(liaison), {"successor": reviewer.pk})
    assert "这个账号不能接任" in page.content.decode()
    liaison.refresh_from_db()
    assert liaison.is_active


@pytest.mark.parametrize("who", ["admin", "auditor", "newcomer"])
def test_an_officer_has_no_work_to_hand_over(client_of, security, request, who):
    officer = make_user("newcomer", role="") if who == "newcomer" else request.getfixturevalue(who)
    page = client_of(security).get(url_of(officer), follow=True)
    assert "没有工作可以交接" in page.content.decode()
    assert client_of(security).post(url_of(officer), {"successor": officer.pk}).status_code != 500


@each("who", ["admin", "auditor", "liaison", "reviewer", "leader"])
def test_nobody_else_hands_over(status_of, other_liaison, successor, who):
    assert status_of(who, url_of(other_liaison)) == 403
    assert status_of(who, url_of(other_liaison), {"successor": successor.pk}) == 403
    other_liaison.refresh_from_db()
    assert other_liaison.is_active


def test_an_unknown_account_is_not_found(status_of):
    assert status_of("security", "/accounts/999/handover/") == 404


def test_those_meant_for_the_unit_stand_first(client_of, security, liaison, successor):
    make_user("aaa", role="")
    choices = client_of(security).get(url_of(liaison)).context["form"].fields["successor"].choices
    groups = dict(list(choices)[1:])
    assert [pk for pk, _ in groups["拟授本单位"]] == [successor.pk]
    assert groups["其他尚未授权的账号"][0][1] == "aaa（aaa）"


def test_without_anybody_to_take_over_the_page_says_what_to_do(client_of, security, liaison):
    text = client_of(security).get(url_of(liaison)).content.decode()
    assert "没有可以接任的账号" in text
    assert "请系统管理员先为接任人建立账号" in text


def test_every_kind_of_record_is_told_of(liaison):
    kinds = [kind for kind, _ in handover.passing(liaison).records]
    assert kinds == ["计划", "活动", "考核表", "工作总结"]


def test_the_page_asks_as_often_with_many_accounts_and_records(
    count_queries, security, liaison, successor, troupe, office
):
    few = count_queries(security, url_of(liaison))
    for number in range(15):
        waiting = make_user(f"n{number}", role="")
        waiting.wanted_unit = make_unit(f"滨江市第{number}局", under=office)
        waiting.save()
        make_activity(troupe, changed_by=liaison)
    assert count_queries(security, url_of(liaison)) == few


def test_a_record_handed_in_meanwhile_is_left_alone(hand_over, liaison, draft):
    draft.take(Step.SUBMIT, by=liaison)
    hand_over()
    assert Activity.objects.get(pk=draft.pk).changed_by == liaison


def test_the_page_of_the_unit_lists_handovers_with_the_same_queries(
    count_queries, hand_over, bureau_liaison, reviewer, security, bureau
):
    hand_over(bureau_liaison)
    few = count_queries(reviewer, bureau.get_absolute_url())
    for number in range(4):
        old = make_user(f"old{number}", Role.LIAISON, bureau)
        hand_over(old, make_user(f"new{number}", role=""))
    many = count_queries(reviewer, bureau.get_absolute_url())
    assert many == few
