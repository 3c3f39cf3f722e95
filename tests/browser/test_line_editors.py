"""Lines are typed as in a table: Enter, Tab, a block of cells from Excel or WPS, and the way back."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")

PASTE = """(field, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""


def cell(page, line: int, name: str):
    """A field of a line by its number, as the lines stand."""
    return (
        page.locator(".people-lines .lines-body > .line").nth(line - 1).locator(f"[name$=-{name}]")
    )


def focused(page) -> str:
    """The name of the field that has the focus."""
    return page.evaluate("document.activeElement.name")


def test_a_roster_is_typed_and_pasted_as_in_a_table(sign_in):
    page = sign_in("guanli")
    page.goto("/units/2/groups/add/")
    lines = page.locator(".people-lines .lines-body > .line")
    type_the_first_two(page)
    expect(lines).to_have_count(3)
    stands = cell(page, 2, "name").input_value()
    paste_a_block(page)
    expect(lines).to_have_count(5)
    page.keyboard.press("Control+z")
    expect(lines).to_have_count(3)
    expect(cell(page, 2, "name")).to_have_value(stands)
    expect(page.get_by_text("已粘贴")).to_have_count(0)
    go_to_what_is_wrong(page)


def type_the_first_two(page):
    """Enter goes down in the column where one began, Tab along the line and on to the next one."""
    cell(page, 1, "name").fill("陈局长")
    cell(page, 1, "name").press("Enter")
    expect(cell(page, 2, "name")).to_be_focused()
    page.keyboard.type("田副局长")
    page.keyboard.press("Tab")
    page.keyboard.type("副局长")
    page.keyboard.press("Shift+Enter")
    expect(cell(page, 1, "name")).to_be_focused()
    cell(page, 2, "until").press("Tab")
    expect(cell(page, 3, "role")).to_be_focused()
    cell(page, 3, "name").press("Enter")  # an empty line is not followed by another one
    expect(cell(page, 3, "name")).to_be_focused()


def paste_a_block(page):
    """With its heads in an order of their own, a column too many and a role nobody knows."""
    block = (
        "姓名\t组内职务\t电话\t单位职务\r\n"
        "刘书记\t组长\t2290001\t党组书记\r\n"
        '"陈\n主任"\t副组长\t\t办公室主任\r\n'
        "李科长\t干事\t\t科长\r\n"
        "王科长\t成员\t\t科长\r\n"
    )
    cell(page, 2, "name").evaluate(PASTE, block)
    expect(cell(page, 2, "name")).to_have_value("刘书记")
    expect(cell(page, 2, "role").locator(":checked")).to_have_text("组长")
    expect(cell(page, 2, "post")).to_have_value("党组书记")
    expect(cell(page, 3, "name")).to_have_value("陈 主任")
    expect(cell(page, 5, "post")).to_have_value("科长")
    said = page.locator(".pasted")
    expect(said).to_contain_text("已粘贴 4 行，其中新增 2 行")
    expect(said).to_contain_text("有 2 格没有放进去，请核对：C2“2290001”、B4“干事”")


def go_to_what_is_wrong(page):
    """A form that comes back is ready at the first wrong field; its summary leads to the others."""
    page.locator(".save-bar").get_by_role("button").click()
    expect(page.locator("#id_name")).to_be_focused()
    page.locator(".form-errors").get_by_role("link", name="第 1 行 组内职务").click()
    assert focused(page).endswith("-0-role")
