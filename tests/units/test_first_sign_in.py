"""A password that somebody else has set is changed before anything else."""

import re

import pytest

from tests.cases import each
from tests.factories import PASSWORD, make_user
from units import passwords
from units.models import AuditEvent, User

NEW_PASSWORD = "yu-shui-qing-2011"
CHANGE = "/password/"


@pytest.fixture
def newcomer(liaison):
    """A liaison whose password was set by somebody else."""
    liaison.must_change_password = True
    liaison.save()
    return liaison


@pytest.fixture
def browser(client_of, newcomer):
    return client_of(newcomer)


def change(browser, new=NEW_PASSWORD, old=PASSWORD):
    typed = {"old_password": old, "new_password1": new, "new_password2": new}
    return browser.post(CHANGE, typed)


@pytest.mark.parametrize("url", ["/", "/plans/", "/activities/add/", "/units/", "/accounts/"])
def test_whatever_is_opened_leads_to_the_own_password(browser, url):
    assert browser.get(url).headers["Location"] == CHANGE
    assert browser.post(url).headers["Location"] == CHANGE


def test_the_page_for_it_can_ask_how_long_its_session_lasts(browser):
    assert browser.get("/session/").json()["seconds"]


def test_a_part_of_a_page_leads_there_as_well(browser):
    answer = browser.get("/activities/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == CHANGE


def test_the_page_says_why_and_one_can_still_leave(browser, client_of, liaison):
    assert "您现在的密码是他人设置的初始密码" in browser.get(CHANGE).content.decode()
    assert browser.post("/logout/").headers["Location"] == "/login/"


def test_the_policy_is_told_politely_before_anything_is_typed(browser, client_of, admin):
    for text in (browser.get(CHANGE), client_of(admin).get("/accounts/add/")):
        assert "至少 10 个字符；不能全是数字，不能是常见的密码" in text.content.decode()
        assert "你的" not in text.content.decode()


def test_who_has_an_own_password_is_not_told_so(client_of, reviewer):
    assert "初始密码" not in client_of(reviewer).get(CHANGE).content.decode()


def test_after_the_change_everything_opens(browser, newcomer):
    assert change(browser).headers["Location"] == "/"
    assert browser.get("/").status_code == 200
    newcomer.refresh_from_db()
    assert not newcomer.must_change_password
    assert newcomer.check_password(NEW_PASSWORD)


def test_the_old_password_is_no_new_one(browser, newcomer):
    page = change(browser, new=PASSWORD)
    assert page.context["form"].errors == {"new_password2": ["新密码不能与原密码相同。"]}
    newcomer.refresh_from_db()
    assert newcomer.must_change_password


def test_a_change_of_password_undoes_no_right_given_meanwhile(browser, newcomer, bureau):
    form_is_open = browser.get(CHANGE)
    assert form_is_open.status_code == 200
    User.objects.filter(pk=newcomer.pk).update(unit=bureau)
    change(browser)
    newcomer.refresh_from_db()
    assert newcomer.unit == bureau


def test_an_account_that_was_created_has_to_change_it(client_of, admin):
    typed = {"username": "zhangsan", "name": "张三", "email": "zs@example.cn"}
    client_of(admin).post(
        "/accounts/add/", typed | {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    )
    zhangsan = User.objects.get(username="zhangsan")
    assert zhangsan.must_change_password
    assert zhangsan.email == "zs@example.cn"


def test_the_account_list_marks_whose_password_is_not_the_own(client_of, admin, newcomer):
    assert "初始密码" in client_of(admin).get("/accounts/?q=liaison").content.decode()


def reset(user) -> str:
    return f"/accounts/{user.pk}/reset/"


def shown_password(page) -> str:
    return re.search(r'class="password">([^<]+)<', page.content.decode())[1]


def test_a_reset_shows_a_new_password_once(client_of, security, liaison):
    officer = client_of(security)
    page = officer.post(reset(liaison))
    password = shown_password(page)
    assert "no-store" in page.headers["Cache-Control"]
    liaison.refresh_from_db()
    assert liaison.check_password(password)
    assert not liaison.check_password(PASSWORD)
    assert liaison.must_change_password
    assert password not in officer.get(reset(liaison)).content.decode()
    line = AuditEvent.objects.get(action="重置密码")
    assert (line.actor, line.target) == (security, "liaison")
    assert password not in f"{line.target}{line.changes}"


def test_a_reset_ends_the_other_sessions_of_the_account(client_of, client, security, liaison):
    client.post("/login/", {"username": "liaison", "password": PASSWORD})
    assert client.get("/").status_code == 200
    client_of(security).post(reset(liaison))
    assert client.get("/").headers["Location"].startswith("/login/")


def test_asking_for_the_page_alone_changes_nothing(client_of, security, liaison):
    assert "原密码立即失效" in client_of(security).get(reset(liaison)).content.decode()
    liaison.refresh_from_db()
    assert liaison.check_password(PASSWORD)


@each("who", ["admin", "auditor", "liaison", "reviewer", "leader"])
def test_nobody_else_resets(status_of, other_liaison, who):
    assert status_of(who, reset(other_liaison)) == 403
    assert status_of(who, reset(other_liaison), {}) == 403
    other_liaison.refresh_from_db()
    assert other_liaison.check_password(PASSWORD)


def test_an_unknown_account_is_not_found(status_of):
    assert status_of("security", "/accounts/999/reset/") == 404


def test_nobody_resets_the_own_password(client_of, security):
    page = client_of(security).post(reset(security), follow=True)
    assert "自己的密码请在“修改密码”中修改" in page.content.decode()
    security.refresh_from_db()
    assert security.check_password(PASSWORD)


def test_an_account_out_of_use_gets_no_password(client_of, security, liaison):
    User.objects.filter(pk=liaison.pk).update(is_active=False)
    page = client_of(security).post(reset(liaison), follow=True)
    assert "账号已停用，不能重置密码" in page.content.decode()


def test_random_passwords_pass_the_policy_and_do_not_repeat(db):
    from django.contrib.auth.password_validation import validate_password

    made = {passwords.random_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        validate_password(password, User(username="lly001", name="李四"))
        assert not set(password) & set("0o1il")


def test_the_first_sign_in_with_a_random_password_renews_its_hash(client, settings, troupe):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    ((password, stored),) = passwords.initial_passwords(1)
    account = make_user("lly001", unit=troupe)
    User.objects.filter(pk=account.pk).update(password=stored, must_change_password=True)
    client.post("/login/", {"username": "lly001", "password": password})
    assert client.get("/").headers["Location"] == CHANGE
    renewed = User.objects.get(pk=account.pk).password
    assert "m=12288" in stored
    assert "m=102400" in renewed
