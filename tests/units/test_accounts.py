"""三员分立: one officer creates accounts, another gives them rights, a third sees it all."""

import pytest

from tests.cases import each
from tests.factories import PASSWORD, make_user
from units.models import AuditEvent, Role, User

LIST = "/accounts/"
NEW = "/accounts/add/"
CAST = ["liaison", "reviewer", "leader", "admin", "security", "auditor"]


def edit(user) -> str:
    return f"/accounts/{user.pk}/edit/"


def grant(user) -> str:
    return f"/accounts/{user.pk}/grant/"


@pytest.fixture
def newcomer(db):
    """An account that has no rights yet."""
    return make_user("newcomer", role="")


@each("who", CAST)
def test_who_sees_accounts_who_creates_and_who_grants(status_of, newcomer, who):
    def opens(url):
        return status_of(who, url) == 200

    assert opens(LIST) == (who in {"admin", "security"})
    assert opens(NEW) == (who == "admin")
    assert opens(edit(newcomer)) == (who == "admin")
    assert opens(grant(newcomer)) == (who == "security")
    assert opens("/audit/") == (who == "auditor")


@each("who", [who for who in CAST if who != "security"])
def test_nobody_else_grants(status_of, newcomer, bureau, who):
    typed = {"role": Role.REVIEWER, "unit": bureau.name}
    assert status_of(who, grant(newcomer), typed) == 403
    newcomer.refresh_from_db()
    assert newcomer.role == ""


@each("who", [who for who in CAST if who != "admin"])
def test_nobody_else_creates(status_of, who):
    status_of(who, NEW, new_account())
    assert not User.objects.filter(username="zhangsan").exists()


def new_account(**fields) -> dict:
    """张三 as the system administrator types him."""
    return {
        "username": "zhangsan",
        "name": "张三",
        "phone": "0830-1234567",
        "password1": "lv-se-jun-ying-81",
        "password2": "lv-se-jun-ying-81",
    } | fields


def test_a_created_account_has_no_rights_even_if_some_are_sent(client_of, admin, bureau):
    sent = new_account(role=Role.ADMIN, unit=bureau.pk, is_active="on")
    page = client_of(admin).post(NEW, sent, follow=True)
    zhangsan = User.objects.get(username="zhangsan")
    assert (zhangsan.role, zhangsan.unit, zhangsan.is_active) == ("", None, True)
    assert zhangsan.check_password("lv-se-jun-ying-81")
    text = page.content.decode()
    assert "新建账号：张三" in text
    assert "尚未授权" in text


@each(
    ("typed", "field", "message"),
    [
        ({"username": "admin"}, "username", "已有同名账号。"),
        ({"username": "ADMIN"}, "username", "已有同名账号。"),
        ({"username": "a b"}, "username", "请输入合法的用户名"),
        ({"name": ""}, "name", "这是必填项。"),
        (
            {"password1": "short", "password2": "short"},
            "password2",
            "密码太短，至少需要 10 个字符。",
        ),
        ({"password1": "0830-1234567", "password2": "0830-1234567"}, "password2", "联系电话"),
        ({"password2": "something-else"}, "password2", "输入的两个密码不一致"),
    ],
)
def test_a_bad_account_comes_back_with_what_was_typed(client_of, admin, typed, field, message):
    page = client_of(admin).post(NEW, new_account(**typed))
    errors = page.context["form"].errors
    assert list(errors) == [field]
    assert message in errors[field][0]
    assert len(errors[field]) == 1
    assert "0830-1234567" in page.content.decode()
    assert not User.objects.filter(name="张三").exists()


def test_what_was_created_is_in_the_trail_without_the_password(client_of, admin):
    client_of(admin).post(NEW, new_account())
    line = AuditEvent.objects.get(action="新建账号")
    assert (line.actor, line.target) == (admin, "张三")
    assert line.changes == {
        "用户名": ["", "zhangsan"], "姓名": ["", "张三"], "联系电话": ["", "0830-1234567"],
    }  # fmt: skip


def test_the_administrator_corrects_a_name_and_the_trail_says_from_what_to_what(
    client_of, admin, newcomer
):
    typed = {"name": "李四", "phone": ""}
    client_of(admin).post(edit(newcomer), typed)
    newcomer.refresh_from_db()
    assert (newcomer.name, newcomer.is_active) == ("李四", False)
    line = AuditEvent.objects.get(action="修改账号")
    assert line.changes == {"姓名": ["newcomer", "李四"], "启用": ["是", "否"]}


def test_editing_an_account_does_not_rename_the_one_signed_in(client_of, admin, newcomer):
    text = client_of(admin).get(edit(newcomer)).content.decode()
    assert "newcomer（newcomer）" in text
    assert '<div class="dropdown-header">系统管理员</div>' in text


@pytest.mark.parametrize("who", ["admin", "security", "auditor"])
def test_the_last_officer_of_a_kind_stays_in_use(client_of, admin, request, who):
    officer = request.getfixturevalue(who)
    page = client_of(admin).post(edit(officer), {"name": officer.name})
    assert f"这是唯一在用的{officer.get_role_display()}账号，不能停用。" in page.content.decode()
    officer.refresh_from_db()
    assert officer.is_active


def test_one_of_two_officers_may_be_put_out_of_use(client_of, admin, auditor):
    make_user("second", Role.AUDITOR)
    client_of(admin).post(edit(auditor), {"name": auditor.name})
    auditor.refresh_from_db()
    assert not auditor.is_active


