"""A session that ended while a form stood open: nothing is done, and nobody lands on a blank page."""

import pytest

from tests.factories import make_plan

PAGE = "http://testserver/plans/?year=2011"


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        (PAGE, "/login/?next=/plans/%3Fyear%3D2011"),
        ("http://testserver/plans/1/", "/login/?next=/plans/1/"),
        ("http://elsewhere.example/plans/", "/login/?next=/"),
        ("", "/login/?next=/"),
    ],
)
def test_what_was_sent_too_late_leads_back_to_its_page(client, office, came_from, back):
    plan = make_plan(office)
    answer = client.post(f"{plan.get_absolute_url()}issue/", headers={"referer": came_from})
    assert answer.url == back


def test_the_page_to_sign_in_says_that_nothing_was_done(client, office):
    plan = make_plan(office)
    page = client.post(f"{plan.get_absolute_url()}submit/", headers={"referer": PAGE}, follow=True)
    assert "登录已过期，刚才的操作没有办理。" in page.content.decode()
    plan.refresh_from_db()
    assert plan.is_editable


def test_a_page_that_was_asked_for_opens_after_signing_in(client, office):
    answer = client.get("/plans/?year=2011")
    assert answer.url == "/login/?next=/plans/%3Fyear%3D2011"


def test_a_form_without_its_token_answers_in_chinese(client, settings):
    client.handler.enforce_csrf_checks = True
    page = client.post("/login/", {"username": "x"})
    assert page.status_code == 403
    assert "页面已过期" in page.content.decode()
