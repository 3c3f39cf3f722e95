"""Three real plans and their leading groups, entered in a new installation from the first unit on."""

import io
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pdfplumber
import pytest
from docx import Document
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")  # one server for all of them
FIXTURES = Path(__file__).parents[2] / "fixtures"
FIRST_PASSWORD, OWN_PASSWORD = "first-password-1", "双拥模范县之争创2009"
NUMERALS = "一二三四五六"
HEADINGS = {"guiding_thought": "指导思想", "objectives": "工作目标", "requirements": "工作要求"}


@dataclass(frozen=True)
class Paper:
    """One of the real documents, and who writes and who approves its plan."""

    file: str
    writer: str
    reviewer: str

    @cached_property
    def content(self) -> dict:
        """What the document says, as structured data."""
        return json.loads((FIXTURES / self.file).read_text())

    @property
    def plan(self) -> dict:
        """Its first plan."""
        return self.content["plans"][0]

    @property
    def parts(self) -> list[str]:
        """The parts of the plan before its measures; none where it has measures only."""
        return [name for key, name in HEADINGS.items() if self.plan.get(key)]

    def number(self, at: int) -> str:
        """How the measure at this place is numbered: （一） under its heading, else 一、."""
        return f"（{NUMERALS[at]}）" if self.parts else f"{NUMERALS[at]}、"


PAPERS = (
    Paper("3-county-trade-union-plan.json", "gonghui", "xianban"),
    Paper("1-luzhou-culture-2011.json", "wenxin", "shiban"),
    Paper("2-district-culture-sports-2011.json", "quwenti", "quban"),
)


@pytest.mark.parametrize("paper", PAPERS, ids=["trade-union", "culture", "culture-and-sports"])
def test_a_plan_from_the_first_unit_to_the_printed_document(sign_in, paper):
    admin = sign_in("guanli", at="empty_site")
    set_up_the_units(admin, paper)
    set_up_the_accounts(admin, paper)
    grant_the_rights(sign_in("anquan", at="empty_site"), paper)
    set_up_the_groups(admin, paper)
    writer = first_sign_in(sign_in(paper.writer, FIRST_PASSWORD, at="empty_site"), paper)
    write_the_plan(writer, paper)
    office = first_sign_in(sign_in(paper.reviewer, FIRST_PASSWORD, at="empty_site"), paper)
    approve_the_plan(office, paper)
    read_the_plan(writer, paper)
    read_the_rosters(writer, paper)


def set_up_the_units(page, paper):
    """Each unit under its superior."""
    for unit in paper.content["units"]:
        page.goto("/units/add/")
        page.get_by_label("单位全称").fill(unit["name"])
        page.get_by_label("简称").fill(unit.get("short_name", ""))
        page.get_by_label("单位类别").select_option(unit["kind"])
        page.get_by_label("上级单位").fill(unit.get("under", ""))
        page.get_by_label("双拥职责").fill(unit.get("duties", ""))
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("heading", name=unit["name"], exact=True)).to_be_visible()


def set_up_the_accounts(page, paper):
    """The administrator creates accounts and says what they are meant for."""
    for account in paper.content["accounts"]:
        page.goto("/accounts/add/")
        page.get_by_label("用户名").fill(account["username"])
        page.get_by_label("姓名").fill(account["name"])
        page.get_by_label("拟授角色").select_option(account["role"])
        page.get_by_label("拟授单位").fill(account["unit"])
        page.get_by_label("初始密码").fill(FIRST_PASSWORD)
        page.get_by_label("密码确认").fill(FIRST_PASSWORD)
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("cell", name=account["username"], exact=True)).to_be_visible()


def grant_the_rights(page, paper):
    """The security administrator grants all of them in one go."""
    page.goto("/accounts/?state=waiting")
    for account in paper.content["accounts"]:
        row(page, account).get_by_role("checkbox").check()
    page.on("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="给勾选的账号授权").click()
    page.goto("/accounts/")
    for account in paper.content["accounts"]:
        expect(row(page, account)).to_contain_text(account["unit"])


def row(page, account: dict):
    """The line of an account in the list."""
    name = page.get_by_role("cell", name=account["username"], exact=True)
    return page.get_by_role("row").filter(has=name)


def set_up_the_groups(page, paper):
    """Every version of every group, with its people and member units."""
    for group in paper.content["groups"]:
        page.goto("/units/")
        page.get_by_role("link", name=group["host"], exact=True).click()
        page.get_by_role("link", name="新建领导小组").click()
        for field in {"name", "established", "valid_from", "valid_until", "note"} & group.keys():
            page.locator(f"[name={field}]").fill(group[field])
        if "follows" in group:
            page.get_by_label("上一届").select_option(label=group["follows"])
        for member in group.get("members", []):
            page.get_by_label(member, exact=True).check()
        for number, person in enumerate(group.get("appointments", [])):
            if number:
                page.get_by_role("button", name="增加一人").click()
            line = f"appointments-{number}"
            page.locator(f"[name={line}-role]").select_option(person["role"])
            page.locator(f"[name={line}-name]").fill(person.get("name", ""))
            page.locator(f"[name={line}-post]").fill(person["post"])
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("heading", name=group["name"], exact=True)).to_be_visible()


