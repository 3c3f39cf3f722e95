"""A round of assessment in the browser: two units and their office, from opening to 复核."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")  # one server for all of them
STANDARD = """部分,部分分值,序号,考核内容,类型,分值,评分办法,所需佐证,计分单位,统计办法
组织领导,40,1,成立双拥工作机构,基本分,20,机构健全得12分，责任人明确得8分。,任命文件,,
,,2,双拥工作经费有保障,基本分,20,每做到一项得5分。,预算凭证,5,
文化拥军,60,3,送文化进军营不少于2次,基本分,30,每次得15分。,活动照片,15,\
统计已确认的活动；类别：文体联谊、捐赠赠送；至少：2
,,4,赠送图书、举办培训不少于2次,基本分,30,每次得15分。,签收单,15,\
统计已确认的活动；类别：捐赠赠送、教育培训；至少：2
加分与否决,,5,工作受到市级以上表彰,加分,5,每项得1分。,表彰文件,1,
,,6,发生涉军重大责任事件,一票否决,,一票否决。,,,
"""
FILE = "文化双拥考核细则.csv"
SECTIONS = ("组织领导", "文化拥军", "加分与否决")
ROUND = "2011年文化双拥考核"
TROUPE, BUREAU = "市歌舞团", "江阳区文体局"
SAVED = re.compile(r"^已保存 \d\d:\d\d$")
ASKED_TO_STAY = "beforeunload"


def document(name: str) -> dict:
    """A paper, photographed with a phone."""
    content = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(content, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": content.getvalue()}


def answering(page, asked: list):
    """Every question of the page is answered with yes, and remembered."""
    page.on("dialog", lambda dialog: (asked.append(dialog), dialog.accept()))
    return page


def item(page, number: int):
    """An item on the page of a section."""
    return page.locator(".item", has=page.get_by_text(re.compile(rf"^{number}\. ")))


def of_unit(page, unit: str):
    """The row of a unit on the page of an item."""
    return page.locator(".item", has=page.get_by_role("heading", name=unit))


def open_section(page, title: str):
    """From the overview, or from another section, into a section."""
    page.locator(".overview-sections, .section-links").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def to_overview(page):
    """Back from a section."""
    page.get_by_role("complementary", name="各部分").get_by_role("link", name="考核表总览").click()
    expect(page.locator(".overview-sections")).to_be_visible()


def wait_until_kept(page):
    """What the unit has entered is with the server."""
    expect(page.locator("[data-keep-words]")).to_have_text(SAVED)


def give(page, number: int, score: str, comment: str = ""):
    """The office scores an item; it is stored once the page says so."""
    asked = item(page, number)
    if comment:
        asked.get_by_label("考评意见").fill(comment)
    asked.locator(".score-input").fill(score)
    page.keyboard.press("Tab")
    expect(asked.locator("[data-review-told]")).to_have_text("已保存")


def sums(page):
    """Own and reviewed total at the foot of the overview."""
    return page.locator(".overview-sections tfoot")


def test_two_units_are_assessed_from_opening_to_objection(sign_in):
    asked = []
    office, troupe, bureau = (
        answering(sign_in(name), asked) for name in ("wenxin-shenhe", "gewutuan", "jiangyang")
    )
    round_ = begin_the_round(office)
    fill_in_with_a_reason(troupe)
    hand_in_twice(troupe)
    fill_in_as_proposed(bureau)
    score_one_item_of_both(office, round_)
    return_one_item(office, round_)
    correct_that_item_alone(troupe)
    score_the_rest(office, round_)
    confirm_and_publish(office, round_)
    object_to_a_score(troupe)
    answer_the_objection(office, round_)
    see_the_new_total(troupe)
    assert [question.message for question in asked if question.type == ASKED_TO_STAY] == []


def begin_the_round(office) -> str:
    """The standard comes as a file; the round is prepared and begun with one click."""
    office.goto("/assessments/standards/import/")
    office.get_by_label("考核细则文件").set_input_files(
        {"name": FILE, "mimeType": "text/csv", "buffer": STANDARD.encode()}
    )
    office.get_by_role("button", name="上传并预览").click()
    office.get_by_role("button", name="确认导入 6 项").click()
    expect(office.get_by_text("基本分 4 项 100 分，加分 1 项 5 分，一票否决 1 项")).to_be_visible()
    office.get_by_role("link", name="用此细则开展考核").click()
    office.get_by_role("textbox", name="名称", exact=True).fill(ROUND)
    office.get_by_role("button", name="全不选").click()
    office.get_by_role("checkbox", name=TROUPE).check()
    office.get_by_role("checkbox", name=BUREAU).check()
    expect(office.get_by_text("已选 2 / 9 个")).to_be_visible()
    deadline = datetime.now(UTC).date() + timedelta(days=30)
    office.get_by_label("自评截止").fill(deadline.isoformat())
    office.get_by_role("button", name="保存并开始考核").click()
    expect(office.get_by_role("heading", name=ROUND)).to_be_visible()
    expect(office.locator(".matrix tbody tr")).to_have_count(2)
    expect(office.locator(".figures")).to_contain_text("0/2已报送")
    return office.url


def find_own_checklist(page):
    """From the list of rounds."""
    page.goto("/assessments/")
    page.get_by_role("link", name=ROUND).first.click()
    expect(page.locator(".overview-sections")).to_be_visible()


def fill_in_with_a_reason(troupe):
    """Points are ticked, a paper is added, one proposal is taken over, one overruled."""
    find_own_checklist(troupe)
    open_section(troupe, "组织领导")
    troupe.get_by_label("机构健全").check()
    troupe.get_by_label("责任人明确").check()
    expect(item(troupe, 1).get_by_label("自评分")).to_have_value("20")  # 12 + 8
    item(troupe, 1).get_by_label("自评说明").fill("团办〔2011〕3号")
    item(troupe, 2).get_by_label("自评分").fill("20")
    item(troupe, 2).get_by_label("选择照片或文件").set_input_files([document("凭证.jpg")])
    expect(item(troupe, 2).locator(".evidence-item[data-evidence] img")).to_be_visible()
    wait_until_kept(troupe)
    to_overview(troupe)
    expect(troupe.get_by_role("heading", name="还不能提交")).to_be_visible()
    expect(troupe.locator(".missing .item-links a")).to_have_text(
        ["第 3 项", "第 4 项", "第 5 项", "第 6 项"]
    )
    expect(troupe.get_by_role("button", name="提交")).to_have_count(0)

    open_section(troupe, "文化拥军")
    item(troupe, 3).get_by_role("button", name="采用").click()  # 5 of the 2 wanted: all 30
    expect(item(troupe, 3).get_by_label("自评分")).to_have_value("30")
    expect(item(troupe, 4).get_by_text("建议 15 分")).to_be_visible()  # 1 of 2: half of 30
    item(troupe, 4).get_by_label("自评分").fill("30")
    item(troupe, 4).get_by_label("与系统建议不同的理由").fill("另赠书一次，尚未录入")
    wait_until_kept(troupe)
    open_section(troupe, "加分与否决")
    item(troupe, 5).get_by_label("自评分").fill("2")
    item(troupe, 5).get_by_label("自评说明").fill("获市政府表彰两次")
    item(troupe, 6).get_by_label("未发生").check()
    wait_until_kept(troupe)


def hand_in_twice(troupe):
    """Handed in, taken back as long as nobody has begun to review, handed in again."""
    to_overview(troupe)
    expect(troupe.get_by_role("heading", name="可以提交")).to_be_visible()
    expect(sums(troupe)).to_contain_text("102")  # 20 + 20 + 30 + 30 + 2
    troupe.get_by_role("button", name="提交", exact=True).click()
    expect(troupe.get_by_text("已提交").first).to_be_visible()
    troupe.get_by_role("button", name="撤回").click()
    expect(troupe.get_by_role("heading", name="可以提交")).to_be_visible()
    troupe.get_by_role("button", name="提交", exact=True).click()
    expect(troupe.get_by_role("button", name="撤回")).to_be_visible()


def fill_in_as_proposed(bureau):
    """The other unit goes from section to section and hands in with the last button."""
    find_own_checklist(bureau)
    open_section(bureau, "组织领导")
    bureau.get_by_label("机构健全").check()
    bureau.get_by_label("责任人明确").check()
    item(bureau, 2).get_by_label("自评分").fill("20")
    bureau.get_by_role("button", name="保存并继续下一部分").click()
    expect(bureau.get_by_role("heading", name="文化拥军", level=1)).to_be_visible()
    for number in (3, 4):  # one book donation is recorded: half of 30 for each
        item(bureau, number).get_by_role("button", name="采用").click()
        expect(item(bureau, number).get_by_label("自评分")).to_have_value("15")
    wait_until_kept(bureau)
    bureau.get_by_role("button", name="保存并继续下一部分").click()
    item(bureau, 5).get_by_label("自评分").fill("0")
    item(bureau, 6).get_by_label("未发生").check()
    wait_until_kept(bureau)
    bureau.get_by_role("button", name="保存并提交").click()
    expect(bureau.get_by_text("已保存并提交")).to_be_visible()
    expect(sums(bureau)).to_contain_text("70")  # 20 + 20 + 15 + 15


def open_checklist(office, round_: str, unit: str):
    """From the queue to a unit's overview."""
    office.goto(f"{round_}review/")
    office.get_by_role("link", name=unit, exact=True).click()
    expect(office.locator(".overview-sections")).to_be_visible()


