"""What the system proposes for a criterion, counted from the records of the year."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import PlanHistory, SupportRequest
from assessments.measures import proposals, proposals_of
from assessments.opening import open_round
from tests.factories import (
    YEAR,
    confirmed,
    make_activity,
    make_kind,
    make_need,
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
    assert found.sentence.startswith("‘八一’期间已确认的活动共")


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
        ((3, 30, 12), 10, "《单项计划》2011年3月30日按时报送（截止2011年3月31日）"),
        ((3, 31, 15), 10, "《单项计划》2011年3月31日按时报送（截止2011年3月31日）"),  # 23:00 here
        ((3, 31, 17), 0, "《单项计划》2011年4月1日逾期报送（截止2011年3月31日）"),  # past midnight
        (None, 0, "《单项计划》尚未报送（截止2011年3月31日）"),
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
    assert proposed().sentence == "《单项计划》2011年12月1日按时报送"


def test_no_sub_plan_at_all_is_said(criterion, proposed, troupe):
    make_plan(troupe)  # the unit's own plan answers nobody's
    make_measure_for(criterion, counts="plan")
    found = proposed()
    assert (found.score, found.sentence) == (0, "没有找到单项计划")


def test_summaries_are_counted_by_the_room_above(criterion, proposed):
    make_measure_for(criterion, counts="summary")
    found = proposed()
    assert (found.score, found.sentence) == (0, "没有找到已报送的工作总结")


@pytest.mark.parametrize(
    ("held", "months", "counts"),
    [
        ("7月31日", (7, 7), True),
        ("7月", (7, 8), True),  # all of it lies in the window
        ("7月25日至8月2日", (7, 8), True),
        ("7月25日至8月2日", (8, 9), False),  # begins before
        ("6月30日至7月2日", (1, 6), False),  # ends after
        ("2月28日", (1, 2), True),
        ("全年", (1, 12), True),
        ("全年", (1, 11), False),
        (None, (1, 12), False),  # the record does not say when
    ],
)
def test_months_hold_what_lies_in_them_whole(done, criterion, proposed, held, months, counts):
    done(held=held)
    make_measure_for(criterion, month_from=months[0], month_to=months[1])
    assert proposed().score == (10 if counts else 0)


def test_months_and_occasion_must_both_hold(done, criterion, proposed):
    july = done(held="7月25日")
    done(held="8月2日")
    done(held="7月2日")
    make_measure_for(criterion, occasion="army_day", month_from=7, month_to=7)
    found = proposed()
    assert found.activities == (july,)
    assert found.sentence == "7 月‘八一’期间已确认的活动共 1 次，要求不少于 1 次"


def test_what_is_counted_each_time_is_said_so(done, criterion, proposed):
    for _ in range(3):
        done()
    make_measure_for(criterion, reward="each", points=2)
    found = proposed()
    assert found.score == 6
    assert found.sentence == "本年度已确认的活动共 3 次，每次得 2 分"


def test_several_measures_add_up_within_the_points(done, criterion, proposed):
    done(kind=make_kind("走访慰问"))
    show = done(kind=make_kind("慰问演出"))
    make_measure_for(criterion, make_kind("走访慰问"), points=4)
    make_measure_for(criterion, make_kind("慰问演出"), points=3)
    make_measure_for(criterion, points=7)
    found = proposed()
    assert found.score == 10  # 4 + 3 + 7 are more than the item has
    assert show in found.activities
    assert len(found.activities) == 2  # each is named once
    assert found.sentence.count("；") == 2


def test_a_share_is_proposed_in_steps(done, criterion, proposed):
    done()
    type(criterion).objects.update(step=Decimal("0.5"))
    make_measure_for(criterion, at_least=3)
    assert proposed().score == 3  # a third of ten, rounded down to a half


def test_scoring_points_that_are_earned_in_full(done, criterion, proposed):
    visits, shows, films = (
        criterion.scoring_points.create(text=text, points=points)
        for text, points in (("走访", 4), ("演出", 4), ("电影", 2))
    )
    for kind, point, at_least in (("走访慰问", visits, 1), ("慰问演出", shows, 2)):
        make_measure_for(criterion, make_kind(kind), scoring_point=point, at_least=at_least)
    make_measure_for(criterion, make_kind("电影放映"), scoring_point=films, reward="each", points=1)
    for kind in ("走访慰问", "慰问演出", "电影放映"):
        done(kind=make_kind(kind))
    found = proposed()
    assert found.score == 4 + 2 + 1
    assert found.points == {visits.pk}


@pytest.fixture
def meetings(criterion):
    """The criterion counts meetings of the leading group."""
    make_measure_for(criterion, counts="meeting")


def test_meetings_of_the_leading_group_are_told_by_their_words(done, meetings, proposed):
    group = done("召开双拥工作领导小组会议", kind=make_kind("座谈联席"))
    joint = done("八一前夕", kind=make_kind("座谈联席"), narrative="召开军地联席会议，议定三件事。")
    done("退役军人座谈会", kind=make_kind("座谈联席"), narrative="传达领导小组会议精神。")
    done("领导小组会议慰问演出", kind=make_kind("慰问演出"))
    found = proposed()
    assert set(found.activities) == {group, joint}
    assert found.sentence == (
        "本年度已确认的领导小组会议共 2 次，要求不少于 1 次（《召开双拥工作领导小组会议》"
        "“领导小组会议”、《八一前夕》“军地联席会议”）"
    )


def test_only_the_kind_of_all_offices_holds_meetings(done, meetings, proposed, bureau):
    own = type(make_kind()).objects.create(name="座谈联席", unit=bureau, report_heading="其他")
    done("召开双拥工作领导小组会议", kind=own)
    assert proposed().sentence == "本年度已确认的领导小组会议共 0 次，要求不少于 1 次"


@pytest.fixture
def closed(troupe):
    """A need that the troupe answered for and that was closed on this day."""

    def record(day=date(YEAR, 6, 1), unit=troupe, state="done", **fields):
        need = make_need(unit, responsible_unit=unit, state=state, **fields)
        SupportRequest.objects.filter(pk=need.pk).update(closed_on=day)
        return need

    return record


def test_needs_that_the_unit_closed_in_the_year(closed, criterion, proposed, troupe, union):
    closed()
    closed(unit=make_unit("歌舞团一队", under=troupe, kind="grassroots"))
    closed(day=None)  # taken over from an old list: the year of the need tells
    closed(year=YEAR - 1)  # raised last year, closed in this one
    closed(day=date(YEAR + 1, 1, 5))
    closed(day=date(YEAR - 1, 12, 1), year=YEAR - 1)
    closed(unit=union)
    closed(day=None, state="in_progress")
    make_measure_for(criterion, counts="requests", at_least=8)
    found = proposed()
    assert found.sentence == "本年度已办结的需求共 4 件，要求不少于 8 件"
    assert found.score == 5


def test_needs_closed_within_some_months(closed, criterion, proposed):
    closed(day=date(YEAR, 7, 31))
    closed(day=date(YEAR, 8, 1))
    closed(day=None)
    make_measure_for(criterion, counts="requests", month_from=8, month_to=9)
    assert proposed().sentence == "8—9 月已办结的需求共 1 件，要求不少于 1 件"


def test_of_a_cycle_every_year_has_its_proposal(done, criterion, proposed):
    first, last = done(year=2008), done(year=2011)
    done(year=2011, held="2月1日")
    make_measure_for(criterion, at_least=2)
    found = proposed(year=2008, year_to=2011, by_year=True)
    assert {year: of.score for year, of in found.years.items()} == {
        2008: 5, 2009: 0, 2010: 0, 2011: 10,
    }  # fmt: skip
    assert found.score == Decimal("3.75")  # (5 + 0 + 0 + 10) / 4
    assert found.years[2008].activities == (first,)
    assert {first, last} < set(found.activities)
    assert found.sentence.startswith("2008 年：已确认的活动共 1 次，要求不少于 2 次；2009 年")


def test_of_a_cycle_a_scoring_point_is_earned_if_it_was_in_every_year(done, criterion, proposed):
    point = criterion.scoring_points.create(text="走访", points=10)
    make_measure_for(criterion, scoring_point=point)
    done(year=2010)
    done(year=2011)
    assert proposed(year=2010, year_to=2011, by_year=True, name="甲").points == {point.pk}
    assert proposed(year=2009, year_to=2010, by_year=True, name="乙").points == set()


@pytest.fixture
def round_of(bureau, troupe, done, liaison):
    """A round of so many units and items, with every sort of measure and something to find."""
    kinds = [make_kind(name) for name in ("走访慰问", "慰问演出", "座谈联席")]
    sorts = ("activities", "meeting", "plan", "summary", "requests")
    plan = make_plan(bureau)

    def make(units, items, **fields):
        standard = make_standard(bureau, name=f"{units}×{items}{fields}")
        section = make_section(standard)
        for n in range(items):
            criterion = make_criterion(section)
            make_measure_for(
                criterion, kinds[n % 3], counts=sorts[n % 5], month_to=12, month_from=1
            )
        members = [
            make_unit(f"{standard.name}第{n}队", under=troupe, kind="grassroots")
            for n in range(units)
        ]
        for n, unit in enumerate(members):
            done("领导小组会议", unit=unit, kind=kinds[n % 3])
            make_sub_plan(unit, plan)
        round_ = make_round(bureau, *members, standard=standard, name=standard.name, **fields)
        return open_round(round_, by=None)

    return make


def looked_up(look, assessments) -> tuple[dict, int]:
    """What is found, and in how many queries."""
    with CaptureQueriesContext(connection) as queries:
        found = look(assessments)
    return found, len(queries)


def test_a_whole_round_is_proposed_in_as_many_queries_as_a_small_one(round_of):
    few, queries = looked_up(proposals_of, round_of(2, 5))
    many, as_many = looked_up(proposals_of, round_of(100, 100))
    assert (len(few), len(many)) == (10, 10_000)
    assert as_many == queries <= 14


def test_a_cycle_takes_its_queries_once_a_year(round_of):
    _, queries = looked_up(proposals_of, round_of(2, 5, year=2010, year_to=2011, by_year=True))
    many, as_many = looked_up(proposals_of, round_of(9, 20, year=2010, year_to=2011, by_year=True))
    assert as_many == queries
    assert set(many[next(iter(many))].years) == {2010, 2011}


def test_the_round_finds_for_each_unit_what_its_own_checklist_finds(round_of):
    assessments = round_of(4, 15)
    of_all = proposals_of(assessments)
    for assessment in assessments:
        alone = proposals(assessment)
        assert alone
        for criterion, proposal in alone.items():
            beside = of_all[assessment.pk, criterion]
            assert (beside.score, beside.sentence) == (proposal.score, proposal.sentence)
            assert set(beside.keys) == {activity.pk for activity in proposal.activities}


def test_one_item_is_proposed_to_all_units(round_of):
    assessments = round_of(3, 6)
    wanted = assessments[0].round.standard.sections.get().criteria.first()
    found = proposals_of(assessments, [wanted.pk])
    assert set(found) == {(assessment.pk, wanted.pk) for assessment in assessments}


def test_a_unit_above_and_one_below_are_both_counted_for(round_of, done, bureau, troupe, criterion):
    team = make_unit("一队", under=troupe, kind="grassroots")
    done(unit=team)
    done(unit=troupe)
    make_measure_for(criterion, at_least=4)
    round_ = make_round(bureau, troupe, team, standard=criterion.section.standard)
    assessments = open_round(round_, by=None)
    found = proposals_of(assessments)
    scores = {a.unit: found[a.pk, criterion.pk].score for a in assessments}
    assert scores == {troupe: 5, team: Decimal("2.5")}


def test_an_item_is_proposed_only_to_whom_it_concerns(done, bureau, troupe, criterion):
    team = make_unit("一队", under=troupe, kind="grassroots")
    type(criterion).objects.update(applies_to=["grassroots"])
    make_measure_for(criterion)
    round_ = make_round(bureau, troupe, team, standard=criterion.section.standard)
    assessments = open_round(round_, by=None)
    assert {pk for pk, _ in proposals_of(assessments)} == {
        a.pk for a in assessments if a.unit == team
    }
