"""The office scores by keyboard, item by item and unit by unit; two windows do not collide."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")  # one server for all of them
ROUND = "/assessments/rounds/1/"


def waiting(page, unit: str):
    """The overview of a unit that waits in the queue."""
    page.goto(f"{ROUND}review/")
    page.get_by_role("link", name=unit, exact=True).click()


def item(page, number: int):
    """An item on the page of a section."""
    return page.locator(".item", has=page.get_by_text(re.compile(rf"^{number}\. ")))


def score(page, number: int):
    """Its score field."""
    return item(page, number).locator("input[name$='-reviewed_score']:not([type=hidden])")


def at_the_keys(page, link: str):
    """Follow a link to a page whose keys are ready."""
    page.get_by_role("link", name=link).first.click()
    expect(page.get_by_text("键盘操作")).to_be_visible()


def of_unit(page, unit: str):
    """The row of a unit on the page of an item."""
    return page.locator(".item", has=page.get_by_role("heading", name=unit))


def test_a_unit_is_scored_by_keyboard(sign_in):
    page = sign_in("wenxin-shenhe")
    waiting(page, "纳溪区文体广局")
    at_the_keys(page, "组织领导")
    page.keyboard.press("j")
    expect(score(page, 1)).to_be_focused()
    page.keyboard.press("=")
    expect(score(page, 1)).to_have_value("5")
    page.keyboard.press("Enter")
    expect(score(page, 2)).to_be_focused()
    page.keyboard.press("k")
    expect(score(page, 1)).to_be_focused()
    page.keyboard.press("G")
    expect(score(page, 4)).to_be_focused()
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    fourth = item(page, 4)
    expect(fourth.get_by_text("↓2 低于自评 2 分")).to_be_visible()
    expect(fourth.get_by_text("请写明与自评不同的理由")).to_be_visible()
    expect(page.get_by_text("考评 8 分，已评 2/17 项")).to_be_visible()
    comment = fourth.get_by_label("考评意见")
    comment.click()
    page.keyboard.type("ngj=?缺台账")  # letters in a text are letters
    expect(comment).to_have_value("ngj=?缺台账")
    page.keyboard.press("Alt+ArrowUp")
    expect(score(page, 3)).to_be_focused()
    expect(fourth.get_by_text("请写明与自评不同的理由")).to_have_count(0)
    page.keyboard.press("n")
    expect(page.get_by_role("link", name="市川剧团", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="组织领导", level=1)).to_be_visible()
    waiting(page, "纳溪区文体广局")
    at_the_keys(page, "组织领导")
    expect(score(page, 1)).to_have_value("5")
    expect(score(page, 4)).to_have_value("3")


def test_one_item_is_scored_for_two_units_and_a_wrong_score_stays(sign_in):
    page = sign_in("wenxin-shenhe")
    page.goto(f"{ROUND}review/?by=item")
    at_the_keys(page, "开展国防教育")
    first, second = of_unit(page, "纳溪区文体广局"), of_unit(page, "市川剧团")
    first.get_by_label("考评分").fill("9")
    page.keyboard.press("Enter")
    expect(first.get_by_text("本项最多 5 分。")).to_be_visible()
    first.get_by_label("考评分").fill("5")
    page.keyboard.press("Enter")
    expect(second.get_by_label("考评分")).to_be_focused()
    expect(first.get_by_text("本项最多 5 分。")).to_have_count(0)
    page.keyboard.type("5")
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(second.get_by_label("考评分")).to_have_value("5")
    expect(first.get_by_text(re.compile(r"\d\d:\d\d"))).to_be_visible()


def test_the_second_of_two_windows_is_told_at_the_field(sign_in):
    mine, theirs = sign_in("wenxin-shenhe"), sign_in("wenxin-shenhe")
    for page in (mine, theirs):
        page.goto(f"{ROUND}review/?by=item")
        at_the_keys(page, "成立双拥工作机构")
    unit = "市川剧团"
    of_unit(mine, unit).get_by_label("考评分").fill("5")
    mine.keyboard.press("Enter")
    expect(of_unit(mine, unit).get_by_text("已保存")).to_be_visible()
    of_unit(theirs, unit).get_by_label("考评分").fill("2.5")
    theirs.keyboard.press("Enter")
    expect(of_unit(theirs, unit).get_by_text("这里已由他人改为“5”")).to_be_visible()
    expect(of_unit(theirs, unit).get_by_label("考评分")).to_have_value("2.5")


def test_a_veto_asks_first_and_wants_words(sign_in):
    page = sign_in("wenxin-shenhe")
    page.goto(f"{ROUND}review/?by=item")
    at_the_keys(page, "发生涉军重大责任事件")
    row, asked = of_unit(page, "市川剧团"), []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    row.get_by_label("已发生").click()
    expect(row.get_by_label("已发生")).not_to_be_checked()
    assert "等次为不合格" in asked[0]
    page.once("dialog", lambda dialog: dialog.accept())
    row.get_by_label("已发生").click()
    expect(row.get_by_label("考评意见")).to_be_focused()
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(row.get_by_text("请写明发生的情形")).to_be_visible()
    row.get_by_label("未发生").check()
    expect(row.get_by_text("已保存")).to_be_visible()
