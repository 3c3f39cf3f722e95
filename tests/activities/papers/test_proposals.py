"""What a proposal says, in the wording of the paper."""

import pytest

from activities.ledgers import columns as c
from activities.ledgers.wording import parse_counts, parse_facts, parse_given, parse_helped
from activities.papers.candidates import Names
from activities.papers.proposing import LONGEST_TITLE, propose
from shuangyong.vague import VagueDate, VagueNumber
from tests.benchmarks.old_papers import further, seeds

YEAR = 2011
NAMES = Names(
    frozenset({"泸州市歌舞团", "江阳区文体局"}), frozenset({"二炮驻泸部队", "古蔺武警中队"})
)


def proposed(text):
    return [candidate.cells for candidate in propose(text, year=YEAR, names=NAMES)]


@pytest.mark.parametrize("paper", [*seeds(), *further()], ids=lambda paper: paper.name)
def test_every_cell_is_one_that_a_ledger_reads(paper):
    for candidate in propose(paper.text, year=paper.year, names=paper.names):
        cells = candidate.cells
        assert set(cells) <= set(c.COLUMNS)
        assert 0 < len(cells[c.TITLE]) <= LONGEST_TITLE
        if held := cells.get(c.HELD):
            VagueDate.parse(held, year=paper.year)
        for column in (c.MONEY, c.VALUE):
            if cells.get(column):
                assert VagueNumber.parse(cells[column]).measure == "元"
        parse_counts(cells.get(c.COUNTS, ""))
        parse_given(cells.get(c.GIVEN, ""), year=paper.year, kind=cells[c.KIND])
        parse_helped(cells.get(c.HELPED, ""))
        parse_facts(cells.get(c.FACTS, ""))


def test_a_list_of_dates_is_a_series():
    rows = proposed(
        "7、市歌舞团加强协助部队文化活动。2月，派出专业人员参加了县消防大队的新春联欢活动；6月18日，派员10余人参加了"
        "水上预备队成立大会；7月31日，派员10余人参加了二炮驻泸部队建军节庆祝活动。"
    )
    assert [row[c.HELD] for row in rows] == ["2月", "6月18日", "7月31日"]
    assert {row[c.SERIES] for row in rows} == {"加强协助部队文化活动"}
    assert {row[c.UNIT] for row in rows} == {"泸州市歌舞团"}
    assert rows[1][c.COUNTS] == "派员10余人"


def test_an_example_told_again_in_full_is_one_activity_of_its_series():
    series, example = propose(seeds()[0].text, year=YEAR, names=seeds()[0].names)[1:3]
    assert example.cells[c.SERIES] == series.cells[c.TITLE]
    assert example.cells[c.HELD] == "8月1日"
    assert "总代表周志刚、副总代表郑永魁等领导" in example.cells[c.GUESTS]
    assert example.source.startswith("如“江阳区庆祝")
    assert example.source.endswith("16节目。")


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("当日下午，区总工会举办军民篮球赛，80人参加。", "7月26日下午"),
        ("同月30日，区总工会举办军民篮球赛，80人参加。", "7月30日"),
        ("28日上午，区总工会举办军民篮球赛，80人参加。", "7月28日上午"),
        ("次年3月，区总工会将举办军民篮球赛。", None),
    ],
)
def test_a_time_by_reference_is_made_whole(said, held):
    rows = proposed(f"7月26日上午，区民政局到古蔺武警中队慰问，送去慰问金5000元。\n{said}")
    assert rows[0][c.HELD] == "7月26日上午"
    assert [row[c.HELD] for row in rows[1:]] == ([held] if held else [])


@pytest.mark.parametrize(
    "text",
    [
        "二、下一步打算\n1、8月1日，组织文艺演出，慰问驻军官兵200人。",
        "我局将于8月1日到二炮驻泸部队慰问，送去慰问金500元。",
        "要求各单位在“八一”期间走访慰问优抚对象。",
        "2012年春节前，走访慰问驻军，送去慰问金1万元。",
        "我局以邓小平理论为指导，广泛开展了一系列庆祝活动，营造了“军爱民、民拥军”的良好氛围。",
        "拥军工作计划\n1、8月1日组织文艺演出慰问二炮驻泸部队。",
    ],
)
def test_what_is_planned_asked_for_or_praised_is_no_activity(text):
    assert proposed(text) == []


