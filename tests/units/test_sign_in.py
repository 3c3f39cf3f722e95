"""Signing in and out, the own password, the working year."""

import pytest

from tests.cases import each
from tests.factories import PASSWORD, make_user
from units.models import AuditEvent

LOG_IN = "/login/"
NEW_PASSWORD = "yu-shui-qing-2011"


@pytest.fixture
def log_in(client):
    """Sends the log-in form."""

    def send(username="liaison", password=PASSWORD, **more):
        return client.post(LOG_IN, {"username": username, "password": password} | more)

    return send


@pytest.fixture
def browser(client_of, liaison):
    return client_of(liaison)


def is_signed_in(browser) -> bool:
    return browser.get("/password/").status_code == 200


def test_the_right_password_leads_to_the_workbench(log_in, client, liaison):
    assert log_in().headers["Location"] == "/"
    assert liaison.name in client.get("/").content.decode()


@pytest.mark.parametrize("username", ["liaison", "Liaison", "LIAISON", "ｌｉａｉｓｏｎ"])
def test_the_user_name_may_be_typed_in_any_case_and_width(log_in, liaison, username):
    assert log_in(username).status_code == 302


@pytest.mark.parametrize(
    ("username", "password"),
    [("liaison", "wrong-password"), ("liaison", PASSWORD.upper()), ("nobody", PASSWORD)],
)
def test_a_wrong_log_in_does_not_say_what_was_wrong(log_in, client, liaison, username, password):
    text = log_in(username, password).content.decode()
    assert "用户名或密码不正确，请重新输入" in text
    assert f'value="{username}"' in text
    assert password not in text
    assert not is_signed_in(client)


def test_an_empty_form_says_what_is_missing(log_in, db):
    form = log_in("", "").context["form"]
    assert form.errors == {"username": ["这是必填项。"], "password": ["这是必填项。"]}


def test_after_the_log_in_one_is_where_one_wanted_to_be(log_in, client, liaison):
    asked = client.get("/units/").headers["Location"]
    assert asked == "/login/?next=/units/"
    assert 'name="next" value="/units/"' in client.get(asked).content.decode()
    assert log_in(next="/units/").headers["Location"] == "/units/"


def test_the_log_in_leads_to_no_foreign_site(log_in, liaison):
    assert log_in(next="https://example.com/").headers["Location"] == "/"


def test_who_is_signed_in_sees_no_log_in_form(browser):
    assert browser.get(LOG_IN).headers["Location"] == "/"


def test_an_account_out_of_use_is_told_so_after_the_right_password_only(log_in, client, liaison):
    liaison.is_active = False
    liaison.save()
    assert "账号已停用，请联系系统管理员" in log_in().content.decode()
    assert "账号已停用" not in log_in(password="wrong-password").content.decode()
    assert not is_signed_in(client)


def test_an_account_put_out_of_use_is_out_at_the_next_click(browser, liaison):
    assert is_signed_in(browser)
    liaison.is_active = False
    liaison.save()
    assert not is_signed_in(browser)


def test_a_new_account_without_role_finds_the_way_to_its_password(log_in, client, db):
    make_user("newcomer", role="")
    page = log_in("newcomer")
    assert page.status_code == 302
    text = client.get("/").content.decode()
    assert "尚未授权" in text
    assert "/password/" in text
    assert client.get("/units/").status_code == 403


def test_log_ins_failures_and_log_outs_are_audited_with_their_address(log_in, client, liaison):
    log_in(password="wrong-password")
    log_in("x" * 80)
    log_in()
    client.post("/logout/")
    lines = AuditEvent.objects.order_by("pk").values_list(
        "action", "actor", "actor_name", "address"
    )
    assert list(lines) == [
        ("登录失败", None, "liaison", "127.0.0.1"),
        ("登录失败", None, "x" * 50, "127.0.0.1"),
        ("登录", liaison.pk, "liaison", "127.0.0.1"),
        ("退出登录", liaison.pk, "liaison", "127.0.0.1"),
    ]


def test_logging_out_ends_the_session_and_asks_to_sign_in(browser):
    assert browser.post("/logout/").headers["Location"] == LOG_IN
    assert not is_signed_in(browser)


def test_a_link_alone_logs_nobody_out(browser):
    assert browser.get("/logout/").status_code == 405
    assert is_signed_in(browser)


def change(browser, old=PASSWORD, new=NEW_PASSWORD, again=None):
    """Sends the form 修改密码."""
    typed = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return browser.post("/password/", typed, follow=True)


def test_the_own_password_is_changed_and_other_sessions_end(browser, client_of, log_in, liaison):
    elsewhere = client_of(liaison)
    assert "密码已修改。" in change(browser).content.decode()
    assert is_signed_in(browser)
    assert not is_signed_in(elsewhere)
    assert log_in().status_code == 200
    assert log_in(password=NEW_PASSWORD).status_code == 302
    changed = AuditEvent.objects.filter(action="修改密码").get()
    assert (changed.actor, changed.changes) == (liaison, {})


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"old": "wrong-password"}, "old_password", "你的旧密码不正确"),
        ({"again": "another-password"}, "new_password2", "输入的两个密码不一致"),
        ({"new": "short"}, "new_password2", "密码太短，至少需要 10 个字符。"),
        ({"new": "73019462850"}, "new_password2", "数字"),
        ({"new": "liaison-11"}, "new_password2", "用户名"),
        ({"new": "qwertyuiop"}, "new_password2", "常见"),
    ],
)
def test_a_bad_new_password_is_refused_at_its_field(browser, liaison, typed, field, message):
    errors = change(browser, **typed).context["form"].errors
    assert list(errors) == [field]
    assert message in "".join(errors[field])
    liaison.refresh_from_db()
    assert liaison.check_password(PASSWORD)


def shown_year(browser) -> int:
    return browser.get("/").context["year"]


def test_the_chosen_year_is_kept_with_the_account(browser, client_of, liaison):
    answer = browser.post("/year/", {"year": "2010", "next": "/units/?q=a"})
    assert answer.headers["Location"] == "/units/?q=a"
    assert shown_year(browser) == 2010
    liaison.refresh_from_db()
    assert shown_year(client_of(liaison)) == 2010


@each("nonsense", ["", "今年", "-2011", "1948", "2201", "２０１１", "2" * 5000])
def test_no_year_is_no_choice(browser, nonsense):
    assert browser.post("/year/", {"year": nonsense}).headers["Location"] == "/"
    assert shown_year(browser) == 2011


@pytest.mark.parametrize(
    "foreign", ["https://example.com/", "//example.com", "javascript:alert(1)", "nowhere", "-1"]
)
def test_the_year_switch_leads_to_no_foreign_site(browser, foreign):
    assert browser.post("/year/", {"year": "2010", "next": foreign}).headers["Location"] == "/"


def test_a_year_in_the_address_is_shown_but_not_kept(browser):
    assert browser.get("/units/?year=2009").context["year"] == 2009
    assert browser.get("/units/?year=每年").context["year"] == 2011
    assert shown_year(browser) == 2011


def test_without_a_choice_the_present_year_is_shown(client_of, liaison, freeze_day):
    freeze_day(2024, 3, 1)
    liaison.working_year = None
    liaison.save()
    page = client_of(liaison).get("/units/")
    assert page.context["year"] == 2024
    assert list(page.context["years"])[:2] == [2025, 2024]
    assert page.context["years"][-1] == 2009


@pytest.fixture
def freeze_day(monkeypatch):
    """Sets the day on which the page is opened."""
    from datetime import date

    def freeze(*day):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(*day))

    return freeze
