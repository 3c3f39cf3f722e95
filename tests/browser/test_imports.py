"""A ledger of some hundred rows: progress, a correction in the browser, and nothing twice."""

import datetime

import pytest
from playwright.sync_api import expect

from tests.activities.ledger_files import workbook

pytestmark = pytest.mark.xdist_group("browser")
PLACES = ["东岭", "西坪", "南滩", "北桥", "上河", "下湾", "石马", "黄舣", "弥陀", "况场"]
LONG = 700  # rows; more than are read while the page is waited for


def ledger(rows: int) -> bytes:
    """Screenings on different days of 2011, the first with an impossible date."""
    first = datetime.date(2011, 1, 1)
    lines = []
    for at in range(rows):
        day = first + datetime.timedelta(at % 365)
        title = f"{PLACES[at % 10]}{PLACES[at // 10 % 10]}{'露天' if at >= 365 else ''}放映"
        story = f"为{PLACES[at % 10]}官兵放映影片{at}场次，受到欢迎。" * 3
        lines.append([f"{day.month}月{day.day}日", title, "电影放映", f"营区{at}", "20多场", story])
    lines[0][0] = "13月40日"
    return workbook([["时间", "活动名称", "类别", "地点", "数量", "主要内容"], *lines])


@pytest.fixture
def page(sign_in):
    page = sign_in("gewutuan")
    page.set_default_timeout(60_000)
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def upload(page, content: bytes) -> None:
    page.goto("/activities/")
    page.get_by_role("link", name="导入").first.click()
    file = {"name": "放映台账.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("台账文件").set_input_files(file)
    page.get_by_role("button", name="上传并预览").click()


def test_a_ledger_is_imported_with_progress_corrected_and_never_twice(page):
    content = ledger(LONG)
    upload(page, content)
    expect(page.locator("progress")).to_be_visible()
    expect(page.get_by_role("heading", name="导入预览")).to_be_visible(timeout=60_000)

    page.get_by_role("link", name="有错误").click()
    expect(page.locator(".cell-problem")).to_contain_text("“13月40日”不是能识别的时间")
    page.get_by_role("link", name="改正").click()
    page.get_by_label("时间").fill("1月1日")
    page.get_by_role("button", name="保存这一行").click()
    expect(page.locator("#row-2")).to_contain_text("可以导入")
    expect(page.get_by_role("link", name="有错误")).to_contain_text("0")

    page.get_by_role("link", name="全部").click()
    confirm = page.get_by_role("button", name="确认导入")
    wanted = int("".join(filter(str.isdigit, confirm.inner_text()))) - 1
    page.locator("#row-3 [name=wanted]").uncheck()
    expect(confirm).to_contain_text(f"{wanted} 行")
    confirm.click()
    expect(page.get_by_text(f"已导入 {wanted} 项活动，都是草稿。")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("没有勾选 1 行（第 3 行）")).to_be_visible()

    upload(page, content)
    expect(page.get_by_role("heading", name="导入预览")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("link", name="已导入过")).to_contain_text(str(wanted))
