"""Looking at photos and ticking rows with the keyboard and the mouse, as the sample shows them."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")  # one server for all of them
LIST = "/activities/?year=2011"
TITLES = ("纳溪区武装部水上应急分队成立大会", "江阳区武装部水上应急分队成立大会")
THESE = f"{LIST}&q=水上应急分队"  # the troupe's own two, whatever others have handed in


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
    page.get_by_label("时间", exact=True).select_option("7")
    expect(page.locator(".stretch h2").first).to_contain_text("7 月")
    assert "view=timeline" in page.url


def test_the_boxes_say_on_the_way_back_what_the_list_is_narrowed_to(sign_in):
    page = sign_in("wenxin-lingdao")
    page.goto(LIST)
    month, status = page.get_by_label("时间", exact=True), page.get_by_label("状态", exact=True)
    month.select_option("7")
    page.wait_for_url("**month=7**")
    status.select_option("confirmed")
    page.wait_for_url("**status=confirmed**")
    page.go_back()
    page.wait_for_url(lambda url: "status" not in url)
    expect(month).to_have_value("7")
    expect(status).to_have_value("")
    expect(page.locator(".chip")).to_have_count(1)


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


def reopen(page, title: str) -> None:
    """Give a confirmed activity back to its unit."""
    page.goto(f"{LIST}&q={title}")  # others may have filled the first page of the list
    page.get_by_role("link", name=title, exact=True).click()
    page.get_by_text("重新打开…").click()
    page.get_by_label("重新打开理由").fill("请核对人数")
    page.get_by_role("button", name="重新打开").click()
    expect(page.get_by_text(f"已重新打开：{title}")).to_be_visible()


def press_with_all(page, action: str, number: int) -> None:
    """Tick everything that is filtered, press a button of the bar and agree in the dialog."""
    page.get_by_label("全选本页").check()
    page.get_by_role("button", name=f"{action}…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text(f"{action} {number} 项活动")
    dialog.get_by_role("button", name=f"{action}这 {number} 项").click()
    expect(page.get_by_text(f"已{action} {number} 项活动。")).to_be_visible()


def test_two_corrected_activities_are_handed_in_and_confirmed_at_once(sign_in):
    reviewer = sign_in("wenxin-shenhe")
    for title in TITLES:
        reopen(reviewer, title)
    liaison = sign_in("gewutuan")
    liaison.goto(f"{THESE}&status=returned")
    press_with_all(liaison, "提交", 2)
    reviewer.goto(f"{THESE}&status=submitted")
    expect(reviewer.get_by_role("link", name="逐项审核 2 项")).to_be_visible()
    press_with_all(reviewer, "确认", 2)
    expect(reviewer.get_by_text("没有符合条件的活动")).to_be_visible()
