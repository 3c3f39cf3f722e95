"""Rights are given as they were asked for: one account with a click, or all that are ticked."""

import pytest
from django.db import IntegrityError, transaction

from shuangyong.review import StepRefused
from tests.cases import each
from tests.factories import make_unit, make_user
from units import granting
from units.models import AuditEvent, Role, User

LIST = "/accounts/"
GRANT = "/accounts/grant/"


def asking(username: str, unit, role=Role.LIAISON) -> User:
    """An account without rights, with what was asked for it."""
    account = make_user(username, role="")
    account.wanted_role, account.wanted_unit = role, unit
    account.save()
    return account


@pytest.fixture
def newcomers(troupe, bureau):
    """Two accounts that wait for their rights."""
    return [asking("zhang", troupe), asking("li", bureau, Role.LEADER)]


def rights(account) -> tuple:
    account.refresh_from_db()
    return account.role, account.unit


def test_those_who_wait_are_counted_and_listed(client_of, security, newcomers, liaison):
    page = client_of(security).get(LIST, {"state": "waiting"})
    assert page.context["waiting"] == 2
    assert {a.username for a in page.context["page_obj"].object_list} == {"zhang", "li"}
    text = page.content.decode()
    assert "拟授：联络员" in text
    assert "滨江市歌舞团" in text
    assert text.count("同意授权") == 2


def test_one_click_grants_what_was_asked_for(client_of, security, newcomers, troupe):
    zhang, li = newcomers
    page = client_of(security).post(GRANT, {"only": zhang.pk, "account": li.pk}, follow=True)
    assert "已授权 1 个账号：zhang" in page.content.decode()
    assert rights(zhang) == (Role.LIAISON, troupe)
    assert rights(li) == ("", None)
    assert (zhang.wanted_role, zhang.wanted_unit) == ("", None)
    line = AuditEvent.objects.get(action="授权")
    assert (line.actor, line.target) == (security, "zhang")
    assert line.changes == {"角色": ["", "联络员"], "单位": ["", "滨江市歌舞团"]}


def test_the_ticked_ones_are_granted_at_once(client_of, security, newcomers, troupe, bureau):
    ticked = {"account": [a.pk for a in newcomers], "next": "/accounts/?state=waiting"}
    answer = client_of(security).post(GRANT, ticked)
    assert answer.headers["Location"] == "/accounts/?state=waiting"
    assert [rights(a) for a in newcomers] == [(Role.LIAISON, troupe), (Role.LEADER, bureau)]
    assert AuditEvent.objects.filter(action="授权").count() == 2


def test_the_second_of_two_clicks_is_told_and_grants_nothing_else(security, newcomers):
    zhang, li = newcomers
    granting.grant_as_wanted([zhang.pk], by=security)
    with pytest.raises(StepRefused, match="没有授权。zhang：已有角色"):
        granting.grant_as_wanted([zhang.pk, li.pk], by=security)
    assert rights(li) == ("", None)


def test_who_asks_for_no_role_is_not_granted_by_a_click(security, newcomers, bureau):
    wang = asking("wang", bureau, "")
    with pytest.raises(StepRefused, match="wang：没有申请业务角色和单位，请逐个授权"):
        granting.grant_as_wanted([newcomers[0].pk, wang.pk], by=security)
    assert rights(newcomers[0]) == rights(wang) == ("", None)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SECURITY, Role.AUDITOR])
def test_nobody_can_even_ask_to_be_an_officer(bureau, role):
    with pytest.raises(IntegrityError), transaction.atomic():
        asking("wang", bureau, role)


def test_a_unit_that_was_closed_meanwhile_is_named(security, newcomers, troupe):
    type(troupe).objects.filter(pk=troupe.pk).update(is_active=False)
    with pytest.raises(StepRefused, match="zhang：滨江市歌舞团已停用"):
        granting.grant_as_wanted([newcomers[0].pk], by=security)


def test_an_account_out_of_use_is_not_granted(security, newcomers):
    User.objects.filter(pk=newcomers[0].pk).update(is_active=False)
    with pytest.raises(StepRefused, match="zhang：账号已停用"):
        granting.grant_as_wanted([newcomers[0].pk], by=security)


@pytest.mark.parametrize("sent", [{}, {"account": "1.5"}, {"only": "x"}, {"account": "99999"}])
def test_nothing_ticked_says_so(client_of, security, sent):
    page = client_of(security).post(GRANT, sent, follow=True)
    assert "请先勾选账号" in page.content.decode()


def test_the_way_back_leads_to_no_foreign_site(client_of, security):
    answer = client_of(security).post(GRANT, {"next": "https://example.com/"})
    assert answer.headers["Location"] == LIST


@each("who", ["admin", "auditor", "liaison", "reviewer", "leader"])
def test_nobody_else_grants(status_of, newcomers, who):
    assert status_of(who, GRANT, {"account": newcomers[0].pk}) == 403
    assert rights(newcomers[0]) == ("", None)


