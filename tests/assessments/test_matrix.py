"""The completion matrix, units × sections: every figure agrees with the records."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest

from assessments.models import AssessmentHistory, Response
from assessments.opening import open_round
from assessments.overview import Progress, matrix
from shuangyong.review import Step
from tests.factories import make_unit

from .records import ANSWERED, answer, decided, handed_in, make_criterion, make_round

DEADLINE = date(2011, 11, 15)


@pytest.fixture
def units(bureau):
    """Four units below the bureau, in administrative order."""
    names = ("市图书馆", "市博物馆", "市文化馆", "市美术馆")
    return [make_unit(name, under=bureau, kind="subordinate") for name in names]


@pytest.fixture
def round_(bureau, units):
    """The bureau's round for the four, opened."""
    round_ = make_round(bureau, *units, self_deadline=DEADLINE)
    open_round(round_, by=None)
    return round_


@pytest.fixture
def of(round_):
    """A unit's checklist."""
    return lambda unit: round_.assessments.get(unit=unit)


@pytest.fixture
def shown(round_):
    """The matrix as an account sees it on a day, the deadline unless said otherwise."""
    return lambda user, today=DEADLINE: matrix(round_, user=user, today=today)


def on(assessment, moment: datetime):
    """Pretends that the checklist was submitted then."""
    AssessmentHistory.objects.filter(record=assessment, step="submit").update(at=moment)


def test_units_stand_in_administrative_order_under_the_sections(shown, reviewer, units):
    grid = shown(reviewer)
    assert [row.assessment.unit for row in grid.rows] == units
    assert [s.title for s in grid.sections] == ["一、组织领导", "二、开展活动", "三、加分和扣分"]


def test_every_figure_is_what_the_records_hold(shown, reviewer, of, units, bureau_liaison):
    answer(of(units[0]), {1: Decimal("18.5"), 3: 55})
    handed_in(of(units[1]), bureau_liaison)
    decided(of(units[2]), bureau_liaison, reviewer, ANSWERED | {2: 7, 4: 5})
    grid = shown(reviewer)
    basics = {("basic",): 1, ("bonus",): 1, ("deduction",): -1, ("veto",): 0}
    for row, (place, section) in product(grid.rows, enumerate(grid.sections)):
        given = Response.objects.filter(
            assessment=row.assessment, criterion__section=section
        ).values_list("criterion__kind", "self_score", "reviewed_score")
        cell = row.cells[place]
        assert cell.own.asked == len(given)
        assert cell.own.scored == sum(own is not None for _, own, _ in given)
        assert cell.own.total == sum(basics[(kind,)] * (own or 0) for kind, own, _ in given)
        if any(reviewed is not None for *_, reviewed in given):
            expected = sum(basics[(kind,)] * (score or 0) for kind, _, score in given)
            assert cell.reviewed.total == expected
        else:
            assert cell.reviewed is None
    assert [row.share for row in grid.rows] == [33, 100, 100, 0]
    assert [row.own.total for row in grid.rows] == [Decimal("73.5"), 99, 99, 0]
    assert [row.reviewed and row.reviewed.total for row in grid.rows] == [None, None, 88, None]
    assert (grid.submitted, grid.confirmed) == (2, 1)


def test_how_far_a_section_has_come(shown, reviewer, of, units, bureau_liaison):
    def progress(unit):
        grid = shown(reviewer)
        row = next(row for row in grid.rows if row.assessment.unit == unit)
        return [cell.progress for cell in row.cells]

    first = units[0]
    assert progress(first) == [Progress.EMPTY] * 3
    answer(of(first), {1: 0, 3: 60})
    assert progress(first) == [Progress.PARTLY, Progress.FILLED, Progress.EMPTY]
    handed_in(of(first), bureau_liaison)
    answer(of(first), {1: 20, 3: 60}, side="reviewed_score")
    assert progress(first) == [Progress.FILLED, Progress.REVIEWED, Progress.FILLED]


LATE = [  # submitted at, seen on, late, counted as handed in, as in time, listed as missing
    (None, DEADLINE, False, 0, 0, 0),
    (None, DEADLINE + timedelta(1), True, 0, 0, 1),
    (datetime(2011, 11, 15, 15, tzinfo=UTC), DEADLINE, False, 1, 1, 0),  # 23:00 in China
    (datetime(2011, 11, 15, 15, tzinfo=UTC), date(2012, 1, 1), False, 1, 1, 0),
    (datetime(2011, 11, 15, 16, tzinfo=UTC), date(2012, 1, 1), True, 1, 0, 0),  # midnight
]


