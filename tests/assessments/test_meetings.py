"""Which activities tell of a meeting of the leading group."""

import pytest

from assessments.meetings import meeting_in


@pytest.mark.parametrize(
    ("title", "meeting"),
    [
        ("召开双拥工作领导小组会议", "领导小组会议"),
        ("双拥工作领导小组全体成员会议", "领导小组全体成员会议"),
        ("领导小组第一次全体（扩大）会议", "领导小组第一次全体（扩大）会议"),
        ("市双拥领导小组2011年度工作会议", "领导小组2011年度工作会议"),
        ("领导小组召开2011年第一次会议", "领导小组召开2011年第一次会议"),
        ("全市双拥工作会议", "双拥工作会议"),
        ("双拥工作推进会", "双拥工作推进会"),
        ("召开党委议军会", "党委议军会"),
        ("市委议军专题会议", "议军专题会议"),
        ("军地联席会议", "军地联席会议"),
        ("军地双方联席会", "军地双方联席会"),
        ("军地座谈联席会", "军地座谈联席会"),
        ("召开领导小组会议，传达省双拥工作会议精神", "领导小组会议"),
    ],
)
def test_it_is_a_meeting(title, meeting):
    assert meeting_in(title) == meeting


@pytest.mark.parametrize(
    "text",
    [
        "传达领导小组会议精神",
        "学习贯彻双拥工作会议的精神",
        "落实军地联席会议制度",
        "印发双拥工作领导小组会议纪要",
        "领导小组会同民政局走访慰问",
        "领导小组成员单位参加座谈会",
        "领导小组办公室召开座谈会",
        "双拥会议室揭牌",
        "军民联谊会",
        "军地座谈会",
        "退役军人座谈会",
        "双拥文艺晚会",
        "双拥运动会",
        "",
    ],
)
def test_it_is_none(text):
    assert not meeting_in(text)
    assert not meeting_in("座谈", text)


def test_the_narrative_tells_where_the_title_does_not():
    assert meeting_in("年度例会", "7月20日，召开议军会，研究三件事。") == "议军会"
