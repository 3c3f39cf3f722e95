"""What the cells of a row will be as an activity, and what is wrong with them, by column."""

import pytest

from activities.ledgers import columns as c
from activities.ledgers.context import Context
from activities.ledgers.judging import judge
from activities.models import ActivityKind
from tests.factories import YEAR, make_kind, make_troop, make_unit
from units import permissions

GOOD = {c.HELD: "7月31日下午", c.TITLE: "八一慰问演出", c.KIND: "慰问演出"}


@pytest.fixture
def context(liaison, troupe, office):
    make_troop(office, "驻滨江某部")
    return Context.load(troupe, YEAR, permissions.rows_to_write(liaison, ""))


def problems(context, **cells):
    return judge(GOOD | {getattr(c, name): text for name, text in cells.items()}, context).problems


def test_a_good_row_becomes_an_activity_as_exact_as_it_was_written(context, troupe):
    cells = GOOD | {
        c.TROOPS: "驻滨江某部、驻江北部队",
        c.HOSTS: "市文化局",
        c.ORGANISERS: "滨江市歌舞团，江北酒业公司",
        c.COUNTS: "演职人员近百名；观众2000余人次",
        c.GIVEN: "图书200余册，价值5000元",
        c.HELPED: "烈属12人",
        c.FACTS: "比赛项目：篮球",
        c.OCCASION: "八一",
        c.FURTHER_KINDS: "座谈联席",
    }
    judged = judge(cells, context)
    assert judged.problems == {}
    activity = judged.activity
    assert (str(activity.held), activity.unit, activity.kind.name) == (
        "7月31日下午",
        troupe,
        "慰问演出",
    )
    assert [troop.name for troop in judged.troops] == ["驻滨江某部"]
    assert activity.troops_as_written == "驻江北部队"
    assert [(p.role, p.name, p.unit_id is not None) for p in judged.partners] == [
        ("host", "市文化局", True), ("organiser", "滨江市歌舞团", True),
        ("organiser", "江北酒业公司", False),
    ]  # fmt: skip
    assert [str(line) for line in judged.counts] == ["演职人员近百名", "观众2000余人次"]
    assert [str(line) for line in judged.contributions] == ["图书200余册5000元"]
    assert [str(line) for line in judged.beneficiaries] == ["烈属12人"]
    assert [str(line) for line in judged.facts] == ["比赛项目：篮球"]
    assert activity.occasion == "army_day"
    assert [kind.name for kind in judged.further_kinds] == ["座谈联席"]


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("HELD", "2010年7月31日", "活动时间不在本年度内"),
        ("HELD", "2月30日", "不是能识别的时间"),
        ("TITLE", "长" * 151, "150"),
        ("UNIT", "查无此局", "没有名为“查无此局”的单位"),
        ("UNIT", "滨江市文化局", "您不能为“市文化局”登记活动"),
        ("COUNTS", "观众很多很多人啊", "没有能识别的数量"),
        ("HELPED", "路人3名", "不是优抚对象类别"),
        ("MONEY", "五百块大洋", "以元为单位"),
        ("MONEY", "很多", "不是能识别的数量"),
        ("OCCASION", "双十一", "没有名为“双十一”的节点"),
        ("TROOPS", "77223部队", "不得录入部队番号"),
        ("HOSTS", "某局、77223部队", "不得录入部队番号"),
        ("FURTHER_KINDS", "打靶", "没有名为“打靶”的活动类别"),
        ("PLACE", "长" * 121, "120"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_cell(context, column, text, said):
    found = problems(context, **{column: text})
    assert list(found) == [getattr(c, column)]
    assert said in found[getattr(c, column)][0]


def test_an_empty_row_lacks_what_the_form_would_ask_for(context):
    assert judge({c.PLACE: "礼堂"}, context).problems == {
        c.TITLE: ["请填写活动名称。"],
        c.KIND: ["请选择活动类别。"],
    }


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({c.KIND: "放电影", c.TITLE: "进军营"}, "电影放映"),
        ({c.TITLE: "八一慰问演出"}, "慰问演出"),
        ({c.TITLE: "进军营", c.NARRATIVE: "赠送图书200册。"}, "捐赠赠送"),
        ({c.TITLE: "走访慰问困难军属"}, "走访慰问"),
    ],
)
def test_a_kind_that_is_none_is_proposed_from_what_is_told(context, cells, kind):
    judged = judge(cells, context)
    assert judged.activity.kind.name == kind
    assert f"定为“{kind}”" in judged.notes[c.KIND][0]


