"""An office writes a standard: lines are added, the rule is split, a measure says what it counts."""

import pytest

pytestmark = pytest.mark.xdist_group("browser")  # one server for all of them


def add_section(page, title: str, points: str):
    page.get_by_role("button", name="增加一部分").click()
    page.locator(".lines-body [name$='-title']").last.fill(title)
    page.locator(".lines-body [name$='-points']").last.fill(points)


def test_a_standard_is_written_item_by_item(sign_in):
    page = sign_in("wenxin-shenhe")
    page.goto("/assessments/standards/add/")
    page.get_by_label("名称").fill("街道双拥工作考评标准")
    page.get_by_label("总分").fill("1")
    add_section(page, "一、组织领导", "1")
    page.get_by_role("button", name="保存", exact=True).click()

    page.get_by_role("link", name="新增项目").click()
    page.get_by_label("考核内容").fill("成员单位职责明确，有年度计划和总结，每年述职")
    page.get_by_label("评分办法").fill("职责明确0.25分，有计划和总结0.25分，述职0.5分")
    page.locator("#id_points").fill("1")
    page.get_by_role("button", name="按评分办法拆分得分点").click()
    page.get_by_text("拆出 3 个得分点").wait_for()
    assert page.locator("[name=points-2-text]").input_value() == "述职"

    page.get_by_role("button", name="增加一条统计办法").click()
    line = page.locator(".lines-body .measure-line")
    line.get_by_label("统计对象").select_option("activities")
    line.get_by_label("节点").select_option("army_day")
    line.get_by_label("走访慰问").check()
    line.get_by_text("统计 2011 年‘八一’期间走访慰问次数，≥1 得 1 分").wait_for()
    page.get_by_role("button", name="保存", exact=True).last.click()

    page.get_by_text("分值都对得上，可以开展考核").wait_for()
    page.get_by_text("3 个得分点 · 1 条统计办法").wait_for()
