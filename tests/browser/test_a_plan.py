"""A real plan and its leading group, entered in a new installation from the first unit on."""

import io
import json
import re
from pathlib import Path

import pdfplumber
import pytest
from docx import Document
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")  # one server for all of them
PAPER = json.loads(
    (Path(__file__).parents[2] / "fixtures/3-county-trade-union-plan.json").read_text()
)
PLAN = PAPER["plans"][0]
OFFICE, UNION, GRASSROOTS = (unit["name"] for unit in PAPER["units"])
GROUP = PAPER["groups"][1]
FIRST_PASSWORD, OWN_PASSWORD = "first-password-1", "双拥模范县之争创2009"


def test_the_trade_unions_plan_from_the_first_unit_to_the_printed_document(sign_in):
    admin = sign_in("guanli", at="empty_site")
    set_up_the_units(admin)
    set_up_the_accounts(admin)
    grant_the_rights(sign_in("anquan", at="empty_site"))
    set_up_the_groups(admin)
    union = first_sign_in(sign_in("gonghui", FIRST_PASSWORD, at="empty_site"))
    write_the_plan(union)
    office = first_sign_in(sign_in("xianban", FIRST_PASSWORD, at="empty_site"))
    approve_the_plan(office)
    read_the_plan(union)
    read_the_roster(union)


def set_up_the_units(page):
    """县双拥办 › 县总工会 › 各基层工会."""
    above = ""
    for unit in PAPER["units"]:
        page.goto("/units/add/")
        page.get_by_label("单位全称").fill(unit["name"])
        page.get_by_label("单位类别").select_option(unit["kind"])
        page.get_by_label("上级单位").fill(above)
        page.get_by_label("双拥职责").fill(unit.get("duties", ""))
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("heading", name=unit["name"], exact=True)).to_be_visible()
        above = unit["name"]


def set_up_the_accounts(page):
    """The administrator creates accounts and says what they are meant for."""
    for account in PAPER["accounts"]:
        page.goto("/accounts/add/")
        page.get_by_label("用户名").fill(account["username"])
        page.get_by_label("姓名").fill(account["name"])
        page.get_by_label("拟授角色").select_option(account["role"])
        page.get_by_label("拟授单位").fill(account["unit"])
        page.get_by_label("初始密码").fill(FIRST_PASSWORD)
        page.get_by_label("密码确认").fill(FIRST_PASSWORD)
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("cell", name=account["username"], exact=True)).to_be_visible()


def grant_the_rights(page):
    """The security administrator grants both in one go."""
    page.goto("/accounts/?state=waiting")
    for account in PAPER["accounts"]:
        page.get_by_role("row").filter(has_text=account["username"]).get_by_role("checkbox").check()
    page.on("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="给勾选的账号授权").click()
    page.goto("/accounts/")
    expect(page.get_by_role("row").filter(has_text="gonghui")).to_contain_text(UNION)


def set_up_the_groups(page):
    """The county's group with the union as member; the union's own, with its people."""
    new_group(page, OFFICE, PAPER["groups"][0]["name"])
    page.get_by_label(UNION, exact=True).check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("现行").first).to_be_visible()

    new_group(page, UNION, GROUP["name"])
    for number, person in enumerate(GROUP["appointments"]):
        if number:
            page.get_by_role("button", name="增加一人").click()
        line = f"appointments-{number}"
        page.locator(f"[name={line}-role]").select_option(person["role"])
        page.locator(f"[name={line}-name]").fill(person.get("name", ""))
        page.locator(f"[name={line}-post]").fill(person["post"])
    page.get_by_label("说明").fill(GROUP["note"])
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("黄国燕").first).to_be_visible()


def new_group(page, unit: str, name: str):
    """The form of a group, from the page of its unit."""
    page.goto("/units/")
    page.get_by_role("link", name=unit, exact=True).click()
    page.get_by_role("link", name="新建领导小组").click()
    page.locator("[name=name]").fill(name)