def test_a_kind_nobody_can_guess_lists_those_there_are(context):
    found = judge({c.TITLE: "甲乙丙丁", c.KIND: "子丑"}, context).problems
    assert "没有名为“子丑”的活动类别，可以写：慰问演出" in found[c.KIND][0]


def test_a_unit_is_known_by_its_short_name_and_only_units_written_for_are_taken(
    bureau_liaison, troupe
):
    rule = permissions.rows_to_write(bureau_liaison, "")
    context = Context.load(bureau_liaison.unit, YEAR, rule)
    judged = judge(GOOD | {c.UNIT: "市歌舞团"}, context)
    assert (judged.activity.unit, judged.problems) == (troupe, {})


def test_a_unit_out_of_use_is_not_written_for(bureau_liaison, bureau):
    make_unit("滨江市旧馆", under=bureau, is_active=False)
    context = Context.load(bureau, YEAR, permissions.rows_to_write(bureau_liaison, ""))
    assert c.UNIT in judge(GOOD | {c.UNIT: "滨江市旧馆"}, context).problems


def test_money_and_value_of_columns_of_their_own_are_told_once(context):
    judged = judge(GOOD | {c.GIVEN: "图书200册", c.MONEY: "500", c.VALUE: "5000元"}, context)
    told = [(g.category, str(g.value or "")) for g in judged.contributions]
    assert told == [("books", "5000元"), ("money", "500元")]
    valued = judge(GOOD | {c.GIVEN: "图书200册，价值900元", c.VALUE: "5000"}, context)
    assert "已写明900元" in valued.notes[c.VALUE][0]
    repeated = judge(GOOD | {c.GIVEN: "大米20袋", c.MONEY: "500", c.VALUE: "500"}, context)
    assert [str(g) for g in repeated.contributions] == ["大米20袋", "慰问金500元"]
    same = judge(GOOD | {c.GIVEN: "慰问金500元", c.MONEY: "500元"}, context)
    assert [str(g) for g in same.contributions] == ["慰问金500元"]
    alone = judge(GOOD | {c.GIVEN: "图书200册", c.VALUE: "5000"}, context)
    assert [str(g) for g in alone.contributions] == ["图书200册5000元"]


def test_a_row_without_a_title_is_called_as_its_narrative_begins(context):
    judged = judge({c.NARRATIVE: "赴某部慰问演出，演出节目16个。", c.HELD: "7.31"}, context)
    assert judged.activity.title == "赴某部慰问演出"
    assert judged.notes[c.TITLE]


def test_what_may_be_secret_is_pointed_out_in_texts(context):
    judged = judge(GOOD | {c.NARRATIVE: "慰问77223部队官兵"}, context)
    assert judged.problems == {}
    assert "番号" in judged.notes[c.NARRATIVE][0]


def test_a_kind_out_of_use_is_not_offered(liaison, troupe):
    ActivityKind.objects.filter(name="电影放映").update(is_active=False)
    make_kind("慰问演出")
    context = Context.load(troupe, YEAR, permissions.rows_to_write(liaison, ""))
    assert "电影放映" not in context.kinds


def test_the_kinds_of_other_offices_are_none(liaison, troupe, office, foreign_office):
    for unit, name in ((office, "拥军优属日"), (foreign_office, "远山特色")):
        ActivityKind.objects.create(name=name, unit=unit, report_heading="其他")
    context = Context.load(troupe, YEAR, permissions.rows_to_write(liaison, ""))
    assert "拥军优属日" in context.kinds
    assert "远山特色" not in context.kinds


def test_no_row_costs_a_query(context, django_assert_num_queries):
    cells = GOOD | {
        c.TROOPS: "驻滨江某部",
        c.HOSTS: "市文化局",
        c.UNIT: "市歌舞团",
        c.GIVEN: "大米5袋",
    }
    with django_assert_num_queries(0):
        for _ in range(50):
            judge(cells, context)
