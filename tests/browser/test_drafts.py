"""What was typed comes back: after a closed window, and after a session that has ended."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")
KEPT = re.compile(r"草稿已自动保存 \d\d:\d\d")
EXPIRED = "登录已过期"


def begin(page, title: str) -> None:
    """A new activity with its kind and name, and a time that is none."""
    page.goto("/activities/add/")
    page.locator(".kind").filter(has_text="慰问演出").click()
    page.get_by_label("活动名称").fill(title)
    page.get_by_label("时间", exact=True).fill("7月32日")


def save(page, title: str) -> None:
    """The time put right, the activity saved and shown."""
    page.get_by_label("时间", exact=True).fill("7月31日")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.goto("/activities/")
    expect(waiting(page, title)).to_have_count(0)


def waiting(page, title: str):
    """The draft with this title, where drafts are offered."""
    return page.locator(".draft").filter(has_text=title)


def end_session(page) -> None:
    """The session ends while the page stays open."""
    page.wait_for_load_state("networkidle")  # an answer under way would bring the cookie back
    page.context.clear_cookies(name="sessionid")


def sign_in_here(page) -> None:
    """The same account signs in on this page."""
    page.get_by_label("用户名").fill("gewutuan")
    page.get_by_label("密码").fill("shuangyong2011")
    page.get_by_role("button", name="登录").click()


def test_a_closed_window_loses_nothing(sign_in):
    first = sign_in("gewutuan")
    begin(first, "关窗之前写的")
    expect(first.get_by_text(KEPT)).to_be_visible()
    first.context.close()
    later = sign_in("gewutuan")
    later.goto("/activities/add/")
    waiting(later, "关窗之前写的").get_by_role("link", name="继续填写").click()
    expect(later.get_by_label("活动名称")).to_have_value("关窗之前写的")
    expect(later.get_by_label("时间", exact=True)).to_have_value("7月32日")
    expect(later.get_by_text("还没有保存：")).to_have_count(0)
    save(later, "关窗之前写的")


def test_nothing_typed_asks_nothing_and_what_is_kept_need_not_be_asked_for(sign_in):
    page = sign_in("gewutuan")
    page.on("dialog", lambda dialog: pytest.fail(f"asked: {dialog.type}"))
    page.goto("/activities/add/")
    page.goto("/activities/")
    expect(waiting(page, "（未填名称）")).to_have_count(0)
    begin(page, "写到一半")
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.goto("/activities/")
    expect(waiting(page, "写到一半")).to_be_visible()


def test_a_session_that_ends_is_renewed_in_place(sign_in):
    page = sign_in("gewutuan")
    begin(page, "登录过期时写的")
    expect(page.get_by_text(KEPT)).to_be_visible()
    end_session(page)
    page.get_by_label("地点").fill("驻地礼堂")
    expect(page.get_by_text(EXPIRED)).to_be_visible()
    page.get_by_role("link", name="重新登录").click()
    again = page.get_by_role("dialog", name=EXPIRED)
    again.get_by_label("密码").fill("shuangyong2011")
    again.get_by_role("button", name="登录并继续").click()
    expect(again).to_be_hidden()
    page.get_by_label("主要内容").fill("登录之后接着写。")
    expect(page.get_by_text(KEPT)).to_be_visible()
    save(page, "登录过期时写的")
    expect(page.get_by_text("驻地礼堂").first).to_be_visible()


def test_a_session_that_ends_is_renewed_in_the_same_window(sign_in):
    page = sign_in("gewutuan")
    page.goto("/activities/add/")
    end_session(page)
    page.get_by_label("活动名称").fill("过期以后才写的")
    expect(page.get_by_text(EXPIRED)).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    sign_in_here(page)
    expect(page.get_by_text("未保存的内容，请继续填写")).to_be_visible()
    expect(page.get_by_label("活动名称")).to_have_value("过期以后才写的")
    page.locator(".kind").filter(has_text="慰问演出").click()
    save(page, "过期以后才写的")


def test_saving_with_a_session_that_has_ended_keeps_the_page(sign_in):
    page = sign_in("gewutuan")
    begin(page, "按保存时已过期")
    page.get_by_label("时间", exact=True).fill("7月31日")
    expect(page.get_by_text(KEPT)).to_be_visible()
    end_session(page)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text(EXPIRED).last).to_be_visible()
    expect(page.get_by_label("活动名称")).to_have_value("按保存时已过期")
