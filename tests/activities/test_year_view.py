"""年度进度图: windows as bars, activities as dots on their days, occasions, today."""

from datetime import date
from io import BytesIO
from itertools import pairwise

import pytest
from defusedxml import ElementTree
from django.template.loader import render_to_string
from openpyxl import load_workbook

from activities.branches import ItemState
from activities.gantt import ROW, year_view
from activities.gantt_sheet import WIDTHS
from activities.scale import LEFT, WIDTH, Scale
from shuangyong.occasions import Occasion
from tests.factories import confirmed, make_activity, make_measure, make_plan

from .answers import answer

TODAY = date(2011, 3, 1)
SCALE = Scale(2011)


@pytest.fixture
def plan(bureau):
    return make_plan(bureau)


@pytest.fixture
def view_of(plan, reviewer):
    def view(today=TODAY):
        return year_view(plan, user=reviewer, today=today)

    return view


@pytest.mark.parametrize(
    ("due", "start", "end"),
    [
        ("7月31日", date(2011, 7, 31), date(2011, 7, 31)),
        ("6月", date(2011, 6, 1), date(2011, 6, 30)),
        ("“八一”期间", date(2011, 7, 20), date(2011, 8, 10)),
        ("11月至2012年2月", date(2011, 11, 1), date(2011, 12, 31)),
        ("全年", date(2011, 1, 1), date(2011, 12, 31)),
    ],
)
def test_a_bar_covers_the_days_a_time_may_mean(plan, view_of, due, start, end):
    make_measure(plan, due=due)
    (line,) = view_of().lines
    assert line.is_dated
    assert line.x == SCALE.x(start)
    assert line.x + line.width == pytest.approx(SCALE.right(end), abs=0.1)


def test_a_measure_without_a_date_is_hatched_over_the_year(plan, view_of):
    make_measure(plan)
    (line,) = view_of().lines
    assert (line.is_dated, line.x, line.width) == (False, LEFT, WIDTH - LEFT)
    svg = drawn(view_of())
    assert len([r for r in svg.iter("rect") if r.get("class") == "bar-hatched"]) == 1


def test_activities_stand_on_their_days_and_their_shape_tells_whether_they_are_confirmed(
    plan, view_of, troupe, liaison, reviewer
):
    own = answer(make_measure(plan), troupe)
    confirmed(make_activity(troupe, plan_item=own, held="7月31日"), liaison, reviewer)
    make_activity(troupe, plan_item=own, held="7月31日")
    make_activity(troupe, plan_item=own, held="7月31日")
    (line,) = view_of().lines
    day = date(2011, 7, 31)
    x = SCALE.middle(day, day)
    assert {(dot.x, dot.count, dot.confirmed) for dot in line.dots} == {(x, 1, True), (x, 2, False)}
    svg = drawn(view_of())
    assert len(list(svg.iter("circle"))) == 1
    assert len(list(svg.iter("polygon"))) == 1


def test_a_unit_below_sees_its_own_activities_only_but_the_state_of_all(
    plan, bureau, liaison, bureau_liaison, office_reviewer
):
    measure = make_measure(plan)
    confirmed(make_activity(bureau, plan_item=measure), bureau_liaison, office_reviewer)
    (line,) = year_view(plan, user=liaison, today=TODAY).lines
    assert (line.dots, line.state, line.figure) == ((), ItemState.DONE, "1/1 项活动")


def test_what_is_known_by_its_year_only_is_counted_but_not_drawn(plan, view_of, troupe):
    measure = make_measure(plan)
    for held in ("2011年", None):
        make_activity(troupe, plan_item=measure, held=held)
    view = view_of()
    assert (view.lines[0].dots, view.undated) == ((), 2)


@pytest.mark.parametrize(
    ("today", "x"),
    [(date(2011, 1, 1), LEFT), (date(2010, 12, 31), None), (date(2012, 1, 1), None)],
)
def test_today_is_drawn_only_within_the_year(plan, view_of, today, x):
    make_measure(plan)
    assert view_of(today).today == x


def test_every_occasion_has_its_band_and_no_two_names_lie_on_each_other(plan, view_of):
    bands = view_of().bands
    assert {band.label for band in bands} == {occasion.label for occasion in Occasion}
    army = next(band for band in bands if band.label == "八一")
    assert army.x == SCALE.x(date(2011, 7, 20))
    for lane in {band.y for band in bands}:
        inside = sorted((band for band in bands if band.y == lane), key=lambda band: band.x)
        for left, right in pairwise(inside):
            assert left.x + max(left.width, 12 * len(left.label)) <= right.x


def test_everything_stays_in_the_drawing(plan, view_of, troupe):
    for due in ("1月1日", "12月31日", "2010年12月至2011年1月"):
        measure = make_measure(plan, due=due)
        make_activity(troupe, plan_item=measure, held="12月31日")
    view = view_of()
    for line in view.lines:
        assert LEFT <= line.x <= line.x + line.width <= WIDTH
        assert view.head <= line.y <= line.y + ROW <= view.height
        assert all(LEFT <= dot.x <= WIDTH for dot in line.dots)


def drawn(view):
    """The drawing as a reader of the page gets it."""
    return ElementTree.fromstring(render_to_string("activities/_gantt.html", {"view": view}))


def test_the_drawing_can_be_read_aloud(plan, view_of):
    make_measure(plan, "慰问演出", due="6月", target="2场")
    make_measure(plan, '"><script>')
    svg = drawn(view_of())
    assert svg.get("role") == "group"  # an img would hide the links in it
    assert "慰问演出，6月，未开始，0/2 项活动" in svg.get("aria-label")
    assert '"><script>，未定时间' in svg.get("aria-label")
    assert not list(svg.iter("script"))


def test_a_table_below_says_the_same_in_words(client_of, reviewer, plan, troupe):
    measure = make_measure(plan, "慰问演出", due="1月", target="2场")
    make_activity(troupe, plan_item=measure, held="7月31日")
    text = client_of(reviewer).get(f"{plan.get_absolute_url()}year/").content.decode()
    table = text[text.index("<tbody>") :]
    for word in ("慰问演出", "1月", "已逾期", "0/2 项活动", "7月 ◇1"):
        assert word in table


def test_the_workbook_fills_the_months_of_a_window_and_counts_what_was_done(
    client_of, reviewer, liaison, plan, troupe
):
    measure = make_measure(plan, "慰问演出", due="6月至8月")
    confirmed(make_activity(troupe, plan_item=measure, held="7月31日"), liaison, reviewer)
    answer_ = client_of(reviewer).get(f"{plan.get_absolute_url()}year.xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer_.streaming_content))).active
    months = [sheet.cell(4, len(WIDTHS) + month) for month in range(1, 13)]
    filled = [month for month, cell in enumerate(months, 1) if cell.fill.patternType == "solid"]
    assert filled == [6, 7, 8]
    assert [(m, cell.value) for m, cell in enumerate(months, 1) if cell.value] == [(7, "●1")]
