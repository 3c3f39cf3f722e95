"""What stands around every page: the search, the end of a session, and all of it without script."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")
PASSWORD = "shuangyong2011"


def test_the_search_is_walked_by_keyboard_and_the_year_keeps_the_page(sign_in):
    page = sign_in("wenxin")
    page.goto("/activities/?q=演出")
    page.keyboard.press("/")
    page.keyboard.type("江阳区文")
    option = page.locator("#found").get_by_role("option", name="江阳区文化馆")
    expect(option).to_be_visible()
    field = page.get_by_role("combobox", name="搜索全部内容")
    while option.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    expect(field).to_be_focused()
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Escape")
    expect(option).to_be_hidden()

    for year in ("2012", "2011"):
        with page.expect_navigation():
            page.get_by_label("工作年度").select_option(year)
        expect(page.get_by_label("工作年度")).to_have_value(year)
        assert "/activities/?q=" in page.url
    page.keyboard.press("Control+k")
    page.keyboard.type("江阳区文化馆")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="江阳区文化馆")).to_be_visible()

    page.emulate_media(media="print")
    head = page.locator(".print-head")
    expect(head).to_contain_text("泸州市文化新闻出版局")
    expect(head).to_contain_text("单位与领导小组 › ")
    expect(head).to_contain_text("打印")
    expect(page.locator(".topbar, .menu, .where, .actions").locator("visible=true")).to_have_count(
        0
    )


def test_a_session_is_warned_of_and_signed_in_again_with_what_was_typed(sign_in):
    page = sign_in("wenxin")
    page.on("dialog", lambda dialog: dialog.accept())
    page.clock.install()
    page.goto("/plans/add/")
    page.locator("#id_title").fill("写到一半的计划")
    page.clock.fast_forward("03:56:00")
    page.get_by_role("button", name="继续使用").click()
    expect(page.get_by_text("将自动退出登录")).to_be_hidden()

    page.context.clear_cookies(name="sessionid")
    page.clock.fast_forward("04:01:00")
    again = page.get_by_role("dialog", name="登录已过期")
    again.get_by_label("密码").fill("wrong")
    again.get_by_role("button", name="登录并继续").click()
    expect(again.get_by_role("alert")).to_contain_text("不正确")
    again.get_by_label("密码").fill(PASSWORD)
    again.get_by_role("button", name="登录并继续").click()
    expect(again).to_be_hidden()
    expect(page.locator("#id_title")).to_have_value("写到一半的计划")

    page.locator("[data-lines]", has=page.locator("#id_requirements-0-title")).locator(
        "[data-add-line]"
    ).click()
    page.locator("#id_requirements-1-title").fill("第二条要求")
    # it ends unseen, and the form is sent: the page to sign in comes, and then what was typed
    page.context.clear_cookies(name="sessionid")
    page.locator("main form[data-guard]").evaluate("form => form.requestSubmit()")
    expect(page.get_by_text("刚才的操作没有办理")).to_be_visible()
    page.get_by_label("用户名").fill("wenxin")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="恢复填写的内容").click()
    expect(page.locator("#id_title")).to_have_value("写到一半的计划")
    expect(page.locator("#id_requirements-1-title")).to_have_value("第二条要求")


def test_without_script_one_reads_and_saves(sign_in):
    page = sign_in("gewutuan", java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.get_by_role("link", name="活动", exact=True).click()
    expect(page.get_by_role("heading", name="活动", exact=True)).to_be_visible()
    page.goto("/activities/add/?kind=1")
    page.get_by_label("活动名称").fill("没有脚本也能登记")
    page.get_by_label("时间", exact=True).fill("7月31日")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="没有脚本也能登记")).to_be_visible()
    for year in ("2012", "2011"):  # the account keeps it: back again for those who come later
        page.get_by_label("工作年度").select_option(year)
        page.get_by_role("button", name="切换").click()
        expect(page.get_by_label("工作年度")).to_have_value(year)
    page.get_by_role("link", name="搜索", exact=True).click()
    page.get_by_role("searchbox").fill("没有脚本")
    page.get_by_role("button", name="搜索", exact=True).click()
    expect(page.get_by_role("link", name="没有脚本也能登记")).to_be_visible()
    page.get_by_role("link", name="通知", exact=True).click()
    expect(page.get_by_role("heading", name="通知")).to_be_visible()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("button", name="登录")).to_be_visible()
