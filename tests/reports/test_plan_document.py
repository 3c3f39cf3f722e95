"""A plan as an official document: its parts, their numbers, who does what until when."""

from datetime import date

import pytest

from activities.models import Plan, PlanClause
from reports.document import Heading, numbered, plain_text
from reports.plans import build_plan
from shuangyong.vague import VagueDate
from tests.factories import YEAR, make_kind, make_measure, make_plan
from units.models import UnitChange


@pytest.fixture
def plan(bureau) -> Plan:
    """A plan with all its parts."""
    plan = make_plan(
        bureau,
        title="滨江市文化局2011年双拥工作计划",
        addressee="局属各单位",
        opening="为做好全年双拥工作，制定本计划。",
        guiding_thought="以科学发展观为指导。",
        objectives="争创双拥模范城。\n军政军民更加团结。",
        dated=date(2011, 2, 18),
    )
    PlanClause.objects.create(plan=plan, position=1, title="提高认识", content="讲政治、讲大局。")
    make_measure(plan, "加强理论学习", content="组织职工认真学习。")
    return plan


def lines(plan: Plan) -> list[str]:
    return plain_text(build_plan(plan)).splitlines()


def heads(plan: Plan) -> list[str]:
    body = numbered(build_plan(plan)).body
    return [block.number + block.text for block in body if isinstance(block, Heading)]


def last_measure(plan: Plan, **fields) -> str:
    make_measure(plan, "走访慰问", content="走访驻军部队。", **fields)
    return next(line for line in reversed(lines(plan)) if "走访慰问" in line)


def test_a_plan_reads_from_title_to_date_as_the_third_seed_does(plan):
    assert lines(plan) == [
        "滨江市文化局2011年双拥工作计划",
        "局属各单位：",
        "为做好全年双拥工作，制定本计划。",
        "一、指导思想",
        "以科学发展观为指导。",
        "二、工作目标",
        "争创双拥模范城。",
        "军政军民更加团结。",
        "三、工作要求",
        "（一）提高认识",
        "讲政治、讲大局。",
        "四、工作措施",
        "（一）加强理论学习。组织职工认真学习。",
        "滨江市文化局",
        "2011年2月18日",
    ]


def test_parts_that_say_nothing_are_left_out_of_a_draft_too(plan):
    Plan.objects.update(objectives=" \n")
    plan.refresh_from_db()
    plan.requirements.all().delete()
    assert heads(plan) == ["一、指导思想", "二、工作措施", "（一）加强理论学习。"]


def test_measures_alone_are_numbered_from_the_first_level(bureau):
    plan = make_plan(bureau, opening="计划安排如下：")
    make_measure(plan, "加强领导", content="一抓到底。")
    make_measure(plan, "加强宣传")
    assert lines(plan)[1:-1] == ["计划安排如下：", "一、加强领导。一抓到底。", "二、加强宣传"]


def test_a_plan_without_a_word_is_its_title_and_its_unit(bureau):
    plan = make_plan(bureau)
    assert lines(plan) == ["2011年双拥工作计划", "滨江市文化局"]


def test_who_and_until_when_stand_in_brackets_after_the_measure(plan, troupe):
    line = last_measure(
        plan, responsible_unit=troupe, responsible_person="李明", due="11月中旬",
        target_kind=make_kind("走访慰问"), target="2次",
    )  # fmt: skip
    assert line == (
        "（二）走访慰问。走访驻军部队。"
        "（责任单位：市歌舞团；责任人：李明；完成时间：11月中旬；目标：走访慰问2次）"
    )


def test_several_units_are_named_in_administrative_order_and_all_as_all(plan, union, troupe):
    item = make_measure(plan, "宣传月", responsible_unit=troupe, is_for_all=True)
    item.further_units.set([union])
    assert lines(plan)[-3] == "（二）宣传月（责任单位：市歌舞团、滨江市总工会、各单位）"


def test_an_occasion_stands_where_no_time_is_recorded(plan):
    assert last_measure(plan, occasion="army_day").endswith("（时间节点：八一）")


def test_what_says_nothing_is_not_printed(plan):
    line = last_measure(plan, due="2011年", target_kind=make_kind())
    assert line.endswith("走访驻军部队。")


def test_a_sub_plan_names_the_plan_it_answers_and_not_itself(plan, troupe):
    sub_plan = make_plan(troupe, parent=plan, title="市歌舞团单项计划")
    make_measure(sub_plan, "慰问演出", responsible_unit=troupe, due="7月")
    assert lines(sub_plan) == [
        "市歌舞团单项计划",
        "根据《滨江市文化局2011年双拥工作计划》，制定本计划。",
        "一、慰问演出（完成时间：7月）",
        "滨江市歌舞团",
    ]


def test_content_of_several_paragraphs_keeps_the_brackets_at_its_end(plan, troupe):
    make_measure(plan, "演出", content="第一段。\n\n 第二段。 ", responsible_unit=troupe)
    assert lines(plan)[-4:-2] == ["（二）演出。第一段。", "第二段。（责任单位：市歌舞团）"]


def test_a_plan_is_signed_with_the_name_its_unit_had_that_year(plan, bureau):
    UnitChange.objects.create(
        unit=bureau,
        kind="renamed",
        name="滨江市文化广播局",
        changed=VagueDate.parse("2015年3月", year=2015),
    )
    assert "滨江市文化广播局" in lines(plan)
    assert lines(plan)[-2] == "滨江市文化广播局"


def test_only_a_dated_plan_leaves_room_for_a_seal(plan, bureau):
    assert build_plan(plan).sealed
    assert not build_plan(make_plan(bureau, year=YEAR + 1)).sealed