def test_money_of_each_is_not_taken_for_the_sum():
    (row,) = proposed("春节前夕，区民政局看望烈属12户，每户发放慰问金500元。")
    assert row[c.HELPED] == "烈属12户"
    assert row[c.FACTS].endswith("500元")
    assert c.MONEY not in row


def test_goods_keep_quantity_and_value():
    (row,) = proposed("7月30日，区总工会向古蔺武警中队赠送图书200余册、电脑5台，价值2万元。")
    assert row[c.KIND] == "捐赠赠送"
    assert row[c.GIVEN] == "图书200余册；电脑5台"
    assert row[c.VALUE] == "2万元"


def test_hosts_co_organisers_and_inviters_have_their_cells():
    (row,) = proposed(
        "8月1日，受省军区邀请，由江阳区文体局主办，区文化馆、区图书馆协办的“鱼水情”文艺晚会在市礼堂举行，观众800余人。"
    )
    assert row[c.HOSTS] == "江阳区文体局"
    assert row[c.CO_ORGANISERS] == "区文化馆；区图书馆"
    assert row[c.INVITERS] == "省军区"
    assert row[c.PLACE] == "市礼堂"
    assert row[c.COUNTS] == "观众800余人"


def test_a_sentence_with_a_time_of_its_own_is_another_activity():
    rows = proposed(
        "（五）军民同乐。“八一”前夕，我局与武警中队举行了篮球友谊赛；8月1日晚，在县文化广场举办军民联欢会，"
        "观众2000多人，9月18日邀请驻县某部官兵观看电影《建军大业》。"
    )
    assert [row[c.HELD] for row in rows] == ["“八一”前夕", "8月1日晚", "9月18日"]
    assert [row[c.TITLE] for row in rows] == ["篮球友谊赛", "军民联欢会", "观看电影《建军大业》"]
    assert rows[0][c.TROOPS] == "古蔺武警中队"
    assert rows[1][c.PLACE] == "县文化广场"
    assert rows[2][c.KIND] == "电影放映"


@pytest.mark.parametrize(
    "troop", ["驻县某部", "驻区海军某部", "驻县雷达某团", "驻市武警某支队", "预备役团"]
)
def test_a_troop_that_is_only_described_is_named_as_it_is(troop):
    (row,) = proposed(f"7月30日，县医院到{troop}开展义诊活动，为官兵义诊150人次。")
    assert row[c.TROOPS] == troop
    assert row[c.TITLE] == "义诊活动"


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("开展艾滋病防治知识讲座两场", "艾滋病防治知识讲座两场"),
        ("选派教官36名到部队辅导", "教官36名"),
        ("为65名军人子女办理入学手续", "军人子女65名"),
        ("义诊中组织3名兽医到部队", "兽医3名"),
    ],
)
def test_what_is_counted_is_called_by_its_own_noun(said, counts):
    (row,) = proposed(f"7月30日，江阳区文体局{said}。")
    assert counts in row[c.COUNTS].split("；")


def test_goods_with_one_value_keep_their_names():
    (row,) = proposed("7月28日，到古蔺武警中队慰问，送上价值8000余元的常用药品和防暑降温用品。")
    assert row[c.GIVEN] == "常用药品、防暑降温用品，价值8000余元"


def test_money_for_each_of_a_group_is_a_rate_not_the_value():
    (row,) = proposed("7月1日，江阳区文体局为2名烈士子女发放助学金各2000元。")
    assert row[c.FACTS] == "标准：各2000元"
    assert c.VALUE not in row


def test_our_own_people_are_no_guests_and_how_often_is_no_count():
    (row,) = proposed("元旦前，公司总经理张强等一行5人走访慰问了古蔺武警中队，每季度上门服务一次。")
    assert c.GUESTS not in row
    assert "一次" not in row.get(c.COUNTS, "")


def test_a_heading_about_the_main_points_of_work_begins_no_plan():
    rows = proposed(
        "2011年双拥工作总结\n二、突出工作重点\n1.7月30日，江阳区文体局到古蔺武警中队慰问演出。"
    )
    assert [row[c.HELD] for row in rows] == ["7月30日"]


def test_a_lunar_day_is_a_time():
    (row,) = proposed("正月十五，江阳区文体局组织军民猜灯谜，120人参加。")
    assert row[c.HELD] == "正月十五"
