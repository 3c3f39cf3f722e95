"""自评 in the browser: proposals, reasons, scoring points, photos, and nothing typed is lost."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")  # one server for all of them
SECTION = "文化拥军活动"
SAVED = re.compile(r"^已保存 \d\d:\d\d$")


def photo(name: str = "节目单.jpg") -> dict:
    """A picture as a phone would send it."""
    content = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(content, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": content.getvalue()}


def open_section(page, assessment: int = 3, title: str = SECTION):
    """From the overview of a checklist into one of its sections."""
    page.goto(f"/assessments/{assessment}/")
    page.locator(".overview-sections").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    expect(page.locator("form.is-autosaved")).to_be_visible()


def item(page, words: str):
    """The item of a section that says this."""
    return page.locator(".item").filter(has_text=words)


def wait_until_saved(page):
    """The page says that everything is with the server."""
    expect(page.locator("[data-keep-words]")).to_have_text(SAVED)


def test_proposals_reasons_photos_and_what_is_typed_survives(sign_in):
    """A district bureau's draft, filled in by the liaison of the bureau above it."""
    page = sign_in("wenxin")
    open_section(page)
    films = item(page, "为部队放映电影")
    reason = films.get_by_label("与系统建议不同的理由")
    expect(reason).to_be_hidden()

    films.get_by_role("button", name="采用").click()  # score and activities, on the spot
    expect(films.get_by_label("自评分")).to_have_value("5")
    expect(films.get_by_role("checkbox").first).to_be_checked()
    wait_until_saved(page)

    films.get_by_label("自评分").fill("10")
    expect(reason).to_be_visible()
    reason.fill("另有一次放映尚未录入")
    wait_until_saved(page)

    films.get_by_label("选择照片或文件").set_input_files([photo()])
    expect(films.locator(".evidence-item[data-evidence] img")).to_be_visible()
    expect(films.locator("[data-evidence-count]")).to_have_text("1")

    show = item(page, "慰问演出不少于1场")
    show.get_by_label("自评分").fill("12")
    expect(show.get_by_text("本项最多 10 分。")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())  # leaving with unsaved work asks
    open_section(page)  # what is right is stored, what is wrong was kept in the browser
    expect(item(page, "为部队放映电影").get_by_label("自评分")).to_have_value("10")
    expect(item(page, "慰问演出不少于1场").get_by_label("自评分")).to_have_value("12")
    expect(item(page, "慰问演出不少于1场").get_by_text("本项最多 10 分。")).to_be_visible()


def test_a_number_that_cannot_be_read_is_told_and_the_former_one_stays(sign_in):
    page = sign_in("wenxin")
    open_section(page, title="总结与材料")
    score = page.get_by_label("自评分").last
    score.fill("4")
    wait_until_saved(page)
    score.press("End")
    score.press_sequentially("e")
    expect(page.get_by_text("请填写数字，如 4.5。")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    open_section(page, title="总结与材料")
    expect(page.get_by_label("自评分").last).to_have_value("4")


def test_what_was_typed_is_there_after_the_page_was_closed(sign_in):
    page = sign_in("wenxin")
    open_section(page, title="宣传教育")
    statement = page.get_by_label("自评说明").first
    statement.fill("七月底印发宣传计划")
    wait_until_saved(page)
    address = page.url
    again = page.context.new_page()
    page.close()
    again.goto(address)
    expect(again.get_by_label("自评说明").first).to_have_value("七月底印发宣传计划")


def test_two_at_the_same_field_are_both_shown(sign_in):
    mine, theirs = sign_in("wenxin"), sign_in("wenxin")
    for page in (mine, theirs):
        open_section(page, title="拥军优属")
    mine.get_by_label("自评说明").first.fill("慰问三次")
    wait_until_saved(mine)
    theirs.get_by_label("自评说明").first.fill("慰问四次")
    expect(theirs.get_by_text("已改为“慰问三次”，您填写的没有保存。")).to_be_visible()
    theirs.get_by_role("button", name="以我填写的为准").click()
    wait_until_saved(theirs)
    mine.reload()
    expect(mine.get_by_label("自评说明").first).to_have_value("慰问四次")


def test_activities_are_chosen_in_a_dialog(sign_in):
    page = sign_in("wenxin")
    open_section(page, title="组织领导")
    first = page.locator(".item").first
    first.get_by_role("link", name="从本单位活动中选择").click()
    dialog = page.get_by_role("dialog", name="选择佐证活动")
    words = dialog.get_by_placeholder("名称、内容、地点")
    words.fill("没有这样的活动")
    expect(dialog.get_by_text("没有找到可以选用的活动")).to_be_visible()
    words.fill("电影展播")
    expect(dialog.get_by_role("checkbox")).to_have_count(1)
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="选用勾选的活动").click()
    expect(dialog).to_be_hidden()
    expect(first.get_by_role("checkbox", name="革命电影展播")).to_be_checked()


def test_scoring_points_add_up_and_a_complete_checklist_is_submitted(sign_in):
    """The district's bureau fills in all sections and hands in once."""
    page = sign_in("quwenti")
    page.goto("/assessments/13/")
    sections = page.locator(".overview-sections a").all_inner_texts()
    page.get_by_role("link", name=sections[0]).click()
    points = page.locator("[data-points]")
    points.nth(0).check()
    points.nth(1).check()
    expect(page.locator(".item").first.locator(".score-input")).to_have_value("1")
    wait_until_saved(page)
    page.goto("/assessments/13/")
    missing = page.locator(".missing")
    expect(missing.get_by_role("heading", name="还不能提交")).to_be_visible()
    missing.get_by_role("link", name=re.compile("^第")).first.click()
    expect(page.locator(".item:target .score-input")).to_be_focused()
    for title in sections:
        open_section(page, 13, title)
        for field in page.locator(".score-input:not([value])").all():
            field.fill(field.get_attribute("max"))
        for choice in page.get_by_label("未发生").all():
            choice.check()
        for reason in page.locator(".overruled.is-asked textarea").all():
            reason.fill("材料另附")
        wait_until_saved(page)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name="保存并提交").click()
    expect(page.get_by_text("已保存并提交")).to_be_visible()
    assert "确定提交吗？" in asked[-1]
    expect(page.get_by_text("已提交").first).to_be_visible()
