"""A measure of the city is as far as the bureaus and districts that answer it."""

from datetime import date

import pytest

from activities.branches import BY_ACTIVITIES, BY_UNITS, ItemState
from activities.progress import progress
from tests.factories import confirmed, make_activity, make_measure, make_plan, make_unit, make_user
from units.models import Role

from .answers import answer

EARLY, LATE = date(2011, 3, 1), date(2011, 12, 31)


@pytest.fixture
def library(bureau):
    """The troupe's sibling."""
    return make_unit("滨江市图书馆", under=bureau, kind="subordinate")


@pytest.fixture
def city_plan(office):
    return make_plan(office)


@pytest.fixture
def row_of(office_reviewer):
    """A measure as the city's reviewer sees it on a day."""

    def row(measure, today=EARLY):
        rows = progress(measure.plan, user=office_reviewer, today=today)
        return next(row for row in rows if row.item == measure)

    return row


@pytest.fixture
def done(office, reviewer, office_reviewer):
    """A confirmed activity for a measure, of the unit that holds the plan unless another is named."""
    office_liaison = make_user("office_liaison", Role.LIAISON, office)

    def do(measure, unit=None, **fields):
        activity = make_activity(unit or measure.plan.unit, plan_item=measure, **fields)
        judge = reviewer if activity.unit.reviewed_by == reviewer.unit else office_reviewer
        return confirmed(activity, office_liaison, judge)

    return do


def test_an_activity_of_a_district_counts_for_the_citys_measure(
    city_plan, bureau, troupe, done, row_of
):
    measure = make_measure(city_plan)
    lowest = answer(answer(measure, bureau), troupe)
    done(lowest)
    row = row_of(measure)
    assert (row.state, row.done) == (ItemState.DONE, 1)
    assert [activity.unit for activity in row.activities] == [troupe]


def test_a_series_linked_to_an_answering_measure_counts_by_its_dates(
    city_plan, bureau, troupe, done, row_of
):
    measure = make_measure(city_plan, target="3场")
    own = answer(measure, bureau)
    series = make_activity(troupe, "巡回演出", is_series=True, held="全年", plan_item=own)
    for _ in range(2):
        done(None, unit=troupe, series=series)
    done(own, series=series)
    row = row_of(measure)
    assert (row.state, row.done) == (ItemState.DONE, 3)
    assert series not in row.activities


def test_what_is_for_all_is_done_when_every_unit_has_done_its_own(
    city_plan, bureau, union, done, row_of
):
    measure = make_measure(city_plan, is_for_all=True)
    first, second = answer(measure, bureau), answer(measure, union)
    done(first)
    row = row_of(measure)
    reached = row.branch.reached
    assert row.state == ItemState.IN_PROGRESS
    assert (reached.done, reached.wanted, reached.formula) == (1, 2, BY_UNITS)
    done(second)
    assert row_of(measure).state == ItemState.DONE


def test_many_activities_of_one_unit_do_not_stand_for_the_other(
    city_plan, bureau, union, done, row_of
):
    measure = make_measure(city_plan)
    first = answer(measure, bureau)
    answer(measure, union)
    for _ in range(3):
        done(first)
    assert row_of(measure).state == ItemState.IN_PROGRESS


def test_several_units_together_reach_a_number_that_is_given(
    city_plan, bureau, union, done, row_of
):
    measure = make_measure(city_plan, target="3场")
    first = answer(measure, bureau)
    answer(measure, union)
    for _ in range(3):
        done(first)
    row = row_of(measure)
    reached = row.branch.reached
    assert row.state == ItemState.DONE
    assert (reached.done, reached.wanted, reached.formula) == (3, 3, BY_ACTIVITIES)


def test_a_number_asked_of_all_is_asked_of_each(city_plan, bureau, union, done, row_of):
    measure = make_measure(city_plan, target="1场", is_for_all=True)
    first = answer(measure, bureau)
    answer(measure, union)
    done(first)
    assert row_of(measure).state == ItemState.IN_PROGRESS


def test_what_a_unit_links_to_the_citys_measure_counts_as_its_own(
    city_plan, bureau, union, troupe, done, row_of
):
    measure = make_measure(city_plan, is_for_all=True)
    answer(measure, bureau)
    answer(measure, union)
    done(measure, unit=troupe)
    assert row_of(measure).branch.units_done == 1


def test_a_unit_without_activities_may_state_an_outcome(city_plan, bureau, union, row_of):
    measure = make_measure(city_plan, is_for_all=True)
    answer(measure, bureau, outcome="已印发")
    answer(measure, union)
    row = row_of(measure)
    assert (row.state, row.branch.units_done) == (ItemState.IN_PROGRESS, 1)


def test_what_is_not_confirmed_waits(city_plan, bureau, row_of):
    measure = make_measure(city_plan)
    make_activity(bureau, plan_item=answer(measure, bureau))
    row = row_of(measure)
    assert (row.state, row.done, row.waiting) == (ItemState.IN_PROGRESS, 0, 1)


def test_the_citys_measure_is_overdue_by_its_own_date(city_plan, bureau, union, done, row_of):
    measure = make_measure(city_plan, due="8月", is_for_all=True)
    first, _ = answer(measure, bureau), answer(measure, union)
    done(first)
    assert row_of(measure, LATE).state == ItemState.OVERDUE


def test_the_page_of_the_plan_says_how_many_units_are_done_and_how_that_is_counted(
    client_of, office_reviewer, city_plan, bureau, union, done
):
    measure = make_measure(city_plan, is_for_all=True)
    done(answer(measure, bureau))
    make_activity(union, plan_item=answer(measure, union))
    text = client_of(office_reviewer).get(city_plan.get_absolute_url()).content.decode()
    assert "1/2 个单位完成（完成单位数÷应完成单位数）" in text
    assert "待审 1 项" in text


def test_a_measure_with_many_activities_names_the_first_and_counts_the_rest(
    client_of, office_reviewer, city_plan, bureau
):
    measure = make_measure(city_plan)
    own = answer(measure, bureau)
    for day in range(1, 21):
        make_activity(bureau, f"第{day}场演出", held=f"6月{day}日", plan_item=own)
    text = client_of(office_reviewer).get(city_plan.get_absolute_url()).content.decode()
    assert "第12场演出" in text
    assert "第13场演出" not in text
    assert "另有 8 项活动" in text


def test_progress_takes_as_many_queries_for_many_units_as_for_few(
    city_plan, office, office_reviewer, django_assert_num_queries, bureau
):
    measure = make_measure(city_plan, is_for_all=True)
    for number in range(12):
        unit = make_unit(f"滨江市第{number}局", under=office)
        make_activity(unit, plan_item=answer(measure, unit))
    assert office_reviewer.scope
    with django_assert_num_queries(7):
        (row,) = progress(city_plan, user=office_reviewer, today=EARLY)
        assert len({activity.unit.name for activity in row.activities}) == 12
