"""帮助 in the browser: beside the page with the keyboard alone, as a page without script."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")  # one server for all of them


def test_help_opens_beside_the_page_and_gives_the_keyboard_back(sign_in):
    page = sign_in("wenxin")
    page.goto("/activities/add/")
    page.get_by_label("活动名称").fill("正在填写的活动")
    button = page.locator(".help-button")
    button.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#help")
    expect(panel.locator(".help-lead li")).to_have_count(5)
    expect(panel).to_be_focused()
    expect(page.get_by_label("活动名称")).to_have_value("正在填写的活动")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(button).to_be_focused()


def test_without_script_help_is_the_chapter(sign_in):
    page = sign_in("wenxin", java_script_enabled=False)
    page.goto("/plans/")
    page.get_by_role("link", name="帮助").click()
    expect(page).to_have_url("/help/plans/")
    page.get_by_role("searchbox", name="在使用手册里查找").fill("退回理由")
    page.keyboard.press("Enter")
    expect(page.locator(".manual-hits li").first).to_be_visible()
