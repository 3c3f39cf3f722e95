"""Writing a summary in the browser: nothing typed is lost, figures and charts, the pages beside it."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")
SAVED = re.compile(r"^已保存 \d\d:\d\d$")
PATIENCE = 30_000  # ms: laying out shares the machine with other tests


def open_editor(page) -> str:
    """The summary of the own unit's year, generated if there is none; its address."""
    page.goto("/reports/")
    new = page.get_by_role("button", name=re.compile("生成本单位工作总结"))
    if new.count():
        new.first.click()
    else:
        page.get_by_role("link", name=re.compile("双拥工作总结")).first.click()
    page.get_by_role("link", name="修改").click()
    expect(page.locator("body.is-live")).to_be_visible()
    return page.url


def cards(page):
    """The sections as they stand."""
    return page.locator(".section-card")


def wait_until_saved(page):
    """The page says that everything is with the server."""
    expect(page.locator("[data-keep-words]")).to_have_text(SAVED, timeout=PATIENCE)


def test_what_is_typed_moved_and_inserted_survives_a_closed_page_and_another_editor(sign_in):
    page = sign_in("gewutuan")
    address = open_editor(page)
    opening = cards(page).first.get_by_label("正文", exact=True)
    opening.fill("全年共开展活动")
    cards(page).first.get_by_role("button", name="插入数据").click()
    page.get_by_role("button", name=re.compile("^活动总数")).click()
    expect(opening).to_have_value("全年共开展活动{活动总数}")
    expect(cards(page).first.locator(".figure-chip")).to_have_text(re.compile(r"^\d+$"))
    wait_until_saved(page)
    drawn = page.locator("[data-preview]")
    expect(drawn).to_have_attribute("data-drawn", re.compile("."), timeout=PATIENCE)
    before = drawn.get_attribute("data-drawn")

    cards(page).first.get_by_role("button", name="在下面插入").click()
    page.get_by_role("button", name="各类活动图").click()
    expect(cards(page).nth(1)).to_have_attribute("data-kind", "chart_kinds")
    cards(page).nth(1).get_by_label("图表说明").fill("各类活动一览")
    wait_until_saved(page)
    expect(drawn).not_to_have_attribute("data-drawn", before, timeout=PATIENCE)

    cards(page).nth(1).get_by_label("图表说明").press("Alt+ArrowUp")
    expect(cards(page).first).to_have_attribute("data-kind", "chart_kinds")
    cards(page).nth(2).get_by_role("button", name="删除").click()
    wait_until_saved(page)
    page.get_by_role("button", name="撤销").click()
    cards(page).nth(1).get_by_label("正文", exact=True).press("End")
    cards(page).nth(1).get_by_label("正文", exact=True).press_sequentially("项，没有写完")
    keys = [card.get_attribute("data-section") for card in cards(page).all()]
    page.close(run_before_unload=False)

    other = sign_in("gewutuan")
    other.goto(address)
    expect(cards(other).first.get_by_label("图表说明")).to_have_value("各类活动一览")
    expect(cards(other).nth(1).get_by_label("正文", exact=True)).to_have_value(
        "全年共开展活动{活动总数}项，没有写完"
    )
    assert [card.get_attribute("data-section") for card in cards(other).all()] == keys
    cards(other).nth(1).get_by_label("层级").select_option("2")
    cards(other).nth(1).get_by_role("button", name="在下面插入").click()
    other.get_by_role("button", name="标题和正文").click()
    added = cards(other).nth(2)  # of the level of the heading above, in one line, with its records
    added.get_by_label("标题", exact=True).fill("增加的\n标题")
    expect(added.get_by_label("标题", exact=True)).to_have_value("增加的标题")
    expect(added).to_have_attribute("data-level", "2")
    expect(added.get_by_role("link", name="出处")).to_be_visible(timeout=PATIENCE)
    wrong = cards(other).nth(1).get_by_label("正文", exact=True)
    wrong.fill("共{无此}项")
    expect(cards(other).nth(1).get_by_text("没有名为“无此”的数据")).to_be_visible(timeout=PATIENCE)


def test_two_who_write_in_one_place_are_both_shown_and_elsewhere_both_are_kept(sign_in):
    first = sign_in("jiangyang")
    address = open_editor(first)
    second = sign_in("jiangyang")
    second.goto(address)
    expect(second.locator("body.is-live")).to_be_visible()
    cards(first).first.get_by_label("正文", exact=True).fill("先写的开头。")
    wait_until_saved(first)
    second.get_by_label("主送机关").fill("市双拥工作领导小组办公室")
    cards(second).first.get_by_label("正文", exact=True).fill("后写的开头。")
    newer = cards(second).first.locator(".newer")
    expect(newer).to_contain_text("先写的开头。", timeout=PATIENCE)
    newer.get_by_role("button", name="以我填写的为准").click()
    wait_until_saved(second)
    first.reload()
    expect(cards(first).first.get_by_label("正文", exact=True)).to_have_value("后写的开头。")
    expect(first.get_by_label("主送机关")).to_have_value("市双拥工作领导小组办公室")
    cards(first).first.get_by_role("link", name="出处").click()
    expect(cards(first).first.get_by_text("无记录，请核对")).to_be_visible()
