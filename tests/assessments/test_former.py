"""What a unit got for the same item last time: found through versions and years."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.copying import copy_standard
from assessments.former import former_of, former_results
from assessments.models import Assessment, Criterion, Response, Round, Standard
from assessments.opening import open_round
from tests.factories import YEAR, make_unit

from .records import make_criterion, make_round, make_section, make_standard

LAST = YEAR - 1


def next_standard(standard, **fields) -> Standard:
    """A copy of the standard: for another year or as another version."""
    values = {"unit": standard.unit, "name": standard.name, "year": YEAR} | fields
    return copy_standard(standard, Standard(**values))


def opened(standard, *units, year=YEAR, **fields) -> Round:
    """A round by the standard, open for the units."""
    dated = {"year": year, "self_deadline": date(year, 11, 15)}
    round_ = make_round(standard.unit, *units, standard=standard, **dated | fields)
    open_round(round_, by=None)
    return round_


def published(standard, *units, own=8, reviewed=7, **fields) -> Round:
    """A round whose results are out: every item has these scores."""
    round_ = opened(standard, *units, **fields)
    Response.objects.filter(assessment__round=round_).update(
        self_score=own, reviewed_score=reviewed
    )
    round_.assessments.update(grade="good", total=80)
    Round.objects.filter(pk=round_.pk).update(published_at=timezone.now(), state="published")
    return round_


def item(standard, number=1) -> Criterion:
    return Criterion.objects.get(section__standard=standard, number=number)


@pytest.fixture
def old(bureau):
    """Last year's standard of two items."""
    standard = make_standard(bureau, year=LAST)
    make_section(standard, "一、组织领导", 0, {"content": "领导小组健全"}, {"content": "列入计划"})
    return standard


@pytest.fixture
def last_time(troupe):
    """What is said to the troupe of an item of a standard, in this year's round by it."""

    def look(standard, number=1, **fields):
        round_ = opened(standard, troupe, **fields)
        found = former_results(Assessment.objects.get(round=round_, unit=troupe))
        return found.get(item(standard, number).pk)

    return look


def test_a_round_published_before_the_day_was_kept_is_found_as_well(old, last_time, troupe):
    round_ = published(old, troupe, year=LAST, name="2010年考核")
    Round.objects.filter(pk=round_.pk).update(published_at=None)
    assert last_time(next_standard(old)).reviewed_score == 7


def test_the_item_of_last_year_is_found_with_both_scores(old, last_time, troupe):
    published(old, troupe, year=LAST, name="2010年考核", own=Decimal("8.5"))
    new = next_standard(old)
    Criterion.objects.filter(section__standard=new).update(content="换了说法")
    found = last_time(new)
    assert (found.year, found.round_name, found.points) == (LAST, "2010年考核", 10)
    assert (found.self_score, found.reviewed_score) == (Decimal("8.5"), 7)
    assert found.years == "2010"


def test_versions_in_between_do_not_break_the_chain(old, last_time, troupe):
    """2010 was assessed by the second version, 2011's standard was copied from the first."""
    second = next_standard(old, year=LAST, version=2, revises=old)
    published(second, troupe, year=LAST)
    third = next_standard(next_standard(old), version=2)
    Criterion.objects.filter(section__standard=third).update(content="换了说法")
    assert last_time(third, 2).reviewed_score == 7


def test_an_item_that_continues_none_is_known_by_its_words(old, last_time, troupe, bureau):
    published(old, troupe, year=LAST)
    new = make_standard(bureau)
    section = make_section(new)
    make_criterion(section, "从未考核过的")
    make_criterion(section, " 列入计划 ")
    assert last_time(new, 1) is None
    assert former_results(Assessment.objects.get(round__standard=new))[item(new, 2).pk]


def test_the_chain_goes_before_the_words(old, last_time, troupe):
    """The two items changed their words with each other: each keeps its own result."""
    round_ = published(old, troupe, year=LAST)
    Response.objects.filter(assessment__round=round_, criterion=item(old, 2)).update(
        reviewed_score=3
    )
    new = next_standard(old)
    Criterion.objects.filter(pk=item(new, 1).pk).update(content="列入计划")
    Criterion.objects.filter(pk=item(new, 2).pk).update(content="领导小组健全")
    assert last_time(new, 1).reviewed_score == 7
    found = former_results(Assessment.objects.get(round__standard=new))
    assert found[item(new, 2).pk].reviewed_score == 3


def test_the_latest_of_several_years_is_told(old, last_time, troupe):
    published(old, troupe, year=LAST - 2, reviewed=5)
    second = next_standard(old, year=LAST, version=2)
    published(second, troupe, year=LAST, reviewed=6)
    assert last_time(next_standard(second)).reviewed_score == 6


def test_who_was_not_assessed_last_year_is_told_of_the_year_before(old, last_time, troupe, union):
    published(old, troupe, year=LAST - 1, reviewed=5)
    published(old, union, year=LAST, reviewed=6)
    assert last_time(next_standard(old)).reviewed_score == 5


def test_a_result_that_is_not_published_is_not_told(old, last_time, troupe):
    round_ = published(old, troupe, year=LAST)
    round_.assessments.update(grade="", total=None)  # reopened
    assert last_time(next_standard(old)) is None


def test_another_offices_round_is_not_last_time(old, last_time, troupe, office):
    theirs = make_standard(office, year=LAST)
    make_section(theirs, "一、组织领导", 0, {"content": "领导小组健全"})
    published(theirs, troupe, year=LAST)
    assert last_time(next_standard(old)) is None


def test_a_later_round_is_not_last_time(old, last_time, troupe):
    published(next_standard(old, year=YEAR + 1), troupe, year=YEAR + 1)
    assert last_time(old, year=LAST) is None


def test_a_cycle_names_its_years(old, last_time, troupe):
    published(old, troupe, year=LAST - 3, year_to=LAST)
    assert last_time(next_standard(old)).years == "2007—2010"


def test_an_item_that_is_asked_of_many_units_takes_three_queries(old, bureau):
    new = next_standard(old)
    wanted = item(new, 2).pk

    def queries(number):
        units = [make_unit(f"第{number}组{n}", under=bureau) for n in range(number)]
        published(old, *units, year=LAST, name=f"去年{number}")
        round_ = opened(new, *units, name=f"今年{number}")
        assessments = list(round_.assessments.select_related("round"))
        with CaptureQueriesContext(connection) as found:
            former = former_of(assessments, [wanted])
        assert set(former) == {(a.pk, wanted) for a in assessments}
        return len(found)

    assert queries(1) == queries(12) == 3