@pytest.mark.parametrize(("at", "today", "late", "submitted", "in_time", "missing"), LATE)
def test_who_is_late(
    shown, reviewer, of, units, bureau_liaison, round_, at, today, late, submitted, in_time, missing
):
    for unit in units[1:]:
        round_.assessments.filter(unit=unit).delete()
    if at:
        on(handed_in(of(units[0]), bureau_liaison), at)
    grid = shown(reviewer, today)
    assert grid.rows[0].is_late == late
    assert (grid.submitted, grid.in_time, len(grid.late)) == (submitted, in_time, missing)
    assert grid.in_time_share == f"{100 * in_time}%"


def test_in_time_is_judged_by_the_first_time(shown, reviewer, of, units, bureau_liaison):
    checklist = handed_in(of(units[0]), bureau_liaison)
    on(checklist, datetime(2011, 11, 1, tzinfo=UTC))
    checklist.take(Step.SEND_BACK, by=reviewer, comment="请补充")
    grid = shown(reviewer, date(2011, 12, 1))
    assert not grid.rows[0].is_late
    assert (grid.submitted, grid.in_time, grid.in_time_share) == (1, 1, "25%")
    checklist.take(Step.SUBMIT, by=bureau_liaison)
    assert shown(reviewer, date(2011, 12, 1)).rows[0].submitted_on == date(2011, 11, 1)


def test_a_section_that_asks_nothing_of_a_unit_is_a_dash(shown, reviewer, round_, units, client_of):
    Response.objects.filter(assessment__unit=units[0], criterion__section__position=2).delete()
    assert [cell is None for cell in shown(reviewer).rows[0].cells] == [False, True, False]
    assert client_of(reviewer).get(round_.get_absolute_url()).status_code == 200


def test_a_unit_of_which_nothing_is_asked_has_done_nothing(shown, reviewer, units):
    Response.objects.filter(assessment__unit=units[0]).delete()
    assert shown(reviewer).rows[0].share == 0


def test_no_unit_no_share(shown, reviewer, round_):
    round_.assessments.all().delete()
    grid = shown(reviewer)
    assert (grid.rows, grid.in_time_share) == ((), "—")


def test_a_review_under_way_shows_only_to_the_reviewing_unit(
    shown, reviewer, leader, office_reviewer, bureau_liaison, of, units
):
    answer(handed_in(of(units[0]), bureau_liaison), {3: 40}, side="reviewed_score")
    assert shown(reviewer).rows[0].reviewed.total == 40
    assert shown(leader).rows[0].reviewed.total == 40
    assert shown(office_reviewer).rows[0].reviewed is None
    assert shown(office_reviewer).rows[0].cells[1].reviewed is None


def test_a_unit_sees_its_own_row_alone(
    shown, bureau, troupe, liaison, round_, client_of, bureau_liaison, of
):
    round_.units.add(troupe)
    open_round(round_, by=None)
    assert [row.assessment.unit for row in shown(liaison).rows] == [troupe]
    text = client_of(liaison).get(round_.get_absolute_url()).content.decode()
    assert "市图书馆" not in text


def test_the_page_shows_the_figures(client_of, reviewer, round_, of, units, bureau_liaison):
    decided(of(units[0]), bureau_liaison, reviewer)
    answer(of(units[1]), {3: Decimal("37.25")})
    text = client_of(reviewer).get(round_.get_absolute_url()).content.decode()
    for words in (
        "<strong>1/4</strong><span>已报送", "<strong>1/4</strong><span>已确认",
        "<strong>3</strong><span>逾期未报", "逾期未报", "逾期报送", "37.25", "99", "16%",
        "完成率 = 已自评项目数 ÷ 应评项目数", "总分 = 各部分基本分之和",
    ):  # fmt: skip
        assert words in text


def test_an_item_added_later_is_asked_only_of_open_checklists(
    shown, reviewer, round_, of, units, bureau_liaison
):
    decided(of(units[0]), bureau_liaison, reviewer)
    make_criterion(round_.standard.sections.first(), "临时任务", 5)
    open_round(round_, by=reviewer)
    assert [row.own.asked for row in shown(reviewer).rows] == [6, 7, 7, 7]
    assert shown(reviewer).rows[0].cells[0].progress == Progress.REVIEWED
