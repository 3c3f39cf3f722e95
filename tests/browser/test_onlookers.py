"""Those who change nothing: the leader reads the year and takes it along, the auditor sees it."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")  # one server for all of them
TITLE = "纳溪区武装部水上应急分队成立大会"


def test_what_the_leader_takes_along_the_auditor_finds(sign_in):
    leader = sign_in("wenxin-lingdao")
    name = read_and_export(leader)
    auditor = sign_in("shenji")
    find_the_export(auditor, name)
    assert [page.request.get("/activities/").status for page in (leader, auditor)] == [200, 403]


def read_and_export(page) -> str:
    """From the menu to an activity, which offers nothing to change; then the list as a file."""
    menu = page.get_by_role("navigation", name="主菜单")
    menu.get_by_role("link", name="活动", exact=True).click()
    expect(page.get_by_role("link", name="新增活动")).to_have_count(0)
    page.goto(f"/activities/?year=2011&q={TITLE}")
    page.get_by_role("link", name=TITLE, exact=True).click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    for change in ("修改", "删除", "提交"):
        expect(page.get_by_role("main").get_by_text(change, exact=True)).to_have_count(0)
    page.go_back()
    with page.expect_download() as download:
        page.get_by_role("link", name="导出这 1 项").click()
    file = BytesIO(download.value.path().read_bytes())
    cells = [cell for row in load_workbook(file).active.values for cell in row]
    assert TITLE in cells
    return download.value.suggested_filename


def find_the_export(page, name: str):
    """The trail, narrowed down while one types, says who took which file along, and is not written."""
    menu = page.get_by_role("navigation", name="主菜单")
    menu.get_by_role("link", name="审计").click()
    page.get_by_label("操作", exact=True).fill("导出台账")
    page.get_by_label("操作", exact=True).press("Enter")
    page.wait_for_url("**action=**")
    expect(page.locator("#results tbody tr").first).to_contain_text(name)
    expect(page.locator("#results").get_by_role("button")).to_have_count(0)
