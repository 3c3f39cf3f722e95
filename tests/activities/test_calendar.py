"""The calendar of the year: what is planned around each occasion, what was done, what is missing."""

from datetime import date

import pytest

from activities.calendar import one_month, small_months
from activities.occasion_year import Standing, occasion_year
from shuangyong.occasions import Occasion
from tests.cases import each
from tests.factories import (
    confirmed,
    make_activity,
    make_measure,
    make_need,
    make_plan,
    make_unit,
)

PAGE = "/plans/calendar/"
BEFORE, AFTER = date(2011, 3, 1), date(2011, 8, 11)


@pytest.fixture
def plan(troupe):
    return make_plan(troupe)


@pytest.fixture
def units(reviewer):
    """What the reviewer's page is about: all units in scope."""
    return lambda to_unit: reviewer.scope.q(to_unit)


@pytest.fixture
def army_day(units):
    """How 八一 stands on a day."""

    def on(today, occasion=Occasion.ARMY_DAY):
        rows = occasion_year(units, 2011, today=today)
        return next(row for row in rows if row.occasion == occasion)

    return on


def test_nothing_planned_and_nothing_done_is_not_arranged(army_day):
    assert army_day(BEFORE).standing == army_day(AFTER).standing == Standing.UNPLANNED


def test_what_is_planned_is_missing_once_its_days_are_over(plan, army_day):
    make_measure(plan, occasion=Occasion.ARMY_DAY)
    assert army_day(BEFORE).standing == Standing.PLANNED
    assert army_day(date(2011, 8, 10)).standing == Standing.PLANNED
    assert army_day(AFTER).standing == Standing.MISSING


def test_what_waits_for_confirmation_does_not_count_as_done(plan, troupe, army_day):
    make_measure(plan, occasion=Occasion.ARMY_DAY)
    make_activity(troupe, held="7月31日")
    row = army_day(AFTER)
    assert (row.done.confirmed, row.done.waiting, row.standing) == (0, 1, Standing.MISSING)


def test_a_confirmed_activity_around_it_is_done(plan, troupe, liaison, reviewer, army_day):
    make_measure(plan, occasion=Occasion.ARMY_DAY)
    confirmed(make_activity(troupe, held="7月31日"), liaison, reviewer)
    assert army_day(AFTER).standing == Standing.DONE


def test_a_stated_outcome_is_done(plan, army_day):
    make_measure(plan, occasion=Occasion.ARMY_DAY, outcome="已慰问")
    assert army_day(AFTER).standing == Standing.DONE


def test_what_was_done_without_a_plan_is_done(troupe, liaison, reviewer, army_day):
    confirmed(make_activity(troupe, occasion=Occasion.ARMY_DAY), liaison, reviewer)
    row = army_day(AFTER)
    assert (row.measures, row.standing) == (0, Standing.DONE)


@each(
    ("due", "falls"),
    [
        ("7月31日", True),
        ("7月20日", True),
        ("7月19日", False),
        ("8月上旬", True),
        ("“八一”期间", True),
        ("“七一”、“八一”期间", True),
        ("7月", False),
        ("全年", False),
        (None, False),
    ],
)
def test_a_time_falls_to_an_occasion_if_it_lies_in_its_days_or_names_it(plan, army_day, due, falls):
    make_measure(plan, due=due)
    assert army_day(BEFORE).measures == falls


def test_a_named_occasion_is_the_only_one(plan, troupe, army_day):
    make_measure(plan, due="8月5日", occasion=Occasion.CONSCRIPTION)
    make_activity(troupe, held="8月5日", occasion=Occasion.CONSCRIPTION)
    assert (army_day(BEFORE).measures, army_day(BEFORE).done.all) == (0, 0)
    season = army_day(BEFORE, Occasion.CONSCRIPTION)
    assert (season.measures, season.done.all) == (1, 1)


def test_occasions_stand_in_the_order_of_the_year(units):
    rows = occasion_year(units, 2020, today=BEFORE)
    assert [row.day for row in rows] == sorted(row.day for row in rows)
    assert {row.occasion for row in rows} == set(Occasion)


def test_equal_measures_of_many_plans_are_one_line(bureau, troupe, army_day):
    for unit in (bureau, troupe):
        make_measure(make_plan(unit), "八一走访", occasion=Occasion.ARMY_DAY)
    row = army_day(BEFORE)
    assert ([(p.title, p.plans) for p in row.planned], row.measures) == ([("八一走访", 2)], 2)


def test_other_units_and_other_years_do_not_show(union, troupe, army_day):
    make_measure(make_plan(union), occasion=Occasion.ARMY_DAY)
    make_measure(make_plan(troupe, year=2010), occasion=Occasion.ARMY_DAY)
    make_activity(union, occasion=Occasion.ARMY_DAY)
    assert (army_day(BEFORE).measures, army_day(BEFORE).done.all) == (0, 0)


def test_a_month_is_a_grid_of_whole_weeks(units, bureau):
    month = one_month(units, bureau, 2011, 8, today=date(2011, 8, 3))
    assert [len(week) for week in month.weeks] == [7] * 5
    assert (month.weeks[0][0].day, month.weeks[-1][-1].day) == (date(2011, 8, 1), date(2011, 9, 4))
    assert [day.day.day for day in month.days.values() if day.is_today] == [3]
    assert month.days[date(2011, 8, 1)].occasions == ["八一", "征兵季"]


