"""Results of a round: order, ranking, lost points, former years; who sees how much of them."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Assessment, Criterion, Grade, Response, Round, Section
from assessments.opening import open_round
from assessments.overview import Order, counts_of, matrix
from assessments.publishing import publish
from assessments.results import (
    compared,
    distribution,
    former_rounds,
    lost_points,
    ranking,
    results_of,
)
from shuangyong.review import Status, Step
from tests.cases import each
from tests.factories import YEAR, make_unit, make_user
from units.models import Role

from .records import (
    ANSWERED,
    answer,
    decided,
    handed_in,
    make_round,
    make_standard,
    usual_standard,
)

TODAY = date(YEAR, 12, 1)


@pytest.fixture
def confirm(bureau_liaison, reviewer):
    """Brings a unit's checklist to the end of its review, with other scores than the usual."""

    def bring(round_, unit, **scores) -> Assessment:
        given = ANSWERED | {int(name[1:]): score for name, score in scores.items()}
        return decided(round_.assessments.get(unit=unit), bureau_liaison, reviewer, given)

    return bring


@pytest.fixture
def published(round_, units, confirm, reviewer):
    """Totals 99, 89, 99 and 59, published: 优秀, 良好, 优秀, 不合格."""
    for unit, points in zip(units, (60, 50, 60, 20), strict=True):
        confirm(round_, unit, i3=points)
    publish(round_, by=reviewer)
    return round_


def leave(round_, unit):
    round_.assessments.filter(unit=unit).update(left_on=date(YEAR, 6, 1), left_because="撤销")


# matrix


def test_rows_are_sorted_as_wished_and_who_left_comes_last(round_, units, reviewer, confirm):
    confirm(round_, units[1], i3=30)
    confirm(round_, units[2])
    answer(round_.assessments.get(unit=units[3]), {1: 5})
    leave(round_, units[2])

    def order(wish):
        shown = matrix(round_, user=reviewer, today=TODAY)
        return [row.assessment.unit for row in shown.sorted_by(wish)]

    assert order(Order.UNITS) == [units[0], units[1], units[3], units[2]]
    assert order(Order.SCORE) == [units[1], units[3], units[0], units[2]]
    assert order(Order.SHARE) == [units[1], units[3], units[0], units[2]]


@pytest.mark.parametrize(
    ("key", "order"),
    [("score", Order.SCORE), ("share", Order.SHARE), (None, Order.UNITS), ("x", Order.UNITS)],
)
def test_the_address_says_the_order(key, order):
    assert Order.of(key) is order


def test_who_has_left_is_shown_and_counted_nowhere(round_, units, reviewer, confirm, client_of):
    confirm(round_, units[0])
    leave(round_, units[0])
    shown = matrix(round_, user=reviewer, today=TODAY)
    assert len(shown.rows) == 4
    assert len(shown.asked) == 3
    assert (shown.submitted, shown.confirmed, len(shown.late)) == (0, 0, 3)
    page = client_of(reviewer).get(round_.get_absolute_url()).content.decode()
    assert "6月1日退出考核" in page
    assert 'class="has-left"' in page


def test_the_bar_is_the_share_of_the_sections_points(round_, units, reviewer, confirm):
    confirm(round_, units[0], i3=45)
    row = matrix(round_, user=reviewer, today=TODAY).rows[0]
    assert [cell.bar for cell in row.cells] == [95, 75, 20]  # 38/40, 45/60, (3 − 2)/5
    Section.objects.filter(position=3).update(points=0)
    row = matrix(round_, user=reviewer, today=TODAY).rows[0]
    assert row.cells[2].bar is None


def test_a_deduction_draws_no_bar_to_the_left(round_, units, reviewer, confirm):
    confirm(round_, units[0], i4=0, i5=5)
    row = matrix(round_, user=reviewer, today=TODAY).rows[0]
    assert (row.cells[2].shown.total, row.cells[2].bar) == (-5, 0)


def test_every_state_is_told_by_sign_and_word_not_by_colour_alone(
    round_, units, reviewer, confirm, client_of
):
    confirm(round_, units[0])
    answer(round_.assessments.get(unit=units[1]), {1: 5, 3: 60})
    page = client_of(reviewer).get(round_.get_absolute_url()).content.decode()
    for icon, word in (
        ("bi-square", "未填"), ("bi-square-half", "部分"), ("bi-square-fill", "已填"),
        ("bi-check-square-fill", "已评"),
    ):  # fmt: skip
        assert f'<i class="bi {icon}" aria-hidden="true"></i><span class="visually-hidden">' in page
        assert word in page


# ranking


def test_equal_results_share_a_place_and_the_next_is_passed_over(published, reviewer, units):
    places = [
        (place.rank, place.assessment.unit, place.is_shared)
        for place in results_of(published, user=reviewer).ranked
    ]
    assert places == [
        (1, units[0], True), (1, units[2], True), (3, units[1], False), (4, units[3], False),
    ]  # fmt: skip