def score_one_item_of_both(office, round_):
    """The item that was overruled, side by side for both units."""
    office.goto(round_)
    office.get_by_role("link", name="考评", exact=True).click()
    office.get_by_role("link", name="按项目").click()
    office.get_by_role("link", name="赠送图书、举办培训不少于2次").click()
    first, second = of_unit(office, TROUPE), of_unit(office, BUREAU)
    expect(first.get_by_text("另赠书一次，尚未录入")).to_be_visible()
    for row, comment in ((first, "赠书没有记录"), (second, "")):
        row.get_by_label("考评意见").fill(comment)
        row.get_by_label("考评分").fill("15")
        office.keyboard.press("Tab")
        expect(row.locator("[data-review-told]")).to_have_text("已保存")
    expect(first.get_by_text("↓15 低于自评 15 分")).to_be_visible()


def return_one_item(office, round_):
    """Only the item that lacks a paper goes back."""
    open_checklist(office, round_, TROUPE)
    open_section(office, "组织领导")
    second = item(office, 2)
    second.get_by_text("退回本项").click()
    second.get_by_label("退回意见").fill("只有一份凭证，请核对")
    office.keyboard.press("Tab")
    expect(second.locator("[data-review-told]")).to_have_text("已保存")
    to_overview(office)
    office.get_by_role("button", name="退回所选项目").click()
    expect(office.get_by_text("已退回").first).to_be_visible()


