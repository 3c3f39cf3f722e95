"""Leaving with unsaved work asks; saving it does not."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def page(sign_in):
    """A half-filled activity; `page.asked` counts the questions of the browser."""
    page = sign_in("gewutuan")
    page.asked = []
    page.on("dialog", lambda dialog: (page.asked.append(dialog.type), dialog.accept()))
    page.goto("/activities/add/")
    page.locator(".kind").filter(has_text="慰问演出").click()
    page.get_by_label("活动名称").fill("送戏进军营")
    return page


def test_saving_asks_nothing_even_after_a_mistake(page):
    page.get_by_label("时间", exact=True).fill("7月32日")
    page.get_by_role("button", name="保存并提交").click()
    expect(page.locator(".invalid-feedback")).to_contain_text("“7月32日”不是能识别的时间")
    page.get_by_label("时间", exact=True).fill("7月31日")
    page.get_by_role("button", name="保存并提交").click()
    expect(page.get_by_role("heading", name="送戏进军营")).to_be_visible()
    assert page.asked == []


def test_leaving_asks(page):
    page.goto("/plans/")
    assert page.asked == ["beforeunload"]
