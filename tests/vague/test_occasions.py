"""节点: fixed days, lunar days against published calendars, windows."""

from datetime import date

import pytest

from shuangyong.occasions import Occasion

# As published in the calendars of the years: 春节, 元宵, 清明, 端午, 中秋
PUBLISHED = {
    2010: ("02-14", "02-28", "04-05", "06-16", "09-22"),
    2011: ("02-03", "02-17", "04-05", "06-06", "09-12"),
    2012: ("01-23", "02-06", "04-04", "06-23", "09-30"),
    2013: ("02-10", "02-24", "04-04", "06-12", "09-19"),
    2014: ("01-31", "02-14", "04-05", "06-02", "09-08"),
    2015: ("02-19", "03-05", "04-05", "06-20", "09-27"),
    2016: ("02-08", "02-22", "04-04", "06-09", "09-15"),
    2017: ("01-28", "02-11", "04-04", "05-30", "10-04"),
    2018: ("02-16", "03-02", "04-05", "06-18", "09-24"),
    2019: ("02-05", "02-19", "04-05", "06-07", "09-13"),
    2020: ("01-25", "02-08", "04-04", "06-25", "10-01"),
    2021: ("02-12", "02-26", "04-04", "06-14", "09-21"),
    2022: ("02-01", "02-15", "04-05", "06-03", "09-10"),
    2023: ("01-22", "02-05", "04-05", "06-22", "09-29"),
    2024: ("02-10", "02-24", "04-04", "06-10", "09-17"),
    2025: ("01-29", "02-12", "04-04", "05-31", "10-06"),
    2026: ("02-17", "03-03", "04-05", "06-19", "09-25"),
    2027: ("02-06", "02-20", "04-05", "06-09", "09-15"),
    2028: ("01-26", "02-09", "04-04", "05-28", "10-03"),
    2029: ("02-13", "02-27", "04-04", "06-16", "09-22"),
    2030: ("02-03", "02-17", "04-05", "06-05", "09-12"),
}
LUNAR = ("SPRING_FESTIVAL", "LANTERN", "QINGMING", "DRAGON_BOAT", "MID_AUTUMN")


@pytest.mark.parametrize("year", PUBLISHED)
def test_lunar_days_fall_where_the_calendars_say(year):
    computed = tuple(f"{Occasion[name].day(year):%m-%d}" for name in LUNAR)
    assert computed == PUBLISHED[year]


def test_the_calendars_of_all_years_from_2010_to_2030_are_compared():
    assert list(PUBLISHED) == list(range(2010, 2031))


def test_army_day_gathers_work_from_20_july_to_10_august():
    assert Occasion.ARMY_DAY.window(2011) == (date(2011, 7, 20), date(2011, 8, 10))


@pytest.mark.parametrize("occasion", Occasion)
def test_every_occasion_lies_in_its_window(occasion):
    start, end = occasion.window(2011)
    assert start <= occasion.day(2011) <= end