def correct_that_item_alone(troupe):
    """The unit is led to the item, can change nothing else, and hands in again."""
    find_own_checklist(troupe)
    expect(troupe.get_by_text("只有一份凭证，请核对").first).to_be_visible()
    troupe.locator(".returned-items").get_by_role("link", name="第 2 项").click()
    expect(item(troupe, 1).get_by_label("自评分")).to_have_count(0)
    item(troupe, 2).get_by_label("自评分").fill("15")
    item(troupe, 2).get_by_label("自评说明").fill("三项，凭证附后")
    wait_until_kept(troupe)
    to_overview(troupe)
    expect(sums(troupe)).to_contain_text("97")  # 102 - 5
    troupe.get_by_role("button", name="提交", exact=True).click()
    expect(troupe.get_by_text("已提交").first).to_be_visible()


def score_the_rest(office, round_):
    """What was changed is pointed out; the total is explained line by line."""
    open_checklist(office, round_, TROUPE)
    expect(office.get_by_text("请再看的项目").locator("..")).to_contain_text("第 2 项")
    open_section(office, "组织领导")
    give(office, 1, "20")
    give(office, 2, "15")
    open_section(office, "文化拥军")
    give(office, 3, "30")
    open_section(office, "加分与否决")
    give(office, 5, "2")
    item(office, 6).get_by_label("未发生").check()
    expect(item(office, 6).locator("[data-review-told]")).to_have_text("已保存")
    to_overview(office)
    lines = office.locator(".score-lines")
    expect(lines.locator(".line-section", has_text="组织领导")).to_contain_text("35")  # 20 + 15
    expect(lines.locator(".line-section", has_text="文化拥军")).to_contain_text("45")  # 30 + 15
    expect(lines.locator(".line-total")).to_contain_text("82")  # 35 + 45 + 2
    expect(lines.locator(".line-grade")).to_contain_text("良好")  # 80 and more

    open_checklist(office, round_, BUREAU)
    open_section(office, SECTIONS[0])
    give(office, 1, "12", "责任人未明确")
    for following in (*SECTIONS[1:], None):  # the last leads to the overview
        office.get_by_role("button", name="空白项按自评分填入").click()
        if following:
            office.get_by_role("button", name="保存并继续下一部分").click()
            expect(office.get_by_role("heading", name=following, level=1)).to_be_visible()
    office.get_by_role("button", name="保存", exact=True).last.click()
    expect(office.get_by_text("已保存。")).to_be_visible()
    to_overview(office)
    expect(office.locator(".line-total")).to_contain_text("62")  # 12 + 20 + 15 + 15


