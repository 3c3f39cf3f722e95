"""双清单: a need is raised, taken over, answered and closed, or put off with a reason."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from activities.models import RequestState, SupportRequest
from shuangyong.review import StepRefused
from tests.factories import YEAR, make_activity, make_need, make_troop, make_unit
from units.models import AuditEvent

LIST = "/requests/"
NEW = "/requests/add/"


def typed(unit, **fields) -> dict:
    """A need as a liaison types it."""
    return {
        "direction": "troops",
        "need": "为连队图书室配书",
        "from_whom": "驻军某部",
        "detail": "军事、文史类图书500册。",
        "unit": unit.pk,
        "due": "6月",
    } | fields


@pytest.fixture
def browser(client_of, bureau_liaison):
    """The browser of the bureau's liaison."""
    return client_of(bureau_liaison)


@pytest.fixture
def need(bureau, troupe):
    """A need that the bureau recorded and the troupe is to answer."""
    return make_need(bureau, responsible_unit=troupe)


def edit_url(need) -> str:
    return f"{need.get_absolute_url()}edit/"


def move(browser, need, state: str, comment: str = "") -> str:
    """The page after a button was pressed, as text."""
    posted = {"state": state, "comment": comment}
    page = browser.post(f"{need.get_absolute_url()}state/", posted, follow=True)
    need.refresh_from_db()
    return page.content.decode()


def test_a_need_is_raised_and_stands_in_the_list(browser, bureau, troupe):
    troop = make_troop(bureau)
    form = typed(bureau, troop=troop.pk, responsible_unit=troupe.pk)
    page = browser.post(NEW, form, follow=True)
    need = SupportRequest.objects.get()
    assert page.redirect_chain == [(need.get_absolute_url(), 302)]
    for words in (
        "为连队图书室配书", "部队需求", troop.name, "军事、文史类图书500册。", "滨江市歌舞团", "6月",
        "待认领",
    ):  # fmt: skip
        assert words in page.content.decode()
    assert (need.year, need.state, need.unit) == (YEAR, RequestState.UNCLAIMED, bureau)
    assert need.need in browser.get(LIST).content.decode()


def test_the_form_offers_what_the_account_knows(browser, bureau, troupe, office, foreign_office):
    mine, theirs = make_troop(bureau), make_troop(foreign_office, "驻远山某部")
    make_unit("已撤销的剧团", under=bureau, is_active=False)
    make_activity(troupe, "赠书", year=YEAR)
    make_activity(troupe, "去年赠书", year=YEAR - 1)
    make_activity(office, "双拥办赠书")
    form = browser.get(NEW).context["form"]
    assert form["unit"].value() == bureau.pk
    assert list(form.fields["unit"].queryset) == [bureau, troupe]
    assert foreign_office not in form.fields["responsible_unit"].queryset
    assert {office, bureau, troupe} <= set(form.fields["responsible_unit"].queryset)
    assert mine in form.fields["troop"].queryset
    assert theirs not in form.fields["troop"].queryset
    assert [str(activity) for activity in form.fields["activities"].queryset] == ["赠书"]
    assert [label for _, label in form.fields["direction"].choices] == ["部队需求", "地方需求"]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("need", "", "必填"),
        ("need", "长" * 201, "200"),
        ("direction", "", "必填"),
        ("direction", "sideways", "选择一个有效的选项"),
        ("unit", "", "必填"),
        ("unit", "999999", "选择一个有效的选项"),
        ("responsible_unit", "999999", "选择一个有效的选项"),
        ("due", "2010年12月", "办理时限不能早于登记年度"),
        ("due", "8月10日至8月1日", "结束时间不能早于开始时间"),
        ("due", "尽快", "请按这样的写法填写时间"),
        ("activities", ["999999"], "选择一个有效的选项"),
    ],
)
def test_a_wrong_field_says_so_and_keeps_what_was_typed(browser, bureau, field, value, message):
    make_activity(bureau)
    page = browser.post(NEW, typed(bureau) | {field: value})
    assert message in str(page.context["form"].errors[field])
    assert message in page.content.decode()
    assert "军事、文史类图书500册。" in page.content.decode()
    assert not SupportRequest.objects.exists()


