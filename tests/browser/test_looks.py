"""Looking at photos and ticking rows with the keyboard and the mouse, as the sample shows them."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")  # one server for all of them
LIST = "/activities/?year=2011"


def test_photos_are_looked_through_with_the_keyboard(sign_in):
    page = sign_in("wenxin-lingdao")
    page.goto(f"{LIST}&view=photos")
    pictures = page.locator("a[data-viewer]")
    number = pictures.count()
    pictures.first.focus()
    page.keyboard.press("Enter")
    viewer = page.get_by_role("dialog")
    expect(viewer).to_contain_text(f"1 / {number}")
    page.keyboard.press("ArrowLeft")
    expect(viewer).to_contain_text(f"1 / {number}")
    page.keyboard.press("ArrowRight")
    expect(viewer).to_contain_text(f"2 / {number}")
    expect(viewer.get_by_role("img")).to_have_js_property("complete", value=True)
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(pictures.nth(1)).to_be_focused()


def test_a_filter_keeps_the_look(sign_in):
    page = sign_in("wenxin-lingdao")
    page.goto(f"{LIST}&view=timeline")
    page.get_by_label("月份").or_(page.get_by_label("时间", exact=True)).select_option("7")
    expect(page.locator(".stretch h2").first).to_contain_text("7 月")
    assert "view=timeline" in page.url


def test_rows_are_ticked_with_shift_and_exported(sign_in):
    page = sign_in("wenxin-lingdao")
    page.goto(LIST)
    rows = page.locator("input[name=activity]")
    rows.nth(1).click()
    rows.nth(4).click(modifiers=["Shift"])
    expect(page.get_by_text("已选 4 项")).to_be_visible()
    with page.expect_download() as kept:
        page.get_by_role("button", name="导出所选").click()
    assert kept.value.suggested_filename.endswith(".xlsx")
    page.get_by_label("全选本页").check()
    expect(page.get_by_text(re.compile(r"已选 \d\d 项"))).to_be_visible()


def test_a_reviewer_is_asked_before_many_are_returned(sign_in):
    page = sign_in("wenxin-shenhe")
    page.goto(f"{LIST}&q=没有这样的活动")
    expect(page.get_by_text("没有符合条件的活动")).to_be_visible()
    page.goto(LIST)
    page.get_by_label("全选本页").check()
    page.get_by_role("button", name="导出所选").wait_for()
    able = page.get_by_role("button", name="确认…").is_enabled()
    assert not able  # of the sample's activities everything is confirmed
    page.get_by_label("全选本页").uncheck()
    expect(page.get_by_text("勾选后批量办理")).to_be_visible()
