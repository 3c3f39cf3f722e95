"""Where one activity ends and the next begins, clause by clause, and what is told by any verb."""

import pytest

from activities.ledgers import columns as c
from activities.papers.proposing import propose

YEAR = 2022


def rows(text):
    return [candidate.cells for candidate in propose(text, year=YEAR)]


UNDER_ONE_HEADING = (
    "二、{heading}。1月26日，局领导走访慰问驻区武警某中队，送去大米200斤；"
    "5月20日，区文化馆到消防救援站开展文艺培训3期；7月29日，区歌舞剧团举行拥军演出2场。"
)


@pytest.mark.parametrize("heading", ["拥军活动", "拥军活动丰富", "优待政策落到实处"])
def test_different_things_by_different_units_are_no_series(heading):
    found = rows(UNDER_ONE_HEADING.format(heading=heading))
    assert len(found) == 3
    assert not any(c.SERIES in cells for cells in found)


def test_dated_ones_of_one_kind_are_a_series_of_their_lead():
    found = rows(
        "三、流动舞台到军营。2月10日，区歌舞剧团到武警某中队演出1场；"
        "6月18日，区文化馆到消防救援站演出1场；9月1日，区歌舞剧团到雷达站演出1场。"
    )
    assert len(found) == 3
    assert {cells[c.SERIES] for cells in found} == {"流动舞台到军营"}


@pytest.mark.parametrize(
    "part",
    [
        "区歌舞剧团演职人员近80名参演，现场观看官兵及群众1200余人",
        "区文化馆志愿者30人参加",
        "区直机关干部120人到场观看演出",
        "吸引官兵及群众1200余人",
    ],
)
def test_who_took_part_belongs_to_the_event_before(part):
    found = rows(f"7月29日晚，“军歌嘹亮”拥军专场演出在人民剧场举行，{part}。")
    assert [cells[c.TITLE] for cells in found] == ["“军歌嘹亮”拥军专场演出"]


def test_another_verb_with_its_own_people_is_another_activity():
    found = rows("接收安置随军家属1名，慰问本系统退役军人11人，发放慰问金5500元。")
    assert [cells[c.KIND] for cells in found] == ["优抚帮扶", "走访慰问"]
    assert c.MONEY not in found[0]
    assert found[1][c.MONEY] == "5500元"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("“八一”期间，全区6家景区对现役军人免收门票，惠及5000多人。", "免收门票"),
        ("利用文化站宣传栏出双拥专栏12期。", "双拥专栏"),
        ("与区融媒体中心合作拍摄双拥微电影《守望》。", "双拥微电影《守望》"),
        ("联合县人武部开展军事设施周边治安排查6次。", "治安排查"),
        ("9月中旬，为受害军属追回损失3.2万元。", "追回损失"),
    ],
)  # fmt: skip
def test_what_was_done_for_soldiers_is_told_by_any_verb(text, title):
    (found,) = rows(text)
    assert title in found[c.TITLE]


@pytest.mark.parametrize(
    "text",
    [
        "调整充实了双拥工作领导小组，全年召开双拥专题会2次。",
        "年初制定印发了双拥工作考核细则3项。",
        "下一阶段，支行力争年内再设立拥军服务点2个。",
        "各单位要组织双拥活动不少于2次，每年走访部队1次。",
    ],
)
def test_how_the_work_is_run_or_planned_is_no_activity(text):
    assert rows(text) == []


def test_a_prize_belongs_to_what_won_it():
    (found,) = rows("音乐学院10月排演合唱《长城谣》，在州建军节歌咏比赛中获一等奖。")
    assert "《长城谣》" in found[c.TITLE]
    assert found[c.HELD] == "10月"


def test_a_sentence_that_begins_with_another_act_is_another_activity():
    first, second = rows("1.5月5日，录制拥军公益短片《平安守护》。组织新警26人赴县烈士陵园扫墓。")
    assert c.PLACE not in first
    assert second[c.PLACE] == "县烈士陵园"


def test_a_second_act_without_a_kind_of_its_own_is_read_too():
    assert rows("慰问军属老李一家1户，接收随军家属王某等3人。")


def test_what_is_given_to_help_somebody_with_is_one_gift():
    (found,) = rows("1月22日，局机关党员干部捐款15800元，用于资助困难退役军人家庭子女15名。")
    assert found[c.KIND] == "捐赠赠送"


def test_another_gift_to_people_of_their_own_number_is_another_activity():
    found = rows("◆向县慈善总会捐款10万元，用于烈士子女上学；资助军人子女8名，每人1000元。")
    assert [cells[c.KIND] for cells in found] == ["捐赠赠送", "优抚帮扶"]


UNDER_A_HEADING = "三、{heading}。8月5日，组织法律顾问12人现场答疑。"


def test_a_heading_that_speaks_of_soldiers_tells_for_whom_it_was():
    (found,) = rows(UNDER_A_HEADING.format(heading="为退役军人排忧"))
    assert "现场答疑" in found[c.TITLE]


def test_what_follows_without_a_verb_at_its_head_is_no_activity_of_its_own():
    found = rows("三、退役军人就业。5月8日，举办退役军人专场招聘会。进场企业26家，提供岗位310个。")
    assert len(found) == 1