@pytest.mark.parametrize("due", ["6月", "2010年至2011年", "2012年3月", "近期", ""])
def test_a_need_may_be_due_in_its_year_or_later(browser, bureau, due):
    browser.post(NEW, typed(bureau, due=due))
    assert str(SupportRequest.objects.get().due or "") == due


def test_another_unit_cannot_be_recorded_for(browser, bureau, union):
    page = browser.post(NEW, typed(bureau) | {"unit": union.pk})
    assert "unit" in page.context["form"].errors


def test_a_need_is_corrected_by_its_unit(browser, need, bureau, troupe, bureau_liaison):
    answer = make_activity(troupe, "赠书")
    form = typed(bureau, responsible_unit=troupe.pk, need="配书和书架", activities=[answer.pk])
    text = browser.post(edit_url(need), form, follow=True).content.decode()
    assert "配书和书架" in text
    assert "赠书" in text
    changes = AuditEvent.objects.get(actor=bureau_liaison).changes
    assert changes["需求"] == ["为连队图书室配书", "配书和书架"]
    assert changes["对应活动"] == ["", "赠书"]


def test_a_need_in_hand_keeps_a_responsible_unit(browser, need, bureau):
    move(browser, need, "in_progress")
    page = browser.post(edit_url(need), typed(bureau, responsible_unit="", detail="另注"))
    assert "请指定责任单位。" in str(page.context["form"].errors["responsible_unit"])
    assert "另注" in page.content.decode()


def test_an_editor_loses_no_link_or_unit_that_is_hidden_from_it(
    client_of, liaison, troupe, bureau, union
):
    need = make_need(troupe, responsible_unit=union, troop=make_troop(bureau))
    seen, hidden = make_activity(troupe, "赠书"), make_activity(bureau, "局机关赠书")
    need.activities.set([seen, hidden])
    form = client_of(liaison).get(edit_url(need)).context["form"]
    assert union in form.fields["responsible_unit"].queryset
    assert hidden not in form.fields["activities"].queryset
    client_of(liaison).post(edit_url(need), typed(troupe, responsible_unit=union.pk, activities=[]))
    need.refresh_from_db()
    assert need.responsible_unit == union
    assert list(need.activities.all()) == [hidden]


def test_a_need_goes_from_raised_to_done(browser, client_of, liaison, need):
    member = client_of(liaison)
    assert "状态已改为“办理中”。" in move(member, need, "in_progress")
    text = move(member, need, "done", " 已配书500册。 ")
    assert "状态已改为“已办结”。" in text
    assert (need.state, need.result) == (RequestState.DONE, "已配书500册。")
    assert [(line.by, str(line), line.comment) for line in need.history.all()] == [
        (liaison, "待认领 → 办理中", ""),
        (liaison, "办理中 → 已办结", "已配书500册。"),
    ]
    for words in ("待认领 → 办理中", "办理中 → 已办结", "已配书500册。"):
        assert words in browser.get(need.get_absolute_url()).content.decode()
    actions = AuditEvent.objects.filter(actor=liaison).order_by("pk")
    assert [event.action for event in actions] == ["需求办理中", "需求已办结"]


def test_a_need_is_put_off_with_a_reason_that_goes_when_work_resumes(browser, need):
    text = move(browser, need, "suspended", "部队外出驻训")
    assert "暂缓理由" in text
    assert (need.state, need.reason) == (RequestState.SUSPENDED, "部队外出驻训")
    text = move(browser, need, "in_progress")
    assert "暂缓理由</dt>" not in text
    assert "部队外出驻训" in text  # the way it went stays readable
    assert (need.state, need.reason) == (RequestState.IN_PROGRESS, "")


def test_what_was_done_stays_when_a_closed_need_is_taken_up_again(browser, need):
    move(browser, need, "done", "已配书500册。")
    move(browser, need, "in_progress")
    assert need.result == "已配书500册。"
    move(browser, need, "done")
    assert (need.state, need.result) == (RequestState.DONE, "已配书500册。")