def first_sign_in(page):
    """Nothing opens before the initial password is changed; then the year of the paper."""
    page.goto("/plans/")
    expect(page.get_by_role("heading", name="修改密码")).to_be_visible()
    page.locator("[name=old_password]").fill(FIRST_PASSWORD)
    page.locator("[name=new_password1]").fill(OWN_PASSWORD)
    page.locator("[name=new_password2]").fill(OWN_PASSWORD)
    page.get_by_role("button", name="修改密码").click()
    expect(page.get_by_text("密码已修改。")).to_be_visible()
    page.get_by_label("工作年度").select_option(str(PAPER["year"]))
    expect(page.locator(".page-head")).to_contain_text(f"{PAPER['year']} 年")
    return page


def write_the_plan(page):
    """Every part of the paper, in its order; the last measure is moved to its place."""
    page.goto("/plans/add/")
    page.locator("[name=title]").fill(PLAN["title"])
    page.locator("[name=guiding_thought]").fill(PLAN["guiding_thought"])
    page.locator("[name=objectives]").fill(PLAN["objectives"])
    write_lines(page, "requirements", PLAN["requirements"], "增加一条要求")
    first, *others = PLAN["items"]
    write_lines(page, "items", [*others, first], "增加一条措施")
    for _ in others:
        page.locator(".line:has([name=items-4-title])").get_by_role("button", name="上移").click()
    page.locator("[name=items-0-due]").fill("13月")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("“13月”不是能识别的时间").first).to_be_visible()
    expect(page.locator("[name=items-0-content]")).to_have_value(others[0]["content"])
    page.locator("[name=items-0-due]").fill("“八一”期间")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="四、工作措施")).to_be_visible()
    for numeral, item in zip("一二三四五", PLAN["items"], strict=True):
        expect(page.get_by_role("heading", name=f"（{numeral}）{item['title']}")).to_be_visible()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已提交").first).to_be_visible()


def write_lines(page, prefix: str, lines: list[dict], add: str):
    """Titles and texts one below the other, each line with what else the paper says of it."""
    for number, line in enumerate(lines):
        if number:
            page.get_by_role("button", name=add).click()
        page.locator(f"[name={prefix}-{number}-title]").fill(line["title"])
        page.locator(f"[name={prefix}-{number}-content]").fill(line["content"])
        if "responsible_unit" in line:
            page.locator(f"[name={prefix}-{number}-responsible]").fill(line["responsible_unit"])


def approve_the_plan(page):
    """The office finds it in its queue, reads it and confirms it."""
    page.goto("/review/")
    page.get_by_role("link", name=PLAN["title"]).click()
    expect(page.get_by_text(PLAN["guiding_thought"])).to_be_visible()
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_text("已确认").first).to_be_visible()


def read_the_plan(page):
    """Printed and in Word, the plan says every sentence of the paper under its numbers."""
    page.goto("/plans/")
    page.get_by_role("link", name=PLAN["title"]).click()
    printed, edited = text_of_pdf(page, "PDF"), text_of_word(page)
    for text in (printed, edited):
        for part in ("一、指导思想", "二、工作目标", "三、工作要求", "四、工作措施"):
            assert part in text
        for said in (PLAN["guiding_thought"], PLAN["objectives"]):
            assert said in text
        for lines in (PLAN["requirements"], PLAN["items"]):
            for numeral, line in zip("一二三四五", lines, strict=False):
                assert f"（{numeral}）{line['title']}" in text
                assert line["content"] in text


def read_the_roster(page):
    """组长：黄国燕."""
    page.goto("/units/")
    page.get_by_role("link", name=UNION, exact=True).click()
    page.get_by_role("link", name=GROUP["name"]).click()
    text = text_of_pdf(page, "PDF").replace("　", "").replace(" ", "")
    assert "组长：黄国燕党组书记、常务副主席" in text


def text_of_pdf(page, button: str) -> str:
    """What the PDF says that a button of the page leads to."""
    address = page.get_by_role("link", name=button).first.get_attribute("href")
    with pdfplumber.open(io.BytesIO(page.request.get(address).body())) as pdf:
        pages = [printed.extract_text() for printed in pdf.pages]
    # the page number stands between two lines of a sentence
    return "".join(re.sub(r"— \d+ —", "", text) for text in pages).replace("\n", "")


def text_of_word(page) -> str:
    """What the Word file says."""
    address = page.get_by_role("link", name="Word").first.get_attribute("href")
    file = Document(io.BytesIO(page.request.get(address).body()))
    return "".join(paragraph.text for paragraph in file.paragraphs)