def test_the_form_comes_filled_with_what_was_asked_for(client_of, security, newcomers, bureau):
    page = client_of(security).get(f"/accounts/{newcomers[1].pk}/grant/")
    form = page.context["form"]
    assert form["role"].value() == Role.LEADER
    assert form["unit"].value() == bureau.name
    client_of(security).post(
        f"/accounts/{newcomers[1].pk}/grant/", {"role": Role.LIAISON, "unit": "市文化局"}
    )
    assert rights(newcomers[1]) == (Role.LIAISON, bureau)
    assert newcomers[1].wanted_role == ""


def test_a_unit_nobody_knows_is_said_at_its_field(client_of, security, newcomers):
    page = client_of(security).post(
        f"/accounts/{newcomers[0].pk}/grant/", {"role": Role.LIAISON, "unit": "市文化"}
    )
    assert "没有名为“市文化”的单位。是否指：滨江市文化局" in page.context["form"].errors["unit"][0]
    assert rights(newcomers[0]) == ("", None)


def test_the_administrator_says_what_a_new_account_is_meant_for(client_of, admin, troupe):
    typed = {
        "username": "zhao",
        "name": "赵六",
        "password1": "lv-se-jun-ying-81",
        "password2": "lv-se-jun-ying-81",
        "wanted_role": Role.LIAISON,
    }
    page = client_of(admin).post("/accounts/add/", typed)
    assert page.context["form"].errors == {"wanted_unit": ["拟授角色和单位请一并填写。"]}
    client_of(admin).post("/accounts/add/", typed | {"wanted_unit": "市歌舞团"})
    zhao = User.objects.get(username="zhao")
    assert (zhao.role, zhao.unit) == ("", None)
    assert (zhao.wanted_role, zhao.wanted_unit) == (Role.LIAISON, troupe)


def test_an_office_of_the_three_cannot_be_asked_for(client_of, admin, troupe):
    typed = {
        "username": "zhao",
        "name": "赵六",
        "wanted_role": Role.ADMIN,
        "wanted_unit": "市歌舞团",
    }
    page = client_of(admin).post("/accounts/add/", typed)
    assert "wanted_role" in page.context["form"].errors


def test_the_grant_form_asks_as_often_with_many_units(count_queries, security, newcomers, office):
    url = f"/accounts/{newcomers[0].pk}/grant/"
    few = count_queries(security, url)
    for number in range(30):
        make_unit(f"滨江市第{number}局", under=office)
    assert count_queries(security, url) == few


def test_the_list_asks_as_often_with_many_who_wait(count_queries, security, newcomers, office):
    few = count_queries(security, LIST)
    for number in range(20):
        asking(f"n{number}", make_unit(f"滨江市第{number}局", under=office))
    assert count_queries(security, LIST) == few


def test_a_wish_is_corrected_until_it_is_granted(client_of, admin, newcomers, bureau):
    zhang = newcomers[0]
    url = f"/accounts/{zhang.pk}/edit/"
    page = client_of(admin).get(url)
    assert page.context["form"]["wanted_unit"].value() == "滨江市歌舞团"
    typed = {"name": "zhang", "is_active": "on", "wanted_role": Role.LEADER}
    client_of(admin).post(url, typed | {"wanted_unit": "市文化局"})
    zhang.refresh_from_db()
    assert (zhang.wanted_role, zhang.wanted_unit) == (Role.LEADER, bureau)
    assert zhang.role == ""


def test_an_account_with_rights_has_no_wish_to_edit(client_of, admin, liaison):
    form = client_of(admin).get(f"/accounts/{liaison.pk}/edit/").context["form"]
    assert list(form.fields) == ["name", "phone", "email", "is_active"]


def test_rights_given_while_a_form_was_open_stay(admin, newcomers, security, troupe):
    from units.forms.accounts import AccountForm

    zhang = newcomers[0]
    typed = {"name": "张三", "is_active": "on", "wanted_role": "liaison", "wanted_unit": "市歌舞团"}
    form = AccountForm(typed, instance=User.objects.get(pk=zhang.pk))
    assert form.is_valid(), form.errors
    granting.grant_as_wanted([zhang.pk], by=security)
    form.save()
    assert rights(zhang) == (Role.LIAISON, troupe)
    assert zhang.name == "张三"


def test_the_menu_counts_who_waits_for_whoever_grants(client_of, security, admin, newcomers):
    assert "2 个账号待授权" in client_of(security).get("/").content.decode()
    assert "个账号待授权" not in client_of(admin).get(LIST).content.decode()


def test_when_all_have_their_rights_the_list_says_so(client_of, security, liaison):
    page = client_of(security).get(LIST, {"state": "waiting"}).content.decode()
    assert "没有待授权的账号" in page
    assert "没有符合条件的账号" in client_of(security).get(LIST, {"q": "没有"}).content.decode()


def test_enter_at_a_tick_box_grants_nobody(client_of, security, newcomers):
    """A browser presses the first button of a form; it stands before all others, disabled."""
    page = client_of(security).get(LIST).content.decode()
    form = page[page.index('action="/accounts/grant/"') :]
    assert form.index("<button hidden disabled>") == form.index("<button")


def test_a_number_that_no_account_can_have_is_no_account(client_of, security):
    page = client_of(security).post("/accounts/grant/", {"account": ["9" * 40]}, follow=True)
    assert "请先勾选账号。" in page.content.decode()