def test_a_veto_ranks_behind_better_grades_whatever_its_total(units):
    vetoed = Assessment(unit=units[0], total=Decimal(99), grade=Grade.FAILED)
    passed = Assessment(unit=units[1], total=Decimal(60), grade=Grade.PASSED)
    assert [place.assessment for place in ranking([vetoed, passed])] == [passed, vetoed]


def test_who_has_left_is_not_ranked(published, reviewer, units):
    leave(published, units[0])
    ranked = results_of(published, user=reviewer).ranked
    assert [place.rank for place in ranked] == [1, 2, 3]
    assert units[0] not in [place.assessment.unit for place in ranked]


def test_what_is_confirmed_waits_to_be_published(round_, units, confirm, reviewer, client_of):
    def asks(name: str) -> bool:
        page = client_of(reviewer).get(reverse(f"assessments:{name}", args=[round_.pk]))
        return page.context["has_to_publish"]

    pages = ("round", "round-results", "objections")
    assert not any(map(asks, pages))
    confirm(round_, units[0])
    assert all(map(asks, pages))
    publish(round_, by=reviewer)
    assert not any(map(asks, pages))


def test_the_distribution_names_every_grade(published):
    counted = distribution(published.assessments.select_related("unit"))
    assert [(each.label, each.count) for each in counted] == [
        ("优秀", 2), ("良好", 1), ("合格", 0), ("不合格", 1),
    ]  # fmt: skip


def test_the_chart_says_in_words_what_it_shows(published, reviewer):
    chart = results_of(published, user=reviewer).chart
    assert chart.in_words == "优秀 2 个单位，良好 1 个单位，合格 0 个单位，不合格 1 个单位"


@each(
    ("who", "is_public", "ranked", "published_seen"),
    [
        ("reviewer", False, 4, 4), ("leader", False, 4, 4), ("office_reviewer", False, 4, 4),
        ("bureau_liaison", False, 4, 4), ("liaison", False, 0, 1), ("liaison", True, 4, 4),
    ],
)  # fmt: skip
def test_who_sees_the_ranking(published, request, who, is_public, ranked, published_seen):
    Round.objects.update(ranking_public=is_public)
    published.refresh_from_db()
    seen = results_of(published, user=request.getfixturevalue(who))
    assert (len(seen.ranked), len(seen.published)) == (ranked, published_seen)
    assert bool(seen.grades) == bool(ranked)


def test_a_public_ranking_leads_a_unit_to_no_other_units_checklist(
    published, liaison, units, client_of
):
    Round.objects.update(ranking_public=True)
    page = client_of(liaison).get(f"{published.get_absolute_url()}results/").content.decode()
    assert "市图书馆" in page
    theirs = published.assessments.get(unit=units[1])
    assert theirs.get_absolute_url() not in page
    assert client_of(liaison).get(theirs.get_absolute_url()).status_code == 404


def test_without_a_public_ranking_a_unit_finds_no_other_unit_on_any_page(
    published, liaison, client_of
):
    for path in ("", "results/", "objections/"):
        page = client_of(liaison).get(f"{published.get_absolute_url()}{path}").content.decode()
        assert "市图书馆" not in page


# lost points


def test_items_that_most_units_lost_points_with_come_first(published, reviewer):
    lost = [
        (item.criterion.number, item.losing, item.scored, item.average)
        for item in lost_points(published, user=reviewer)
    ]
    # item 5 takes 2 points off everybody, item 1 misses 2 of 20, item 3 10 and 40 of 60
    assert lost == [
        (1, 4, 4, Decimal(2)), (5, 4, 4, Decimal(2)), (3, 2, 4, Decimal("12.5")),
    ]  # fmt: skip


def test_a_bonus_that_was_not_earned_and_a_veto_are_no_lost_points(
    round_, units, confirm, reviewer
):
    confirm(round_, units[0], i1=20, i4=0, i5=0, i6=1)
    assert lost_points(round_, user=reviewer) == []


def test_before_publishing_only_the_office_sees_what_was_lost(
    round_, units, confirm, reviewer, liaison
):
    confirm(round_, units[0], i3=50)
    assert [item.criterion.number for item in lost_points(round_, user=reviewer)] == [3, 1, 5]
    assert lost_points(round_, user=liaison) == []
    publish(round_, by=reviewer)
    (first, *_) = lost_points(round_, user=liaison)
    assert (first.criterion.number, first.lost, first.scored) == (3, 10, 1)


def test_a_unit_sees_only_what_itself_lost(published, liaison, reviewer):
    assert {item.scored for item in lost_points(published, user=liaison)} == {1}
    assert {item.scored for item in lost_points(published, user=reviewer)} == {4}


