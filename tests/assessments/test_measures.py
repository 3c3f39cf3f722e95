"""What the system proposes for a criterion, counted from the records of the year."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from activities.models import PlanHistory
from assessments.measures import proposals
from assessments.opening import open_round
from tests.factories import (
    YEAR,
    confirmed,
    make_activity,
    make_kind,
    make_plan,
    make_sub_plan,
    make_unit,
    submitted,
)

from .records import (
    make_checklist,
    make_criterion,
    make_measure_for,
    make_round,
    make_section,
    make_standard,
)


@pytest.fixture
def done(troupe, liaison, reviewer):
    """A confirmed activity of the troupe."""

    def record(title="走访慰问", unit=troupe, **fields):
        return confirmed(make_activity(unit, title, **fields), liaison, reviewer)

    return record


@pytest.fixture
def criterion(bureau):
    """The one criterion of a standard, for ten points."""
    return make_criterion(make_section(make_standard(bureau)), points=10)


@pytest.fixture
def proposed(criterion, bureau, troupe):
    """What is proposed to the troupe for it, in a round of these years."""

    def look(**years):
        standard = criterion.section.standard
        assessment = make_checklist(troupe, by=bureau, standard=standard, **years)
        return proposals(assessment).get(criterion.pk)

    return look


@pytest.mark.parametrize(
    ("number", "at_least", "score"),
    [
        (0, 2, "0"), (1, 2, "5"), (2, 2, "10"), (3, 2, "10"), (1, 3, "3.33"), (2, 3, "6.67"),
        (0, 1, "0"),
    ],
)  # fmt: skip
def test_enough_activities_bring_full_points_and_fewer_a_share(
    done, criterion, proposed, number, at_least, score
):
    for _ in range(number):
        done()
    make_measure_for(criterion, at_least=at_least)
    found = proposed()
    assert found.score == Decimal(score)
    assert len(found.activities) == number
    assert found.sentence == (f"本年度已确认的活动共 {number} 次，要求不少于 {at_least} 次")


def test_only_what_is_confirmed_and_the_units_own_is_counted(
    done, criterion, proposed, troupe, bureau, union, liaison, bureau_liaison, office_reviewer
):
    mine = done()
    below = done(unit=make_unit("歌舞团一队", under=troupe, kind="grassroots"))
    make_activity(troupe, "草稿")
    submitted(make_activity(troupe, "待审"), liaison)
    confirmed(make_activity(bureau, "上级的"), bureau_liaison, office_reviewer)
    done("去年的", year=YEAR - 1)
    make_measure_for(criterion)
    assert set(proposed().activities) == {mine, below}


def test_a_series_counts_by_its_dates(done, criterion, proposed, troupe, liaison, reviewer):
    series = make_activity(troupe, "电影周", is_series=True, held="全年")
    first, second = done(series=series), done(series=series)
    confirmed(series, liaison, reviewer)
    make_measure_for(criterion)
    assert set(proposed().activities) == {first, second}


def test_only_the_kinds_asked_for_are_counted(done, criterion, proposed):
    visit = done(kind=make_kind("走访慰问"))
    talk = done(kind=make_kind("座谈联席"))
    show = done(kind=make_kind("慰问演出"))
    show.further_kinds.add(make_kind("走访慰问"))
    make_measure_for(criterion, make_kind("走访慰问"), make_kind("座谈联席"))
    found = proposed()
    assert set(found.activities) == {visit, talk}
    assert "走访慰问、座谈联席共 2 次" in found.sentence


@pytest.mark.parametrize(
    ("held", "said", "counts"),
    [
        ("7月31日", "", True),
        ("7月20日", "", True),  # the first day of the window of 八一
        ("8月10日", "", True),  # the last
        ("7月19日", "", False),
        ("8月11日", "", False),
        ("7月25日至8月15日", "", False),  # reaches beyond
        ("7月", "", False),  # may have been then, the record does not say it
        (None, "", False),
        ("2月3日", "army_day", True),  # the record says what it was for
        (None, "army_day", True),
        ("7月31日", "party_day", False),
    ],
)
def test_what_lies_around_an_occasion(done, criterion, proposed, held, said, counts):
    activity = done(held=held, occasion=said)
    make_measure_for(criterion, occasion="army_day")
    found = proposed()
    assert found.activities == ((activity,) if counts else ())
    assert found.sentence.startswith("八一期间已确认的活动共")


def test_the_spring_festival_moves_with_its_year(done, criterion, proposed):
    inside = done(held="2月3日")  # 春节 of 2011
    done(held="1月18日")
    in_2010 = done(held="2月14日", year=2010)  # 春节 of 2010
    make_measure_for(criterion, occasion="spring_festival")
    assert set(proposed(year=2010, year_to=2011).activities) == {inside, in_2010}


def test_a_round_of_several_years_counts_them_all(done, criterion, proposed):
    years = [done(year=year) for year in (2008, 2009, 2012, 2013)]
    make_measure_for(criterion)
    assert set(proposed(year=2009, year_to=2012).activities) == set(years[1:3])


@pytest.mark.parametrize("kind", ["deduction", "veto"])
def test_nothing_is_proposed_where_points_are_taken_off(done, bureau, troupe, kind):
    criterion = make_criterion(make_section(make_standard(bureau)), kind=kind)
    make_measure_for(criterion)
    done()
    assessment = make_checklist(troupe, by=bureau, standard=criterion.section.standard)
    assert proposals(assessment) == {}


def test_nothing_is_proposed_without_a_measure(done, proposed):
    done()
    assert proposed() is None


def test_each_criterion_gets_its_own_proposal(done, criterion, bureau, troupe):
    other = make_criterion(criterion.section, points=4)
    make_measure_for(criterion, make_kind("走访慰问"))
    make_measure_for(other, make_kind("慰问演出"))
    done(kind=make_kind("慰问演出"))
    round_ = make_round(bureau, troupe, standard=criterion.section.standard)
    found = proposals(open_round(round_, by=None)[0])
    assert {pk: p.score for pk, p in found.items()} == {criterion.pk: 0, other.pk: 4}


@pytest.fixture
def plan(bureau, troupe, criterion):
    """The troupe's part of the bureau's plan, due by the end of March; measured."""
    make_measure_for(criterion, counts="plan")
    return make_sub_plan(troupe, make_plan(bureau), title="单项计划", deadline=date(YEAR, 3, 31))


@pytest.mark.parametrize(
    ("handed_in", "score", "sentence"),
    [
        ((3, 30, 12), 10, "《单项计划》2011-03-30 按时报送（截止 2011-03-31）"),
        ((3, 31, 15), 10, "《单项计划》2011-03-31 按时报送（截止 2011-03-31）"),  # 23:00 in China
        ((3, 31, 17), 0, "《单项计划》2011-04-01 逾期报送（截止 2011-03-31）"),  # past midnight
        (None, 0, "《单项计划》尚未报送（截止 2011-03-31）"),
    ],
)
def test_a_sub_plan_counts_if_it_came_in_time(plan, proposed, liaison, handed_in, score, sentence):
    if handed_in:
        submitted(plan, liaison)
        PlanHistory.objects.update(at=datetime(YEAR, *handed_in, tzinfo=UTC))
    found = proposed()
    assert (found.score, found.sentence, found.activities) == (score, sentence, ())


def test_a_sub_plan_without_a_deadline_is_in_time(plan, proposed, liaison):
    type(plan).objects.update(deadline=None)
    submitted(plan, liaison)
    PlanHistory.objects.update(at=datetime(YEAR, 12, 1, tzinfo=UTC))
    assert proposed().sentence == "《单项计划》2011-12-01 按时报送"


def test_no_sub_plan_at_all_is_said(criterion, proposed, troupe):
    make_plan(troupe)  # the unit's own plan answers nobody's
    make_measure_for(criterion, counts="plan")
    found = proposed()
    assert (found.score, found.sentence) == (0, "没有找到单项计划")


def test_summaries_are_counted_by_the_room_above(criterion, proposed):
    make_measure_for(criterion, counts="summary")
    found = proposed()
    assert (found.score, found.sentence) == (0, "没有找到已报送的工作总结")
