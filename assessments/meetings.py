"""领导小组会议 among activities: told by what their title or narrative says. Pure."""

from __future__ import annotations

import re

KIND = "座谈联席"
"""The common kind under which such meetings are recorded."""

_NUMBERED = r"第[一二三四五六七八九十\d]+次|[一二三四\d]+季度|[上下]半年|\d{4}年度?|年度|全年"
_SORT = r"全体|成员单位|成员|[（(]?扩大[)）]?|专题|工作|推进|部署|动员|总结|述职|协调|例|联席|办公"
_OPENED = r"召开了?|举行了?"
# 会同, 会员, 会场, 会见, 会议室 are no meetings, and 会议精神 is another one's
_MET = r"会(?![同员场见演计])(?!议?室)(?!议?的?(?:精神|制度|要求|纪要|决定|决议|部署|通知|文件))议?"
_MEETING = re.compile(
    rf"(?:领导小组|双拥(?:工作)?)(?:{_NUMBERED}|{_SORT}|{_OPENED})*{_MET}"
    rf"|军地(?:{_NUMBERED}|{_SORT}|{_OPENED}|双方|双拥|军民|座谈)*联席(?:工作)?{_MET}"
    rf"|(?:党委|常委)?议军(?:{_SORT})*{_MET}"
)


def meeting_in(title: str, narrative: str = "") -> str:
    """The meeting that an activity tells of, in its own words; "" if it tells of none.

    领导小组（全体、扩大）会议, 双拥工作会议, 议军会, 军地联席会. That such a meeting's 精神 was
    conveyed or its 制度 kept is no meeting.
    """
    found = _MEETING.search(title) or _MEETING.search(narrative)
    return found.group() if found else ""