def confirm_and_publish(office, round_):
    """Both at once; the preview says what will be published, and how it comes about."""
    office.goto(f"{round_}review/")
    office.get_by_label("全选已评完的单位").check()
    office.get_by_role("button", name="确认所选单位").click()
    expect(office.get_by_text("已确认", exact=True)).to_have_count(2)
    office.locator(".breadcrumb").get_by_role("link", name=ROUND).click()
    office.get_by_role("link", name="公布结果").click()
    rows = office.get_by_role("row")
    expect(rows.filter(has_text=TROUPE)).to_contain_text(re.compile("82.*良好"))
    expect(rows.filter(has_text=BUREAU)).to_contain_text(re.compile("62.*合格"))
    office.get_by_role("button", name="公布 2 个单位的结果").click()
    office.get_by_role("link", name="考核结果").click()
    expect(office.locator("table").first.locator("tbody tr")).to_contain_text([TROUPE, BUREAU])


def object_to_a_score(troupe):
    """The unit reads its own result and no ranking, and objects to one item."""
    find_own_checklist(troupe)
    expect(troupe.locator(".figures")).to_have_text(re.compile(r"82\s*公布得分\s*良好\s*等次"))
    troupe.locator(".breadcrumb").get_by_role("link", name=ROUND).click()
    troupe.get_by_role("link", name="考核结果").click()
    expect(troupe.get_by_text("本次考核不向参评单位公布排名")).to_be_visible()
    expect(troupe.locator("table").first.locator("tbody tr")).to_contain_text([TROUPE])
    expect(troupe.get_by_role("main").get_by_text(BUREAU)).to_have_count(0)

    troupe.get_by_role("row").filter(has_text=TROUPE).first.get_by_role("link").click()
    open_section(troupe, "文化拥军")
    expect(item(troupe, 4)).to_contain_text("考评 15 分：赠书没有记录")
    expect(item(troupe, 3).get_by_role("link", name="申请复核")).to_have_count(0)  # full score
    item(troupe, 4).get_by_role("link", name="申请复核").click()
    troupe.get_by_label("申请理由").fill("赠书签收单已经补录")
    troupe.get_by_role("button", name="提交复核申请").click()
    expect(troupe.get_by_text("等待市文新局答复")).to_be_visible()


def answer_the_objection(office, round_):
    """The office gives the points; the result changes at once."""
    office.goto(round_)
    office.get_by_role("navigation", name="考核").get_by_role("link", name="复核申请").click()
    office.get_by_role("link", name="答复", exact=True).click()
    expect(office.get_by_text("赠书签收单已经补录")).to_be_visible()
    office.get_by_label("复核后得分").fill("30")
    office.get_by_label("复核意见").fill("签收单属实")
    office.get_by_role("button", name="答复").click()
    expect(office.get_by_role("row").filter(has_text=TROUPE)).to_contain_text("调整为 30")
    office.get_by_role("link", name="考核结果").click()
    first = office.get_by_role("row").filter(has_text=TROUPE).first
    expect(first).to_contain_text(re.compile("97.*优秀"))  # 82 + 15


def see_the_new_total(troupe):
    """What the unit reads in the end."""
    find_own_checklist(troupe)
    expect(troupe.locator(".figures")).to_have_text(re.compile(r"97\s*公布得分\s*优秀\s*等次"))
    open_section(troupe, "文化拥军")
    expect(item(troupe, 4).get_by_text("复核后由 15 分调整为 30 分")).to_be_visible()