@pytest.mark.parametrize(
    ("before", "state", "comment", "refusal"),
    [
        ("unclaimed", "unclaimed", "", "当前状态为“待认领”，不能改为“待认领”。"),
        ("unclaimed", "done", " ", "办结时请写明办理结果。"),
        ("unclaimed", "suspended", "  ", "暂缓办理请写明理由。"),
        ("in_progress", "suspended", "长" * 201, "暂缓理由请不要超过 200 字。"),
        ("in_progress", "in_progress", "", "当前状态为“办理中”，不能改为“办理中”。"),
        ("in_progress", "unclaimed", "", "当前状态为“办理中”，不能改为“待认领”。"),
        ("done", "done", "再办", "当前状态为“已办结”，不能改为“已办结”。"),
        ("suspended", "suspended", "再缓", "当前状态为“暂缓”，不能改为“暂缓”。"),
        ("in_progress", "", "", "请选择状态。"),
        ("in_progress", "lost", "", "请选择状态。"),
    ],
)
def test_an_illegal_move_is_refused_in_words(
    browser, bureau, troupe, before, state, comment, refusal
):
    reason = "部队外出驻训" if before == "suspended" else ""
    need = make_need(bureau, responsible_unit=troupe, state=before, reason=reason)
    assert refusal in move(browser, need, state, comment)
    assert (need.state, need.reason, need.result) == (before, reason, "")
    assert not need.history.exists()


@pytest.mark.parametrize("state", ["in_progress", "done", "suspended"])
def test_nobody_answers_a_need_without_a_responsible_unit(browser, bureau, state):
    need = make_need(bureau)
    assert "请先指定责任单位。" in move(browser, need, state, "已办")
    assert need.state == RequestState.UNCLAIMED


def test_the_second_of_two_who_move_a_need_is_told(need, bureau_liaison, liaison):
    stale = SupportRequest.objects.get(pk=need.pk)
    need.move_to(RequestState.IN_PROGRESS, by=liaison)
    with pytest.raises(StepRefused, match="办理中"):
        stale.move_to(RequestState.IN_PROGRESS, by=bureau_liaison)
    assert need.history.count() == 1


def test_who_may_is_judged_by_the_stored_need(need, union, other_liaison):
    stale = SupportRequest.objects.get(pk=need.pk)
    stale.responsible_unit = union
    with pytest.raises(PermissionDenied):
        stale.move_to(RequestState.IN_PROGRESS, by=other_liaison)


@pytest.mark.parametrize(
    ("state", "due", "late"),
    [
        ("in_progress", "6月", True),
        ("unclaimed", "6月", True),
        ("done", "6月", False),
        ("in_progress", "2199年", False),
        ("in_progress", None, False),
    ],
)
def test_an_open_need_past_its_time_is_marked(browser, bureau, troupe, state, due, late):
    need = make_need(bureau, responsible_unit=troupe, state=state, due=due)
    for url in (LIST, need.get_absolute_url()):
        assert ("> 逾期<" in browser.get(url).content.decode()) == late


def test_the_database_wants_a_reason_for_what_is_put_off(bureau, troupe):
    with pytest.raises(IntegrityError):
        make_need(bureau, responsible_unit=troupe, state="suspended", reason="")


@pytest.mark.parametrize("state", ["in_progress", "done", "suspended"])
def test_the_database_wants_a_responsible_unit_for_what_is_in_hand(bureau, state):
    with pytest.raises(IntegrityError):
        make_need(bureau, state=state, reason="部队外出驻训")


def test_what_is_neither_done_nor_put_off_is_open(bureau, troupe):
    for state in RequestState:
        make_need(bureau, state.label, responsible_unit=troupe, state=state, reason="缓")
    assert [str(need) for need in SupportRequest.objects.open()] == ["待认领", "办理中"]


def test_an_open_need_is_overdue_from_the_day_after_its_time(bureau, troupe):
    for state in RequestState:
        make_need(bureau, state.label, responsible_unit=troupe, state=state, reason="缓", due="6月")
    make_need(bureau, "没有时限")
    late = SupportRequest.objects.overdue
    assert not late(date(YEAR, 6, 30)).exists()
    assert [str(need) for need in late(date(YEAR, 7, 1))] == ["待认领", "办理中"]
