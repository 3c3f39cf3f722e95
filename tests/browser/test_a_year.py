"""A year in the browser: a liaison logs and reports, the office answers, a document comes out."""

import io

import pdfplumber
import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")  # one server for all of them
TITLE = "“军民一家亲”年终慰问演出"


def photo() -> dict:
    """A picture as a phone would send it."""
    content = io.BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(content, "JPEG")
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def test_from_log_in_to_the_finished_document(sign_in):
    liaison, office = sign_in("wenxin"), sign_in("shiban")
    log_the_performance(liaison)
    return_and_confirm(office, liaison)
    report_the_year(liaison)
    confirm_the_summary(office)
    read_the_document(liaison)


def log_the_performance(page):
    """One page: bad date first, then as it should be; one load from 新增活动 to the saved record."""
    page.get_by_role("link", name="新增活动").click()
    loads = []
    page.on("request", lambda sent: sent.is_navigation_request() and loads.append(sent.url))
    page.locator(".kind").filter(has_text="慰问演出").click()
    page.get_by_label("活动名称").fill(TITLE)
    page.get_by_label("时间", exact=True).fill("7月32日")
    page.locator("#id_place").fill("驻泸菜坝部队")
    page.get_by_label("主要内容").fill("为官兵送上歌舞和小品")
    page.get_by_label("演职人员").fill("近百名")
    page.get_by_label("选择照片或文件").set_input_files([photo()])
    expect(page.locator(".evidence-item[data-evidence]")).to_have_count(1)
    page.get_by_role("button", name="保存并提交").click()
    expect(page.locator(".invalid-feedback")).to_contain_text("“7月32日”不是能识别的时间")
    expect(page.get_by_label("活动名称")).to_have_value(TITLE)
    expect(page.locator('.evidence-item[data-name="现场.jpg"]')).to_be_visible()
    assert loads == []

    page.get_by_label("时间", exact=True).fill("7月31日")
    page.get_by_role("button", name="保存并提交").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_text("已提交").first).to_be_visible()
    expect(page.get_by_text("近百名")).to_be_visible()
    expect(page.locator(".photo img")).to_be_visible()
    assert len(loads) <= 1


def return_and_confirm(office, liaison):
    """The office asks for a caption of the troops; the liaison corrects; the office confirms."""
    office.goto("/review/")
    row = office.get_by_role("row").filter(has_text=TITLE)
    row.get_by_text("退回…").click()
    row.get_by_label("退回理由").fill("请写明部队")
    row.get_by_role("button", name="退回", exact=True).click()
    expect(office.get_by_text(f"已退回：{TITLE}")).to_be_visible()

    liaison.goto("/")
    liaison.get_by_role("link", name=TITLE, exact=True).click()
    expect(liaison.get_by_text("请写明部队")).to_be_visible()
    liaison.get_by_role("link", name="修改").click()
    expect(liaison.get_by_role("main").get_by_text("请写明部队")).to_be_visible()
    liaison.get_by_label("驻泸菜坝部队").check()
    liaison.get_by_role("button", name="保存并提交").click()
    expect(liaison.get_by_text("已提交").first).to_be_visible()

    office.goto("/review/")
    office.get_by_role("row").filter(has_text=TITLE).get_by_role("button", name="确认").click()
    expect(office.get_by_text(f"已确认：{TITLE}")).to_be_visible()


def report_the_year(page):
    """The summary is generated, corrected by hand, and handed in."""
    page.goto("/")
    page.get_by_role("button", name="生成工作总结").click()
    expect(page.get_by_text("全年共开展双拥活动22项")).to_be_visible()
    page.get_by_role("link", name="修改").click()
    page.get_by_label("主送机关").fill("泸州市双拥办")
    page.get_by_role("link", name="完成").click()
    expect(page.get_by_text("泸州市双拥办：")).to_be_visible()
    page.get_by_role("link", name="核对并提交").click()
    expect(page.get_by_text("必须改（0）")).to_be_visible()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已提交").first).to_be_visible()


def confirm_the_summary(page):
    """The office reads and confirms it."""
    page.goto("/review/")
    page.get_by_role("link", name="泸州市文化新闻出版局2011年双拥工作总结").click()
    expect(page.get_by_text(TITLE)).to_be_visible()
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_text("已确认").first).to_be_visible()


def read_the_document(page):
    """The file that is sent to the 双拥办 says what was recorded."""
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 PDF").click()
    assert download.value.suggested_filename == "泸州市文化新闻出版局2011年双拥工作总结.pdf"
    with pdfplumber.open(download.value.path()) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
    for said in (
        "泸州市双拥办：",
        "双拥活动22项",
        TITLE,
        "演职人员近百名",
        "驻泸菜坝部队",
        "— 1 —",
    ):
        assert said in text


def test_a_double_click_makes_one_record(sign_in):
    page = sign_in("gewutuan")
    page.goto("/activities/add/")
    page.locator(".kind").filter(has_text="慰问演出").click()
    page.get_by_label("活动名称").fill("连点两次")
    page.get_by_label("时间", exact=True).fill("12月2日")
    page.wait_for_load_state("networkidle")  # nothing is broken off when the page goes
    page.get_by_role("button", name="保存并提交").dblclick()
    expect(page.get_by_role("heading", name="连点两次")).to_be_visible()
    page.goto("/activities/?q=连点两次")
    expect(page.locator("tbody tr")).to_have_count(1)
