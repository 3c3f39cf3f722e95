"""An activity is logged as somebody with a minute of time does it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")


def choose(page, kind: str) -> None:
    """A kind, and the lines that it asks for."""
    with page.expect_response(lambda answer: answer.url.endswith("/activities/add/")):
        page.locator(".kind").filter(has_text=kind).click()
    expect(page.locator("#kind-lines")).not_to_have_attribute("inert", "")


def asked(page, label: str):
    """What the kind asks under this label."""
    return page.locator(".kind-field").filter(has_text=label).locator("input:visible")


def test_a_performance_is_typed_from_the_kind_to_the_figures_without_the_mouse(sign_in):
    page = sign_in("gewutuan")
    page.goto("/activities/add/")
    choose(page, "慰问演出")
    expect(page.get_by_label("活动名称")).to_be_focused()
    for words in ("建军节慰问演出", "7月31日下午", "驻地礼堂", "16", "近百名", "2000余人"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="建军节慰问演出")).to_be_visible()
    for words in ("7月31日下午", "驻地礼堂", "节目16个；演职人员近百名；观众2000余人"):
        expect(page.get_by_text(words).first).to_be_visible()


def test_a_kind_chosen_before_the_page_is_ready_still_brings_its_lines(sign_in):
    page = sign_in("gewutuan")
    held = []
    page.route("**/htmx*.js", lambda route: held.append(route))
    page.goto("/activities/add/", wait_until="commit")
    page.locator(".kind").filter(has_text="慰问演出").click()
    for route in held:
        route.continue_()
    expect(page.get_by_label("演职人员")).to_be_visible()
    page.wait_for_load_state("networkidle")  # nothing is broken off when the window closes


def test_what_was_typed_outlives_a_change_of_the_kind(sign_in):
    page = sign_in("gewutuan")
    page.goto("/activities/add/")
    choose(page, "走访慰问")
    page.get_by_label("活动名称").fill("节前走访")
    asked(page, "慰问金").fill("500元")
    goods = asked(page, "慰问品")
    goods.nth(0).fill("大米")
    goods.nth(1).fill("20袋")
    goods.nth(2).press("Tab")
    page.keyboard.press("Enter")  # 加一行
    page.keyboard.type("食用油")
    asked(page, "慰问人员").fill("10余人")
    choose(page, "教育培训")
    expect(asked(page, "课目")).to_be_visible()
    expect(page.locator("[data-lines=contributions] [name$=-value]").first).to_have_value("500元")
    choose(page, "走访慰问")
    expect(asked(page, "慰问金")).to_have_value("500元")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="节前走访")).to_be_visible()
    expect(page.get_by_text("慰问金500元；大米20袋；食用油")).to_be_visible()
    expect(page.get_by_text("慰问人员10余人")).to_be_visible()


def test_the_log_in_page_never_takes_the_place_of_a_part_of_the_form(sign_in):
    page = sign_in("jiangyang")
    page.goto("/activities/add/")
    choose(page, "走访慰问")
    page.get_by_label("活动名称").fill("走访")
    asked(page, "慰问金").fill("500元")
    expect(page.get_by_text("草稿已自动保存")).to_be_visible()
    page.wait_for_load_state("networkidle")  # an answer under way would bring the cookie back
    page.context.clear_cookies(name="sessionid")
    page.locator(".kind").filter(has_text="教育培训").click()
    expect(page.get_by_text("登录已过期")).to_be_visible()
    expect(asked(page, "慰问金")).to_have_value("500元")
    page.get_by_label("活动名称").fill("走访部队")
    page.get_by_label("地点", exact=True).focus()  # proposals are fetched for what has changed
    page.wait_for_load_state("networkidle")
    expect(page.get_by_label("密码")).to_have_count(0)


def test_a_form_that_comes_back_stands_at_its_first_mistake(sign_in):
    page = sign_in("jiangyang")
    page.goto("/activities/add/")
    choose(page, "走访慰问")
    page.get_by_label("活动名称").fill("走访")
    page.get_by_label("时间", exact=True).fill("7月32日")
    asked(page, "慰问金").fill("很多钱")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_label("时间", exact=True)).to_be_focused()
    expect(page.locator(".invalid-feedback:visible")).to_contain_text(
        ["请按这样的写法填写时间：7.31", "请按这样的写法填写数量：近百名"]
    )
    expect(page.get_by_label("按名称筛选")).to_be_visible()
