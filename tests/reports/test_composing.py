"""Where lines end (GB/T 15834-2011, 5.1) and how full they are (GB/T 9704-2012, 5.2.3)."""

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reports.composing import NOT_FIRST, NOT_LAST, Measure, Run, Text, clean, compose
from reports.faces import faces
from reports.gongwen import CELL, CELLS, TYPE_WIDTH, Face
from reports.titles import break_title


def lines(text: str, **measure):
    return compose(Text([Run(Face.FANG, text)], faces()), Measure(**measure))


def texts(text: str, **measure) -> list[str]:
    return [line.text for line in lines(text, **measure)]


def test_a_line_holds_28_characters():
    assert [len(line) for line in texts("双拥" * 30)] == [28, 28, 4]


def test_two_digits_take_the_room_of_one_character():
    assert texts("双" * 27 + "16" + "拥")[0] == "双" * 27 + "16"


def test_the_first_line_of_a_paragraph_is_two_characters_shorter():
    assert [len(line) for line in texts("双" * 60, first=2 * CELL)] == [26, 28, 6]


@pytest.mark.parametrize("mark", "，。、；：？！）》”…％")
def test_a_closing_mark_takes_the_character_before_it_to_the_next_line(mark):
    assert texts("双" * 27 + "拥" + mark + "办") == ["双" * 27, "拥" + mark + "办"]


@pytest.mark.parametrize("mark", "（《“【")
def test_an_opening_mark_moves_to_the_next_line(mark):
    assert texts("双" * 27 + mark + "拥") == ["双" * 27, mark + "拥"]


@pytest.mark.parametrize(
    "whole", ["——", "……", "2011", "10,000", "35.6%", "2011-12-05", "30℃", "PDF"]
)
def test_dashes_numbers_and_words_are_not_torn(whole):
    for before in range(22, 29):
        composed = texts("双" * before + whole + "拥办")
        assert any(whole in line for line in composed)


def test_a_connecting_dash_does_not_begin_a_line():
    assert texts("双" * 26 + "1990" + "—" + "1995年")[1].startswith("1990")


def test_a_blank_where_a_line_ends_vanishes():
    assert texts("双" * 28 + " 拥办") == ["双" * 28, "拥办"]
    assert texts("双" * 27 + "PDF GB/T 9704") == ["双" * 27, "PDF GB/T 9704"]


def test_a_word_longer_than_a_line_is_broken_after_all():
    assert all(line.width <= TYPE_WIDTH + 0.01 for line in lines("w" * 200))


def test_running_lines_are_exactly_as_wide_as_the_type_area():
    composed = lines("2011年，文化局开展“鱼水情深”慰问演出16场，近百名演职人员参加。" * 5)
    for line in composed[:-1]:
        ems = sum(faces().choose(run.face, c)[1] for run in line.runs for c in run.text)
        assert ems * 16 + line.tracking * (len(line.text) - 1) == pytest.approx(TYPE_WIDTH)


def test_the_last_line_is_not_spread():
    assert lines("双拥" * 20)[-1].tracking == pytest.approx(CELL - 16)


MARKS = "双拥办军民，。、；：“”（）《》—…0123456789.%A "


@settings(max_examples=60, deadline=None)
@given(st.text(MARKS, min_size=1, max_size=150).map(clean))
def test_nothing_is_lost_and_nothing_sticks_out(text):
    composed = lines(text, first=2 * CELL)
    assert "".join(line.text for line in composed).replace(" ", "") == text.replace(" ", "")
    for line in composed:
        assert line.indent + line.width <= TYPE_WIDTH + 0.02
        assert Text(line.runs, faces()).cells(0, len(line.text)) <= CELLS


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["双拥办", "，军", "“民”", "（一）", "2011年", "。", "——"]), max_size=60
    )
)
def test_no_line_begins_or_ends_with_the_wrong_mark(parts):
    text = "".join(parts)
    assume(not re.search("[，。）”]{3}", text))  # a whole line of marks cannot be helped
    for line, following in pairwise(texts(text)):
        assert following[0] not in NOT_FIRST
        assert line[-1] not in NOT_LAST


def test_invisible_characters_are_left_out():
    assert clean("\u3000\u3000双\u200b拥\x00\u202e办\t \n公室\ufeff") == "双拥办 公室"


def test_a_rare_hanzi_comes_from_the_face_that_has_it():
    assert lines("朱镕基")[0].runs == (
        Run(Face.FANG, "朱"),
        Run(Face.RARE, "镕"),
        Run(Face.FANG, "基"),
    )


@pytest.mark.parametrize(
    ("title", "broken"),
    [
        ("文化局2011年双拥工作总结", ["文化局2011年双拥工作总结"]),
        (
            "滨江市文化新闻出版局关于2011年度双拥工作开展情况的总结报告",
            ["滨江市文化新闻出版局关于2011年度", "双拥工作开展情况的总结报告"],
        ),
        ("双拥工作\n情况通报", ["双拥工作", "情况通报"]),
    ],
)
def test_a_long_title_is_broken_between_words_into_even_lines(title, broken):
    assert [line.text for line in break_title(title, faces())] == broken


TITLES = [
    "江阳区文化体育局2011年双拥工作总结和2012年双拥工作计划",
    "泸州市双拥工作领导小组办公室关于进一步加强全市双拥工作领导小组成员单位工作考评的通知",
    "中共泸州市委泸州市人民政府泸州军分区关于命名表彰双拥模范单位和双拥模范个人的决定",
    "泸州市双拥工作领导小组关于印发《泸州市创建全国双拥模范城实施方案》的通知",
    "江阳区双拥工作领导小组办公室关于做好2011年“八一”期间拥军优属工作的通知",
    "滨江市拥军优属拥政爱民工作领导小组关于印发《滨江市创建全国双拥模范城（县）活动实施方案》"
    "和《滨江市双拥工作考核细则》的通知",
    "合江县总工会关于开展“关爱功臣送温暖、拥军优属促和谐”活动情况的总结报告",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_long_title_is_a_trapezoid_or_a_diamond_and_tears_no_word(title):
    broken = break_title(title, faces())
    widths = [line.width for line in broken]
    assert 2 <= len(broken) <= 4
    assert all(width <= TYPE_WIDTH for width in widths)
    for before, here, after in zip(widths, widths[1:], widths[2:], strict=False):
        assert not before > here < after
    cuts = "|".join(line.text for line in broken)
    assert cuts.replace("|", "") == title
    for word in ("领导小组", "泸州市", "双拥", "工作", "模范", "关于", "《滨江市", "总结"):
        assert cuts.count(word) == title.count(word), cuts


@pytest.mark.parametrize("title", ["标" * 500, "w" * 300])
def test_even_an_absurd_title_stays_within_the_type_area(title):
    composed = break_title(title, faces())
    assert "".join(line.text for line in composed) == title
    assert all(line.width <= TYPE_WIDTH + 0.01 for line in composed)
