"""A date is as exact as its source: read as written, printed as written, sorted rightly."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangyong.vague import Precision, VagueDate

READ = [
    ("7.31", "2011-07-31", "2011-07-31", Precision.DAY),
    ("7-31", "2011-07-31", "2011-07-31", Precision.DAY),
    ("7月31日", "2011-07-31", "2011-07-31", Precision.DAY),
    ("７月３１日", "2011-07-31", "2011-07-31", Precision.DAY),
    ("2010年7月31日", "2010-07-31", "2010-07-31", Precision.DAY),
    ("2010-07-31", "2010-07-31", "2010-07-31", Precision.DAY),
    ("7月31日下午", "2011-07-31", "2011-07-31", Precision.HALF_DAY),
    ("6月", "2011-06-01", "2011-06-30", Precision.MONTH),
    ("2012年2月", "2012-02-01", "2012-02-29", Precision.MONTH),
    ("6月上旬", "2011-06-01", "2011-06-10", Precision.PART_OF_MONTH),
    ("11月中旬", "2011-11-11", "2011-11-20", Precision.PART_OF_MONTH),
    ("2月下旬", "2011-02-21", "2011-02-28", Precision.PART_OF_MONTH),
    ("“八一”期间", "2011-07-20", "2011-08-10", Precision.OCCASION),
    ("建军84周年前夕", "2011-07-20", "2011-08-10", Precision.OCCASION),
    ("春节来临之际", "2011-01-19", "2011-02-18", Precision.OCCASION),
    ("“八·一”节前夕", "2011-07-20", "2011-08-10", Precision.OCCASION),
    ("建军节", "2011-07-20", "2011-08-10", Precision.OCCASION),
    ("年初", "2011-01-01", "2011-02-28", Precision.SPAN),
    ("年底", "2011-12-01", "2011-12-31", Precision.SPAN),
    ("6月10日至12日", "2011-06-10", "2011-06-12", Precision.SPAN),
    ("6月28日-7月2日", "2011-06-28", "2011-07-02", Precision.SPAN),
    ("3月至5月", "2011-03-01", "2011-05-31", Precision.SPAN),
    ("正月十五", "2011-02-17", "2011-02-17", Precision.DAY),
    ("农历八月十五晚上", "2011-09-12", "2011-09-12", Precision.HALF_DAY),
    ("农历8月15日", "2011-09-12", "2011-09-12", Precision.DAY),
    ("腊月二十三", "2011-01-26", "2011-01-26", Precision.DAY),
    ("腊月廿三", "2011-01-26", "2011-01-26", Precision.DAY),
    ("重阳节前", "2011-09-28", "2011-10-08", Precision.OCCASION),
    ("大年初二", "2011-02-04", "2011-02-04", Precision.DAY),
    ("五月初五", "2011-06-06", "2011-06-06", Precision.DAY),
    ("2010年腊月初八", "2010-01-22", "2010-01-22", Precision.DAY),
    ("近期", "2011-01-01", "2011-12-31", Precision.YEAR),
    ("2011年", "2011-01-01", "2011-12-31", Precision.YEAR),
    ("近几年", "2009-01-01", "2011-12-31", Precision.YEARS),
    ("2010年至2011年", "2010-01-01", "2011-12-31", Precision.YEARS),
]


@pytest.mark.parametrize(("text", "start", "end", "precision"), READ)
def test_it_is_read_as_people_write_it(text, start, end, precision):
    read = VagueDate.parse(text, year=2011)
    assert (read.start.isoformat(), read.end.isoformat()) == (start, end)
    assert read.precision == precision
    assert str(read) == text


@pytest.mark.parametrize("text", [row[0] for row in READ])
def test_what_is_stored_comes_back(text):
    read = VagueDate.parse(text, year=2011)
    assert VagueDate.from_storage(read.storage) == read


@pytest.mark.parametrize(
    "text",
    [
        "2月30日",
        "13月",
        "0月5日",
        "昨天",
        "31日",
        "7/31/",
        "abc",
        "7月31日7",
        "腊月三十一",
        "农历13月初一",
    ],
)
def test_what_is_no_time_is_refused_with_the_accepted_forms(text):
    with pytest.raises(ValidationError, match="7月31日下午"):
        VagueDate.parse(text, year=2011)


@pytest.mark.parametrize("text", ["7月31日至30日", "8月至5月", "2012年至2010年"])
def test_an_end_before_the_start_is_refused(text):
    with pytest.raises(ValidationError, match="不能早于"):
        VagueDate.parse(text, year=2011)


@given(st.dates(date(1950, 1, 1), date(2199, 12, 31)), st.sampled_from(["", "上午", "下午", "晚"]))
def test_every_day_survives_printing_and_reading(day, half):
    text = f"{day.year}年{day.month}月{day.day}日{half}"
    read = VagueDate.parse(text, year=2011)
    assert (read.start, read.end) == (day, day)
    assert VagueDate.parse(str(read), year=1999) == read


@settings(deadline=None)  # the calendar of a year is computed once
@given(st.integers(1950, 2150), st.sampled_from(["正", "二", "八", "冬", "腊"]), st.integers(1, 29))
def test_a_lunar_day_falls_in_its_year_or_the_next_and_survives_its_year(year, month, day):
    read = VagueDate.parse(f"农历{month}月{day}日", year=year)
    assert read.start.year in (year, year + 1)
    assert VagueDate.parse(read.dated, year=1999).start == read.start


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_never_anything_else(text):
    try:
        read = VagueDate.parse(text, year=2011)
    except ValidationError:
        return
    assert read.start <= read.end
    assert VagueDate.from_storage(read.storage) == read


@given(st.lists(st.dates(date(2011, 1, 1), date(2011, 12, 30)), min_size=2, max_size=2))
def test_storage_sorts_as_time_does(days):
    values = [VagueDate(day, day + timedelta(1), Precision.SPAN, "某时") for day in days]
    assert (values[0].storage < values[1].storage) == (values[0] < values[1])


def test_documents_put_the_vaguest_last():
    written = ["2011年", "8月1日", "近几年", "6月", "6月10日"]
    dates = sorted((VagueDate.parse(t, year=2011) for t in written), key=lambda d: d.document_key)
    assert [str(d) for d in dates] == ["6月10日", "6月", "8月1日", "2011年", "近几年"]


def test_a_short_hand_date_is_spelt_out_in_a_document():
    assert VagueDate.parse("7.31", year=2011).formal(2011) == "7月31日"
    assert VagueDate.parse("2010.7.31", year=2011).formal(2011) == "2010年7月31日"
    assert VagueDate.parse("“八一”期间", year=2011).formal(2011) == "“八一”期间"


@pytest.mark.parametrize(
    ("written", "dated"),
    [
        ("3月", "2011年3月"),
        ("7.31", "2011年7.31"),
        ("2012年", "2012年"),
        ("“八一”期间", "2011年“八一”期间"),
        ("春节前", "2011年春节前"),
        ("腊月二十三", "2011年腊月二十三"),
    ],
)
def test_off_its_own_year_a_wording_always_carries_the_year(written, dated):
    assert VagueDate.parse(written, year=2011).dated == dated