def first_sign_in(page, paper):
    """Nothing opens before the initial password is changed; then the year of the paper."""
    page.goto("/plans/")
    expect(page.get_by_role("heading", name="修改密码")).to_be_visible()
    page.locator("[name=old_password]").fill(FIRST_PASSWORD)
    page.locator("[name=new_password1]").fill(OWN_PASSWORD)
    page.locator("[name=new_password2]").fill(OWN_PASSWORD)
    page.get_by_role("button", name="修改密码").click()
    expect(page.get_by_text("密码已修改。")).to_be_visible()
    page.get_by_label("工作年度").select_option(str(paper.plan["year"]))
    expect(page.locator(".page-head")).to_contain_text(f"{paper.plan['year']} 年")
    return page


def write_the_plan(page, paper):
    """Every part of the paper, in its order; the last measure is moved to its place."""
    page.goto("/plans/add/")
    for field in {"title", "opening", "guiding_thought", "objectives"} & paper.plan.keys():
        page.locator(f"[name={field}]").fill(paper.plan[field])
    write_lines(page, "requirements", paper.plan.get("requirements", []), "增加一条要求")
    first, *others = paper.plan["items"]
    write_lines(page, "items", [*others, first], "增加一条措施")
    last = page.locator(f".line:has([name=items-{len(others)}-title])")
    for _ in others:
        last.get_by_role("button", name="上移").click()
    page.locator("[name=items-0-due]").fill("13月")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("“13月”不是能识别的时间").first).to_be_visible()
    expect(page.locator("[name=items-0-content]")).to_have_value(others[0]["content"])
    page.locator("[name=items-0-due]").fill("“八一”期间")
    page.get_by_role("button", name="保存").click()
    for at, item in enumerate(paper.plan["items"]):
        heading = f"{paper.number(at)}{item['title']}"
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已提交").first).to_be_visible()


def write_lines(page, prefix: str, lines: list[dict], add: str):
    """Titles and texts one below the other, each line with what else the paper says of it."""
    for number, line in enumerate(lines):
        if number:
            page.get_by_role("button", name=add).click()
        for field in {"title", "content", "due"} & line.keys():
            page.locator(f"[name={prefix}-{number}-{field}]").fill(line[field])
        if responsible := "各单位" if line.get("is_for_all") else line.get("responsible_unit"):
            page.locator(f"[name={prefix}-{number}-responsible]").fill(responsible)


def approve_the_plan(page, paper):
    """The office finds it in its queue, reads it and confirms it."""
    page.goto("/review/")
    page.get_by_role("link", name=paper.plan["title"]).click()
    expect(page.get_by_text(paper.plan["items"][0]["content"]).first).to_be_visible()
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_text("已确认").first).to_be_visible()


def read_the_plan(page, paper):
    """Printed and in Word, the plan says every sentence of the paper under its numbers."""
    page.goto("/plans/")
    page.get_by_role("link", name=paper.plan["title"]).click()
    plan, parts = paper.plan, [*paper.parts, "工作措施"] if paper.parts else []
    said = [f"{numeral}、{part}" for numeral, part in zip(NUMERALS, parts, strict=False)]
    said += [plan[key] for key in ("opening", "guiding_thought", "objectives") if key in plan]
    for at, clause in enumerate(plan.get("requirements", [])):
        said += [f"（{NUMERALS[at]}）{clause['title']}", clause["content"]]
    for at, item in enumerate(plan["items"]):
        said += [f"{paper.number(at)}{item['title']}", item["content"]]
    for text in (text_of_pdf(page, "PDF"), text_of_word(page)):
        for sentence in said:
            assert sentence.rstrip("。") in text


def read_the_rosters(page, paper):
    """组长：黄国燕; every person of every version stands on its printed list."""
    for group in paper.content["groups"]:
        people = group.get("appointments", [])
        if people:
            page.goto("/units/")
            page.get_by_role("link", name=group["host"], exact=True).click()
            page.get_by_role("link", name=group["name"], exact=True).click()
            text = re.sub(r"\s", "", text_of_pdf(page, "PDF"))
            head = people[0]
            assert f"组长：{head.get('name', '')}{head['post']}" in text
            assert all(person["name"] in text for person in people if "name" in person)


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