def test_who_has_left_loses_no_points(published, units, reviewer):
    leave(published, units[3])
    by_number = {item.criterion.number: item for item in lost_points(published, user=reviewer)}
    assert (by_number[3].losing, by_number[3].scored) == (1, 3)


# former years


@pytest.fixture
def former(bureau, units, confirm, reviewer):
    """The bureau's round of the year before: the first three units with 69, 99 and 89."""
    standard = usual_standard(bureau, year=YEAR - 1)
    round_ = make_round(bureau, *units[:3], standard=standard, year=YEAR - 1, name="上年考核")
    open_round(round_, by=None)
    for unit, points in zip(units, (30, 60, 50), strict=False):
        confirm(round_, unit, i3=points)
    publish(round_, by=reviewer)
    return round_


def seen_beside(round_, user):
    return compared(round_, matrix(round_, user=user, today=TODAY), user=user, today=TODAY)


def test_units_beside_their_former_results(former, published, reviewer, units):
    found = seen_beside(published, reviewer)
    assert found.rounds == (former,)
    assert [(line.unit, line.before[0] and line.before[0].total) for line in found.units] == [
        (units[0], 69), (units[1], 99), (units[2], 89), (units[3], None),
    ]  # fmt: skip
    assert [line.trend_word for line in found.units] == ["上升", "下降", "上升", ""]


def test_sections_beside_their_former_averages(former, published, reviewer):
    first, second, third = seen_beside(published, reviewer).sections
    assert (first.now, first.before, first.change) == (38, 38, 0)
    assert (second.now, second.before) == (Decimal("47.5"), Decimal("46.67"))
    assert third.change == 0


def test_totals_of_standards_of_another_size_are_compared_by_their_share(
    former, published, reviewer
):
    former.standard.total = 70
    former.standard.save()
    assert seen_beside(published, reviewer).units[0].trend_word == "上升"  # 99/100 and 69/70
    former.standard.total = 69
    former.standard.save()
    assert seen_beside(published, reviewer).units[0].trend_word == "下降"


def test_only_published_rounds_of_the_same_office_on_earlier_years(
    former, published, bureau, office, units
):
    unopened = make_standard(bureau, year=YEAR - 2)
    make_round(bureau, units[0], standard=unopened, year=YEAR - 2, name="未开")
    assert former_rounds(published) == (former,)
    assert former_rounds(former) == ()


def test_a_unit_sees_its_own_former_result_alone(former, published, liaison, units):
    found = seen_beside(published, liaison)
    assert [line.unit for line in found.units] == [units[0]]
    assert found.sections[1].before == 30


# how much it costs


def test_the_pages_of_a_hundred_units_and_a_hundred_items_take_as_many_queries(
    bureau, bureau_liaison, former, published, reviewer, count_queries
):
    def costs() -> list[int]:
        paths = ("", "?sort=score", "results/", "scores.xlsx")
        return [count_queries(reviewer, f"{published.get_absolute_url()}{p}") for p in paths]

    few = costs()
    section = published.standard.sections.first()
    Criterion.objects.bulk_create(
        Criterion(section=section, number=n, content=f"第{n}项", points=1) for n in range(7, 101)
    )
    for number in range(96):
        published.units.add(make_unit(f"直属单位{number}", under=bureau, kind="subordinate"))
    open_round(published, by=None)
    Response.objects.filter(assessment__round=published).update(self_score=1, reviewed_score=1)
    published.assessments.update(status=Status.CONFIRMED)
    publish(published, by=reviewer)
    assert published.assessments.exclude(grade="").count() == 100
    assert costs() == few


def test_the_workbench_says_how_far_a_round_has_come(
    published, reviewer, liaison, client_of, django_assert_num_queries
):
    with django_assert_num_queries(1):
        ((_, count),) = counts_of([published], user=reviewer)
    assert (count["asked"], count["handed_in"], count["confirmed"], count["published"]) == (
        4, 4, 4, 4,
    )  # fmt: skip
    assert "已报送 4/4" in client_of(reviewer).get("/").content.decode()
    assert "查看考核结果" in client_of(liaison).get("/").content.decode()


def test_a_sibling_finds_no_round_that_does_not_assess_it(published, bureau, client_of):
    outsider = make_user("outsider", Role.LIAISON, make_unit("市美术馆", under=bureau))
    for path in ("results/", "objections/", "scores.xlsx"):
        answered = client_of(outsider).get(f"{published.get_absolute_url()}{path}")
        assert answered.status_code == 404


def test_what_was_returned_counts_as_handed_in_as_on_the_page_of_the_round(
    assessment, liaison, reviewer
):
    handed_in(assessment, liaison).take(Step.SEND_BACK, by=reviewer, comment="请补充")
    ((_, count),) = counts_of([assessment.round], user=reviewer)
    whole = matrix(assessment.round, user=reviewer, today=TODAY)
    assert (count["handed_in"], count["asked"]) == (whole.submitted, len(whole.asked)) == (1, 1)
