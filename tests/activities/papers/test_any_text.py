"""Any text is read in time proportional to its length, and every proposal shows where it stands."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.papers.candidates import Names
from activities.papers.proposing import propose
from activities.papers.reading import cleaned

NAMES = Names(
    frozenset({"泸州市歌舞团", "江阳区文体局", "区民政局"}),
    frozenset({"二炮驻泸部队", "县武警中队"}),
)
WORDS = st.sampled_from(
    [
        "7月31日",
        "八一",
        "“",
        "”",
        "《",
        "》",
        "，",
        "。",
        "；",
        "、",
        "\n",
        "一、",
        "(一)",
        "1、",
        "慰问",
        "演出",
        "江阳区文体局",
        "部队",
        "500元",
        "价值",
        "送去",
        "图书",
        "200余册",
        "了",
        "当日",
        "同月",
        "各一部",
        "局",
        "和",
        "近百名",
        "的",
        "如",
        "\t",
        "每年",
        "参加",
        "官兵",
        "总代表周志刚",
        "等领导",
        "烈属",
        "12人",
        "２０１１年",
        "至",
        "的的",
        "万",
        "1.5",
        "\u3000",
        "abc",
        " ",
        "现场",
        "在",
        "广场",
        "由",
        "主办",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map("".join))


@given(TEXTS)
def test_no_text_is_too_odd_and_every_source_is_where_it_says(text):
    for candidate in propose(text, year=2011, names=NAMES):
        assert candidate.source == text[candidate.start : candidate.end]
        assert all(candidate.cells.values())


@given(TEXTS)
def test_what_was_cleaned_once_stays_as_it_is(text):
    assert cleaned(cleaned(text)) == cleaned(text)


@pytest.mark.parametrize(
    "text", ["", " \n\t", "2011", "1、2、3、", "To be, or not to be.", "。。。；；；"]
)
def test_what_tells_of_nothing_proposes_nothing(text):
    assert propose(text, year=2011, names=NAMES) == []


@pytest.mark.parametrize(
    "unit",
    [
        "慰问部队",
        "7月31日",
        "江阳区文体局到二炮驻泸部队慰问，",
        "“",
        "《慰问",
        "0",
        "的局",
        "一",
        "a ",
        "近",
        "局长王",
        "价值500元的",
        "送图书、",
        "5万",
        "部队、",
        "1、",
        "八一、",
        "和",
        "每年的",
        "组织",
        "在广场",
    ],
)
def test_twice_the_text_takes_about_twice_the_time(unit):
    def seconds(length):
        text = unit * (length // len(unit))
        before = time.process_time()
        propose(text, year=2011, names=NAMES)
        return time.process_time() - before

    short = max(min(seconds(20_000), seconds(20_000)), 0.02)
    assert seconds(80_000) < 10 * short
