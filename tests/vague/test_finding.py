"""Times and numbers are found between other words, and nothing is found that is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangyong.vague import VagueDate, VagueNumber
from shuangyong.vague.finding import find_dates, find_numbers

YEAR = 2011


@pytest.mark.parametrize(
    "wording",
    [
        "7月31日",
        "7月31日下午",
        "7.31",
        "“八一”期间",
        "“八·一”建军节前夕",
        "建军84周年前夕",
        "“八一”来临之际",
        "6月",
        "年初",
        "2010年至2011年",
        "近几年来",
        "11月中旬",
        "7月31日至8月2日",
        "七月三十一日晚",
        "2011年",
        "２０１１年７月",
        "春节、元旦期间",
        "每年的“八·一”或中秋",
        "2011-07-31",
        "7 月 31 日",
        "二〇一一年八月一日",
        "第三季度",
        "8月1日上午9时",
        "正月十五",
        "农历八月十五晚",
        "腊月二十三",
        "五月初五",
    ],
)
def test_a_time_is_found_whole(wording):
    (found,) = find_dates(f"我局于{wording}，慰问部队。", year=YEAR)
    assert str(found.value) == wording
    assert found.value == VagueDate.parse(wording, year=YEAR)


@pytest.mark.parametrize(
    "text",
    [
        "建军84周年",
        "征兵工作",
        "价值3.5万元",
        "党的十一届三中全会",
        "八一路小学",
        "80年代",
        "共12人",
        "第十一中学",
    ],
)
def test_what_only_resembles_a_time_is_none(text):
    assert find_dates(text, year=YEAR) == []


@pytest.mark.parametrize(
    "wording",
    [
        "近百名",
        "10余人",
        "20多场",
        "50000多元",
        "5万余元",
        "一万册以上",
        "两期",
        "１６个",
        "1.2万元",
        "3000余人次",
        "多部",
        "一批",
        "上百人",
        "约300人",
        "数十名",
        "1,200册",
    ],
)
def test_a_number_is_found_whole(wording):
    (found,) = find_numbers(f"共有{wording}，受到欢迎")
    assert str(found.value) == wording
    assert found.value == VagueNumber.parse(wording)


@given(
    st.text(max_size=60),
    st.text("7月31日.“八一”至到期间年初近余多百名人场万元，。 0123456789", max_size=40),
)
def test_what_is_found_stands_where_it_says(before, after):
    text = before + after
    for hit in [*find_dates(text, year=YEAR), *find_numbers(text)]:
        assert " ".join(text[hit.start : hit.end].split()) == str(hit.value)


@pytest.mark.parametrize(
    ("text", "written"), [("送上5万元慰问金", "5万元"), ("献上10个节目", "10个"), ("来了上千人", "上千人")]
)  # fmt: skip
def test_the_end_of_a_verb_is_no_qualifier(text, written):
    (found,) = find_numbers(text)
    assert text[found.start : found.end] == written