def test_a_colleague_out_of_use_does_not_count(client_of, admin, auditor):
    User.objects.filter(pk=make_user("second", Role.AUDITOR).pk).update(is_active=False)
    client_of(admin).post(edit(auditor), {"name": auditor.name})
    auditor.refresh_from_db()
    assert auditor.is_active


def test_the_security_administrator_gives_role_and_unit(client_of, security, newcomer, bureau):
    typed = {"role": Role.REVIEWER, "unit": bureau.name}
    page = client_of(security).post(grant(newcomer), typed, follow=True)
    assert "授权：newcomer" in page.content.decode()
    newcomer.refresh_from_db()
    assert (newcomer.role, newcomer.unit) == (Role.REVIEWER, bureau)
    line = AuditEvent.objects.get(action="授权")
    assert line.changes == {"角色": ["", "双拥办审核员"], "单位": ["", "滨江市文化局"]}


def test_rights_are_taken_away_again(client_of, security, liaison):
    client_of(security).post(grant(liaison), {"role": "", "unit": ""})
    liaison.refresh_from_db()
    assert (liaison.role, liaison.unit) == ("", None)
    line = AuditEvent.objects.get(action="授权")
    assert line.changes == {"角色": ["联络员", ""], "单位": ["滨江市歌舞团", ""]}


@pytest.mark.parametrize("role", [Role.LIAISON, Role.REVIEWER, Role.LEADER])
def test_a_business_role_needs_a_unit(client_of, security, newcomer, role):
    page = client_of(security).post(grant(newcomer), {"role": role, "unit": ""})
    assert page.context["form"].errors == {"unit": ["联络员、审核员和领导必须属于一个单位。"]}
    newcomer.refresh_from_db()
    assert newcomer.role == ""


def test_an_unknown_role_is_refused(client_of, security, newcomer):
    page = client_of(security).post(grant(newcomer), {"role": "root", "unit": ""})
    assert list(page.context["form"].errors) == ["role"]


def test_nobody_grants_to_oneself(client_of, security):
    make_user("second", Role.SECURITY)
    page = client_of(security).post(grant(security), {"role": Role.AUDITOR, "unit": ""})
    assert "不能给自己授权" in page.content.decode()
    security.refresh_from_db()
    assert security.role == Role.SECURITY


@pytest.mark.parametrize("who", ["admin", "auditor"])
def test_the_last_officer_of_a_kind_keeps_the_office(client_of, security, request, who):
    officer = request.getfixturevalue(who)
    browser = client_of(security)
    page = browser.post(grant(officer), {"role": Role.SECURITY, "unit": ""})
    assert "这是该角色唯一在用的账号，请先授权另一个账号。" in page.content.decode()
    officer.refresh_from_db()
    assert officer.role == who
    make_user("second", officer.role)
    assert browser.post(grant(officer), {"role": Role.SECURITY, "unit": ""}).status_code == 302


def test_an_unknown_account_is_not_found(client_of, admin, security):
    assert client_of(admin).get("/accounts/999/edit/").status_code == 404
    assert client_of(security).get("/accounts/999/grant/").status_code == 404


@pytest.fixture
def found(client_of, admin, liaison, reviewer, other_liaison, newcomer):
    """The user names that the list shows with these filters."""

    def names(**filters):
        page = client_of(admin).get(LIST, filters)
        return {account.username for account in page.context["page_obj"].object_list}

    return names


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"admin", "liaison", "reviewer", "other_liaison", "newcomer"}),
        ({"q": "LIAI"}, {"liaison", "other_liaison"}),
        ({"q": "歌舞团"}, {"liaison"}),
        ({"q": "没有"}, set()),
        ({"role": "reviewer"}, {"reviewer"}),
        ({"role": "root"}, {"admin", "liaison", "reviewer", "other_liaison", "newcomer"}),
    ],
)
def test_the_list_of_accounts_is_narrowed_by_its_address(found, filters, expected):
    assert found(**filters) == expected


def test_an_account_is_found_by_the_name_of_its_owner(found, newcomer):
    newcomer.name = "王五"
    newcomer.save()
    assert found(q="王五") == {"newcomer"}


def test_each_officer_finds_only_the_own_way_on(client_of, admin, security, newcomer):
    create, give = client_of(admin).get(LIST), client_of(security).get(LIST)
    for page, own, others in ((create, edit, grant), (give, grant, edit)):
        assert own(newcomer) in page.content.decode()
        assert others(newcomer) not in page.content.decode()
    assert NEW in create.content.decode()
    assert NEW not in give.content.decode()


def test_an_empty_search_says_so_and_htmx_gets_the_results_only(client_of, admin):
    page = client_of(admin).get(LIST, {"q": "没有"}, headers={"HX-Request": "true"})
    assert "没有符合条件的账号" in page.content.decode()
    assert "<html" not in page.content.decode()


def test_the_wrong_role_reads_a_chinese_page(client_of, liaison):
    page = client_of(liaison).get(LIST)
    assert page.status_code == 403
    assert "没有权限" in page.content.decode()


def test_a_visitor_is_asked_to_sign_in(client, newcomer):
    for url in (LIST, NEW, edit(newcomer), grant(newcomer), "/audit/"):
        assert client.get(url).headers["Location"].startswith("/login/?next=")


def test_an_account_shows_the_name_or_else_the_user_name():
    assert str(User(username="zhangsan", name="张三")) == "张三"
    assert str(User(username="zhangsan")) == "zhangsan"


def test_a_manager_made_account_is_checked_like_any_other(db):
    account = User.objects.create_user("ｚｈａｏ", PASSWORD, name="赵六")
    assert (account.username, account.role) == ("zhao", "")
    assert account.check_password(PASSWORD)
