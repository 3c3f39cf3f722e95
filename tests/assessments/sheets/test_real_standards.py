"""The real standards of `fixtures/` hold what their sources say, number by number, and no more."""

import json
from decimal import Decimal

import pytest
from django.conf import settings

from assessments.models import Standard
from assessments.sheets import plain
from tests.factories import make_unit

PARTS = [
    "组织领导坚强有力", "宣传教育广泛深入", "拥军工作扎实有效", "拥政爱民成果显著",
    "政策法规落到实处", "双拥活动坚持经常", "军民共建富有成效", "军政军民关系融洽",
]  # fmt: skip
# number, points, gists of the content, the rule, and points named in the rule
NATIONAL = [
    (1, "2", ["经济社会发展规划", "领导政绩考核", "政府工作报告", "军分区（人武部）党委工作报告有双拥内容"],
     "每做到一项得0.5分", ["0.5", "0.5", "0.5", "0.5"]),
    (2, "1", ["党委议军会", "军地联席会制度落实", "领导小组每年至少一次全体成员会议"],
     "会议制度落实0.5分，领导小组会议0.5分", ["0.5", "0.5"]),
    (3, "1", ["成员单位职责明确", "年度计划和总结", "每年述职（或书面述职）"],
     "职责明确0.25分，有计划和总结0.25分，述职0.5分", ["0.25", "0.25", "0.5"]),
    (4, "1", ["市级双拥办军地合署办公", "县级有相对固定的部队人员参与"], "达到要求得1分", []),
    (5, "1", ["慰问部队、重点优抚对象等经费列入财政预算"], "列入预算且有凭证得1分", []),
    (6, "5", ["国防和双拥宣传教育", "国民教育体系", "部队教育规划", "宣传、教育、文化等部门年度计划"],
     "按计划评分", []),
]  # fmt: skip
DISTRICT = [
    *NATIONAL[:3],
    (4, "1", ["设立双拥联络员，基层组织健全"], "达到要求得1分", []),
    (5, "2", ["慰问部队、重点优抚对象等经费列入财政预算或有凭证"], "列入预算或有凭证得2分", []),
    NATIONAL[5],
]


def fixture(name: str) -> dict:
    return json.loads((settings.BASE_DIR / "fixtures" / f"{name}.json").read_text("utf-8"))


def items_of(document: dict) -> list[dict]:
    return [item for section in document["sections"] for item in section["criteria"]]


@pytest.mark.parametrize(
    ("name", "expected"), [("standard-national", NATIONAL), ("standard-district-2011", DISTRICT)]
)
def test_every_item_of_the_source_is_there_with_its_points_and_rule(name, expected):
    document = fixture(name)
    assert [s["title"].partition("、")[2] for s in document["sections"]] == PARTS
    items = items_of(document)
    assert len(items) == len(expected)
    for item, (_, points, gists, rule, parts) in zip(items, expected, strict=True):
        assert item["points"] == points
        assert all(gist in item["content"] for gist in gists)
        assert item["rule"] == rule
        assert [point["points"] for point in item.get("scoring_points", [])] == parts


def test_the_national_parts_have_the_points_of_the_source_and_the_rest_has_none():
    document = fixture("standard-national")
    assert [s["points"] for s in document["sections"]] == ["6", "5", *["0"] * 6]
    assert (document["year"], document["year_to"]) == (2008, 2011)


@pytest.mark.parametrize("name", ["standard-national", "standard-district-2011"])
def test_what_the_source_does_not_say_is_named_and_not_invented(name):
    document = fixture(name)
    assert document["note"].startswith("节录。")
    assert "第6项的分值" in document["note"]
    assert "第三至八部分的分值和考核项目" in document["note"]
    assert not any(section["criteria"] for section in document["sections"][2:])


def test_the_community_form_has_its_projects_and_its_deviation():
    document = fixture("standard-community")
    basic = [(i["content"], i["points"]) for i in items_of(document) if "kind" not in i]
    assert basic == [("国防教育", "20"), ("双拥共建", "20")]
    (more,) = [item for item in items_of(document) if item.get("kind") == "bonus"]
    assert (more["rule"], more["step"]) == ("登记率每提高1%加5分", "5")
    for head in ("项目", "评分标准", "基本分", "自评分", "考评分"):
        assert head in document["note"]


@pytest.mark.parametrize(
    "name",
    ["standard-national", "standard-district-2011", "standard-community", "standard-bureau-2011"],
)
def test_a_fixture_says_what_it_is_and_adds_up(name, db):
    document = fixture(name)
    assert len(document["about"]) > 20
    standard = plain.make(document, unit=make_unit("滨江市双拥办", kind="office"))
    basic = Decimal(0)
    for section in standard.sections.all():
        items = section.criteria.filter(kind="basic")
        basic += sum(item.points for item in items)
        assert section.points == sum(item.points for item in items)
        for item in items:
            parts = [point.points for point in item.scoring_points.all()]
            assert not parts or sum(parts) == item.points
    assert standard.total == basic


def test_what_was_written_down_makes_the_same_standard(db):
    office = make_unit("滨江市双拥办", kind="office")
    standard = plain.make(fixture("standard-bureau-2011"), unit=office)
    written = plain.written_down(standard)
    again = plain.make(written, unit=make_unit("滨江市民政局", kind="office"))
    assert plain.written_down(again) | {"unit": ""} == written | {"unit": ""}
    assert Standard.objects.count() == 2
