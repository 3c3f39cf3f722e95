"""A list in the browser: heads that stay, rows by keyboard, and back to where one was in it."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")  # one server for all of them


def test_walking_through_a_list_by_keyboard_and_back_to_the_same_row(sign_in):
    page = sign_in("wenxin-shenhe", viewport={"width": 1366, "height": 500})
    page.goto("/activities/?year=2011&sort=date")

    # from the search field into the rows; space ticks, Ctrl and Enter go to what can be done
    page.locator("#id_q").focus()
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    row = page.locator("tbody tr").nth(5)
    link = row.get_by_role("link").first
    expect(link).to_be_focused()
    expect(row.get_by_role("checkbox")).to_be_checked()
    expect(page.locator("[data-bulk-number]")).to_have_text("已选 1 项")
    page.keyboard.press("ArrowLeft")
    expect(row.get_by_role("checkbox")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".bulk-actions button:not(:disabled)").first).to_be_focused()

    # what has the focus is in sight, between the heads and the bar
    link.focus()
    heads, bar = page.locator("thead"), page.locator("#bulk")
    page.mouse.wheel(0, 400)
    expect(heads).to_be_in_viewport()
    assert heads.bounding_box()["y"] == page.locator(".topbar").bounding_box()["height"]
    page.keyboard.press("ArrowDown")
    focused = page.locator(":focus").bounding_box()
    assert focused["y"] >= heads.bounding_box()["y"] + heads.bounding_box()["height"]
    assert focused["y"] + focused["height"] <= bar.bounding_box()["y"]

    # opened by Enter; the browser's own way back and the page's lead to the same place
    place, title = page.evaluate("scrollY"), page.locator(":focus").inner_text()
    for leave in (page.go_back, page.locator(".breadcrumb").get_by_role("link", name="活动").click):
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        leave()
        expect(page).to_have_url(re.compile(r"/activities/\?year=2011&sort=date$"))
        expect(page.locator(":focus")).to_have_text(title)
        assert abs(page.evaluate("scrollY") - place) <= 1


def test_grey_bars_stand_for_rows_that_are_on_their_way(sign_in):
    page = sign_in("wenxin-shenhe")
    page.goto("/activities/?year=2011")
    results, row = page.locator("#results"), page.locator("tbody tr").first
    high = row.bounding_box()["height"]
    held = []
    page.route("**/activities/?*q=*", lambda route: held.append(route))
    page.locator("#id_q").fill("演出")
    expect(results).to_have_attribute("aria-busy", "true")
    expect(row.get_by_role("link").first).to_be_hidden()
    assert row.bounding_box()["height"] == high  # nothing moves
    held[0].continue_()
    expect(results).not_to_have_attribute("aria-busy", "true")
    expect(row.get_by_role("link").first).to_contain_text("演出")
