"""How far a plan has come: measures and the activities that fulfil them."""

from datetime import date

import pytest

from activities.progress import ItemState, progress
from shuangyong.review import Step
from tests.cases import each
from tests.factories import confirmed, make_activity, make_measure, make_plan, submitted

EARLY, LATE = date(2011, 3, 1), date(2011, 12, 31)


@pytest.fixture
def plan(bureau):
    return make_plan(bureau)


@pytest.fixture
def state_of(reviewer):
    """The state in which the reviewer sees a measure on a day."""

    def state(measure, today=EARLY) -> ItemState:
        rows = progress(measure.plan, user=reviewer, today=today)
        return next(row.state for row in rows if row.item == measure)

    return state


@pytest.fixture
def held(troupe, liaison, reviewer):
    """Activities for a measure, confirmed unless said otherwise; the last one."""

    def hold(measure, times=1, *, confirm=True, **fields):
        activity = None
        for _ in range(times):
            activity = make_activity(troupe, plan_item=measure, **fields)
            if confirm:
                confirmed(activity, liaison, reviewer)
        return activity

    return hold


@each(
    ("target", "drafts", "confirmed_ones", "today", "state"),
    [
        ("2场", 0, 0, EARLY, ItemState.NOT_STARTED),
        ("2场", 1, 0, EARLY, ItemState.IN_PROGRESS),
        ("2场", 2, 0, EARLY, ItemState.IN_PROGRESS),
        ("2场", 0, 1, EARLY, ItemState.IN_PROGRESS),
        ("2场", 0, 2, EARLY, ItemState.DONE),
        ("2场", 0, 3, EARLY, ItemState.DONE),
        ("2场", 0, 0, LATE, ItemState.OVERDUE),
        ("2场", 1, 1, LATE, ItemState.OVERDUE),
        ("2场", 0, 2, LATE, ItemState.DONE),
        (None, 0, 1, EARLY, ItemState.DONE),
        ("多场", 0, 1, EARLY, ItemState.DONE),
        (None, 1, 0, EARLY, ItemState.IN_PROGRESS),
    ],
)
def test_a_measure_is_done_once_enough_of_its_activities_are_confirmed(
    plan, held, state_of, target, drafts, confirmed_ones, today, state
):
    measure = make_measure(plan, target=target, due="“八一”期间")
    held(measure, drafts, confirm=False)
    held(measure, confirmed_ones)
    assert state_of(measure, today) == state


@each(
    ("due", "today", "overdue"),
    [
        ("7月31日", date(2011, 7, 31), False),
        ("7月31日", date(2011, 8, 1), True),
        ("“八一”期间", date(2011, 8, 10), False),
        ("“八一”期间", date(2011, 8, 11), True),
        ("6月至8月", date(2011, 8, 31), False),
        ("全年", date(2011, 12, 31), False),
        ("全年", date(2012, 1, 1), True),
        (None, date(2012, 1, 1), False),
    ],
)
def test_a_measure_is_overdue_from_the_day_after_its_time(plan, state_of, due, today, overdue):
    measure = make_measure(plan, due=due)
    assert state_of(measure, today) == (ItemState.OVERDUE if overdue else ItemState.NOT_STARTED)


def test_what_is_reopened_no_longer_counts(plan, held, state_of, reviewer):
    measure = make_measure(plan)
    held(measure).take(Step.REOPEN, by=reviewer, comment="人数有误")
    assert state_of(measure) == ItemState.IN_PROGRESS


def test_what_is_submitted_does_not_count_yet(plan, held, state_of, liaison):
    measure = make_measure(plan)
    submitted(held(measure, confirm=False), liaison)
    assert state_of(measure) == ItemState.IN_PROGRESS


def test_an_activity_fulfils_only_the_measure_it_is_linked_to(plan, held, state_of):
    measure, other = make_measure(plan, "演出"), make_measure(plan, "走访")
    held(measure)
    assert (state_of(measure), state_of(other)) == (ItemState.DONE, ItemState.NOT_STARTED)


def test_a_series_fulfils_a_measure_by_its_dates(plan, held, troupe, reviewer):
    measure = make_measure(plan, target="3场")
    series = make_activity(troupe, "巡回演出", is_series=True, held="全年", plan_item=measure)
    held(None, 2, series=series)
    held(measure, series=series)
    (row,) = progress(plan, user=reviewer, today=EARLY)
    assert (row.done, row.state) == (3, ItemState.DONE)
    assert series not in row.activities


def test_a_part_of_a_series_may_fulfil_another_measure(plan, held, troupe, state_of):
    measure, other = make_measure(plan, "演出"), make_measure(plan, "走访")
    series = make_activity(troupe, "巡回演出", is_series=True, held="全年", plan_item=measure)
    held(other, series=series)
    assert (state_of(measure), state_of(other)) == (ItemState.NOT_STARTED, ItemState.DONE)


def test_the_page_shows_state_activities_and_how_many_are_done(client_of, reviewer, plan, held):
    measure = make_measure(plan, "慰问演出", target="2场", due="12月")
    held(measure, title="在礼堂演出")
    held(measure, title="在广场演出", confirm=False)
    text = client_of(reviewer).get(plan.get_absolute_url()).content.decode()
    assert "已逾期" in text
    assert "进度：1/2 项活动" in text
    assert text.index("在礼堂演出") < text.index("在广场演出")
    held(measure)
    assert "已逾期" not in client_of(reviewer).get(plan.get_absolute_url()).content.decode()


def test_activities_of_others_are_not_shown_to_a_unit_below(client_of, liaison, plan, bureau):
    measure = make_measure(plan)
    make_plan(liaison.unit, parent=plan)
    make_activity(bureau, "局机关走访", plan_item=measure)
    text = client_of(liaison).get(plan.get_absolute_url()).content.decode()
    assert "局机关走访" not in text


def test_progress_takes_the_same_queries_whatever_its_size(
    plan, held, reviewer, django_assert_num_queries
):
    for title in ("演出", "走访", "放映"):
        held(make_measure(plan, title), 2)
    user = type(reviewer).objects.select_related("unit").get(pk=reviewer.pk)
    assert user.scope  # the account's own, read once a request
    with django_assert_num_queries(7):
        rows = progress(plan, user=user, today=EARLY)
        assert [(row.item.title, row.done, len(row.activities)) for row in rows] == [
            ("演出", 2, 2), ("走访", 2, 2), ("放映", 2, 2),
        ]  # fmt: skip
        assert {activity.unit.name for row in rows for activity in row.activities}
