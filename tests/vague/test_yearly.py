"""What was written about one year, said about the next: texts, dates, lunar occasions."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangyong.occasions import LUNAR, Occasion
from shuangyong.vague import VagueDate
from shuangyong.yearly import date_for, text_for


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2011年度双拥工作考核细则", "2012年度双拥工作考核细则"),
        ("2011年12月开始，2012年1月结束", "2012年12月开始，2013年1月结束"),
        ("自2002年局成立即建立", "自2002年局成立即建立"),
        ("庆祝建军84周年文艺演出", "庆祝建军85周年文艺演出"),
        ("庆祝中国共产党成立90周年", "庆祝中国共产党成立91周年"),
        ("庆祝社区成立10周年", "庆祝社区成立10周年"),
        ("庆祝建军80周年回顾展", "庆祝建军80周年回顾展"),
        ("", ""),
    ],
)
def test_a_text_moves_its_year_and_anniversaries_and_leaves_history(written, expected):
    assert text_for(written, year=2011, to=2012) == expected


@pytest.mark.parametrize(
    ("written", "wording", "start", "end"),
    [
        ("7月31日", "7月31日", "2012-07-31", "2012-07-31"),
        ("7.31", "7.31", "2012-07-31", "2012-07-31"),
        ("2011年3月", "2012年3月", "2012-03-01", "2012-03-31"),
        ("2011.3.5", "2012.3.5", "2012-03-05", "2012-03-05"),
        ("11月中旬", "11月中旬", "2012-11-11", "2012-11-20"),
        ("“八一”期间", "“八一”期间", "2012-07-20", "2012-08-10"),
        ("年初", "年初", "2012-01-01", "2012-02-29"),
        ("2010年至2011年", "2011年至2012年", "2011-01-01", "2012-12-31"),
    ],
)
def test_a_date_says_the_same_of_the_next_year(written, wording, start, end):
    moved = date_for(VagueDate.parse(written, year=2011), year=2011, to=2012)
    assert (str(moved), str(moved.start), str(moved.end)) == (wording, start, end)


def test_a_lunar_occasion_falls_where_the_new_calendar_says():
    before = VagueDate.parse("中秋期间", year=2011)
    assert before.start <= date(2011, 9, 12) <= before.end
    moved = date_for(before, year=2011, to=2012)
    assert moved.start <= date(2012, 9, 30) <= moved.end


def test_a_day_before_a_lunar_occasion_keeps_its_distance():
    moved = date_for(
        VagueDate.parse("9月10日", year=2011), year=2011, to=2012, occasion="mid_autumn"
    )
    assert str(moved) == "9月28日"


def test_a_day_that_a_lunar_occasion_takes_out_of_the_year_says_so():
    moved = date_for(
        VagueDate.parse("1月1日", year=2009), year=2009, to=2012, occasion="spring_festival"
    )
    assert str(moved) == "2011年12月29日"


def test_the_last_of_february_of_a_leap_year():
    moved = date_for(VagueDate.parse("2月29日", year=2012), year=2012, to=2013)
    assert (moved.start, str(moved)) == (date(2013, 2, 28), "2月28日")


@settings(deadline=None)  # the calendar of a year is computed once
@given(
    occasion=st.sampled_from(sorted(LUNAR)),
    year=st.integers(2005, 2040),
    distance=st.integers(-9, 9),
)
def test_every_lunar_day_keeps_its_distance_every_year(occasion, year, distance):
    day = date.fromordinal(Occasion(occasion).day(year).toordinal() + distance)
    written = VagueDate.parse(f"{day.year}年{day.month}月{day.day}日", year=year)
    moved = date_for(written, year=year, to=year + 1, occasion=occasion)
    assert (moved.start - Occasion(occasion).day(year + 1)).days == distance


@given(st.integers(1, 12), st.integers(1, 28), st.integers(1990, 2050))
def test_there_and_back_is_the_same_day(month, day, year):
    written = VagueDate.parse(f"{month}月{day}日", year=year)
    there = date_for(written, year=year, to=year + 1)
    assert date_for(there, year=year + 1, to=year) == written