def test_a_month_holds_what_falls_on_its_days(units, bureau, troupe, plan, liaison, reviewer):
    make_measure(plan, "八一演出", due="7月31日")
    make_need(bureau, "配书", responsible_unit=bureau, due="7月15日")
    confirmed(make_activity(troupe, "走访", held="7月31日上午"), liaison, reviewer)
    make_activity(troupe, "三日巡演", held="7月10日至12日")
    make_activity(troupe, "七月宣传", held="7月")
    make_activity(troupe, "全年帮扶", held="2011年")
    month = one_month(units, bureau, 2011, 7, today=BEFORE)
    filled = {
        day.day: [(entry.sort, entry.title) for entry in each.entries]
        for day, each in month.days.items()
        if each.entries
    }
    assert filled == {
        10: [("waiting", "三日巡演")],
        15: [("deadline", "办结：配书")],
        31: [("measure", "八一演出"), ("activity", "走访")],
    }
    assert [entry.title for entry in month.loose] == ["七月宣传"]


def test_the_year_counts_what_falls_on_each_day(units, bureau, troupe, plan):
    make_measure(plan, due="7月31日")
    make_plan(bureau, deadline=date(2011, 3, 31))
    for _ in range(2):
        make_activity(troupe, held="7月31日")
    months = small_months(units, bureau, 2011, today=BEFORE)
    assert [month.number for month in months] == list(range(1, 13))
    assert months[6].days[date(2011, 7, 31)].in_words == "措施到期 1 项，活动 2 项"
    assert months[2].days[date(2011, 3, 31)].in_words == "本单位期限 1 项"


def test_a_day_with_much_shows_the_first_and_folds_the_rest(client_of, reviewer, troupe):
    for number in range(7):
        make_activity(troupe, f"第{number}场", held="7月31日")
    text = client_of(reviewer).get(f"{PAGE}?month=7").content.decode()
    assert "2011 年 7 月" in text
    assert "另有 3 项" in text
    assert all(f"第{number}场" in text for number in range(7))


def test_a_busy_day_does_not_push_out_a_later_one(client_of, reviewer, troupe):
    for number in range(15):
        make_activity(troupe, f"第{number}场", held="7月1日")
    make_activity(troupe, "月底走访", held="7月31日")
    text = client_of(reviewer).get(f"{PAGE}?month=7").content.decode()
    assert "另有 11 项" in text
    assert "活动列表中还有 3 项" in text
    assert "月底走访" in text


def test_the_same_measure_of_many_plans_is_one_line_of_a_day(units, bureau, troupe):
    library = make_unit("滨江市图书馆", under=bureau, kind="subordinate")
    for unit in (troupe, library):
        make_measure(make_plan(unit), "走访", due="7月31日")
    month = one_month(units, bureau, 2011, 7, today=BEFORE)
    (entry,) = month.days[date(2011, 7, 31)].entries
    assert (entry.title, entry.times) == ("走访", 2)


@pytest.mark.parametrize(
    "query", ["month=13", "month=0", "month=-1", "month=x", "month=１", "view=x"]
)
def test_what_no_calendar_knows_shows_the_whole_year(client_of, reviewer, query):
    page = client_of(reviewer).get(f"{PAGE}?{query}")
    assert (page.status_code, page.context["mode"]) == (200, "year")


@pytest.mark.parametrize("query", ["", "month=7", "view=list"])
def test_one_may_look_at_the_own_unit_alone(client_of, reviewer, bureau, troupe, query):
    for unit, title in ((bureau, "局里的措施"), (troupe, "团里的措施")):
        make_measure(make_plan(unit), title, due="7月31日")
    browser = client_of(reviewer)
    every = browser.get(f"{PAGE}?{query}").content.decode()
    own = browser.get(f"{PAGE}?{query}&units=own").content.decode()
    if query:
        assert ("团里的措施" in every, "局里的措施" in every) == (True, True)
        assert ("团里的措施" in own, "局里的措施" in own) == (False, True)
    else:
        assert ("措施到期 1 项" in every, "措施到期 1 项" in own) == (True, False)


def test_the_list_says_that_there_are_no_deadlines_yet(client_of, reviewer):
    assert "还没有期限" in client_of(reviewer).get(f"{PAGE}?view=list").content.decode()


def test_plans_and_calendar_lead_to_each_other(client_of, reviewer):
    browser = client_of(reviewer)
    assert f'href="{PAGE}"' in browser.get("/plans/").content.decode()
    assert 'href="/plans/"' in browser.get(PAGE).content.decode()


@pytest.mark.parametrize("query", ["", "?month=7", "?view=list"])
def test_the_calendar_costs_the_same_for_many_units(count_queries, reviewer, bureau, query):
    def add(numbers):
        for number in numbers:
            unit = make_unit(f"滨江市第{number}站", under=bureau, kind="grassroots")
            make_measure(make_plan(unit), f"措施{number}", due="7月31日")
            make_activity(unit)
            make_need(bureau, f"需求{number}", responsible_unit=bureau, due="7月1日")

    add(range(3))
    few = count_queries(reviewer, f"{PAGE}{query}")
    add(range(3, 12))
    assert count_queries(reviewer, f"{PAGE}{query}") == few
