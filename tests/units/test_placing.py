"""Where units stood: the scope of a year takes the tree of that year's end."""

import pytest

from shuangyong.vague import VagueDate
from tests.factories import make_group, make_unit
from units.changing import merge, move
from units.models import LeadingGroup, Unit
from units.scope import Branches, branch_of, reviewer_in, scope_of_unit


def when(year: int) -> VagueDate:
    return VagueDate.parse(f"{year}年", year=year)


def covered(unit: Unit, year: int | None) -> list[str]:
    """Whom the scope of a year covers; filter and predicate agree, and so do all branches."""
    scope = scope_of_unit(Unit.objects.get(pk=unit.pk), year)
    units = list(Unit.objects.filter(scope.q("")))
    assert units == [u for u in Unit.objects.all() if scope.covers(u)]
    if year is not None:
        branches_agree(year)
    return [u.name for u in units]


def branches_agree(year: int) -> None:
    """Looked up together, every unit has the branch that it has alone."""
    units = list(Unit.objects.all())
    together = Branches(units, year)
    found = set(LeadingGroup.objects.filter(together.q("host")).values_list("host", flat=True))
    for unit in units:
        alone = {above.pk for above in units if branch_of(above, year).covers(unit)}
        assert set(together.above(unit.path)) == alone
        assert unit.leading_groups.count() == 0 or unit.pk in found


@pytest.fixture
def club(union) -> Unit:
    return make_unit("滨江市工人文化宫", under=union)


@pytest.fixture
def team(troupe) -> Unit:
    return make_unit("滨江市歌舞团演出队", under=troupe)


def test_a_unit_counts_where_it_stood_with_all_below_it(bureau, troupe, team, union, admin):
    move(troupe, under=union, changed=when(2015), by=admin)
    theirs = ["滨江市歌舞团", "滨江市歌舞团演出队"]
    assert covered(bureau, 2011) == ["滨江市文化局", *theirs]
    assert covered(bureau, 2014) == ["滨江市文化局", *theirs]
    assert covered(union, 2011) == ["滨江市总工会"]
    for year in (2015, 2016, None):
        assert covered(bureau, year) == ["滨江市文化局"]
        assert covered(union, year) == ["滨江市总工会", *theirs]


def test_a_merged_unit_counts_where_it_stood(bureau, troupe, union, admin):
    merge(troupe, into=union, changed=when(2015), by=admin)
    assert covered(bureau, 2011) == ["滨江市文化局", "滨江市歌舞团"]
    assert covered(union, 2011) == ["滨江市总工会"]
    assert covered(union, 2016) == ["滨江市总工会", "滨江市歌舞团"]
    assert covered(bureau, 2016) == ["滨江市文化局"]


def test_a_unit_that_moved_again_counts_at_each_of_its_places(bureau, troupe, union, office, admin):
    move(troupe, under=union, changed=when(2013), by=admin)
    move(troupe, under=office, changed=when(2016), by=admin)
    home = {year: [u.label for u in (bureau, union) if "滨江市歌舞团" in covered(u, year)]
            for year in (2012, 2013, 2015, 2016)}  # fmt: skip
    assert home == {2012: ["市文化局"], 2013: ["滨江市总工会"], 2015: ["滨江市总工会"], 2016: []}
    assert "滨江市歌舞团" in covered(office, 2012)


def test_the_superior_and_a_unit_below_it_moved_in_different_years(
    office, bureau, troupe, team, union, admin
):
    move(team, under=union, changed=when(2013), by=admin)
    move(bureau, under=union, changed=when(2016), by=admin)
    assert set(covered(troupe, 2011)) == {"滨江市歌舞团", "滨江市歌舞团演出队"}
    assert covered(union, 2011) == ["滨江市总工会"]
    assert covered(union, 2014) == ["滨江市总工会", "滨江市歌舞团演出队"]
    assert set(covered(union, 2016)) >= {"滨江市文化局", "滨江市歌舞团", "滨江市歌舞团演出队"}


def test_a_unit_that_once_stood_above_and_now_below(office, bureau, troupe, admin):
    move(troupe, under=office, changed=when(2014), by=admin)
    move(bureau, under=troupe, changed=when(2015), by=admin)
    assert covered(bureau, 2011) == ["滨江市歌舞团", "滨江市文化局"]
    assert covered(troupe, 2011) == ["滨江市歌舞团"]
    assert covered(troupe, 2016) == ["滨江市歌舞团", "滨江市文化局"]
    assert covered(bureau, 2016) == ["滨江市文化局"]


def test_dates_that_contradict_each_other_make_no_circle(bureau, troupe, union, admin):
    move(troupe, under=union, changed=when(2020), by=admin)
    move(bureau, under=troupe, changed=when(2013), by=admin)
    move(union, under=None, changed=when(2012), by=admin)
    for unit in (bureau, troupe, union):
        assert unit.name in covered(unit, 2011)


def test_the_members_are_those_of_the_years_group(bureau, union, club, foreign_office, admin):
    group = foreign_office.leading_groups.get()
    group.members.set([union])
    merge(union, into=bureau, changed=when(2015), by=admin)
    assert covered(foreign_office, 2011) == ["滨江市总工会", "远山市双拥办"]
    assert covered(foreign_office, 2016) == ["滨江市文化局", "远山市双拥办"]


def test_who_reviewed_the_records_then(office, bureau, troupe, union, admin):
    make_group(union)
    move(troupe, under=union, changed=when(2015), by=admin)
    unit = Unit.objects.get(pk=troupe.pk)
    assert (reviewer_in(unit, 2011), reviewer_in(unit, 2016)) == (bureau, union)
    assert reviewer_in(Unit.objects.get(pk=bureau.pk), 2011) == office


def test_the_scope_of_a_year_costs_one_query_more(
    bureau, troupe, union, admin, django_assert_num_queries
):
    for number in range(12):
        unit = make_unit(f"滨江市第{number}文化馆", under=bureau)
        move(unit, under=union, changed=when(2015), by=admin)
    with django_assert_num_queries(2):
        scope = scope_of_unit(bureau, 2011)
        assert scope.covers(troupe)
    with django_assert_num_queries(1):
        branch_of(bureau, 2011)
    with django_assert_num_queries(0):
        branch_of(bureau)


def test_many_branches_in_one_query(office, bureau, union, foreign_office, admin, troupe):
    """However many units are assessed, what they share narrows the rows down."""
    moved = make_unit("滨江市木偶剧团", under=union)
    below = [make_unit(f"滨江市第{number}文化馆", under=bureau) for number in range(60)]
    move(moved, under=foreign_office, changed=when(2015), by=admin)
    under_bureau, all_over = Branches(below, 2011), Branches([*below, union], 2011)
    inside = Unit.objects.filter(path__startswith=bureau.path)
    groups = LeadingGroup.objects.filter(under_bureau.q("host"))
    assert str(groups.query).count("LIKE") == 1
    assert set(groups) == set(LeadingGroup.objects.filter(host__in=inside))
    now = Unit.objects.get(pk=moved.pk)
    assert all_over.above(now.path) == (union.pk,)
    assert not under_bureau.above(now.path)
    assert not Branches([foreign_office], 2011).above(now.path)
    assert Branches([foreign_office], 2016).above(now.path) == (foreign_office.pk,)
