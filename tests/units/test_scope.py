"""Which units an account works with, who reviews whom, and how units are found by name."""

from tests.cases import each
from tests.factories import make_group, make_unit
from units.models import Unit
from units.scope import scope_of, scope_of_unit

from .groups import end_groups, make_former_group


def names(units) -> list[str]:
    return [unit.name for unit in units]


@each(
    ("who", "expected"),
    [
        ("liaison", ["滨江市歌舞团"]),
        ("bureau_liaison", ["滨江市文化局", "滨江市歌舞团"]),
        ("leader", ["滨江市文化局", "滨江市歌舞团"]),
        ("office_reviewer", ["滨江市双拥办", "滨江市文化局", "滨江市歌舞团", "滨江市总工会"]),
        ("other_liaison", ["滨江市总工会"]),
        ("stranger", ["远山市双拥办"]),
        ("admin", []),
        ("auditor", []),
    ],
)
def test_the_scope_is_the_own_unit_and_all_below(
    request, troupe, union, foreign_office, who, expected
):
    user = request.getfixturevalue(who)
    assert names(Unit.objects.in_scope_of(user)) == expected
    assert names(unit for unit in Unit.objects.all() if user.scope.covers(unit)) == expected


def test_an_issuing_unit_also_works_with_its_members_but_not_with_what_is_below_them(
    bureau, union, reviewer
):
    make_unit("滨江市工人文化宫", under=union)
    bureau.leading_groups.get().members.add(union)
    assert names(Unit.objects.in_scope_of(reviewer)) == ["滨江市文化局", "滨江市总工会"]


def test_the_members_of_a_former_group_are_left_out(bureau, union, reviewer):
    make_former_group(bureau, members=[union])
    assert not scope_of(reviewer).covers(union)


def test_membership_gives_no_rights_over_the_host(bureau, union, other_liaison):
    bureau.leading_groups.get().members.add(union)
    assert not scope_of(other_liaison).covers(bureau)


def test_neighbours_with_a_similar_place_are_not_mixed_up(office):
    units = [make_unit(f"滨江市第{number}局", under=office) for number in range(40)]
    for unit in units:
        scope = scope_of_unit(unit)
        assert [other for other in units if scope.covers(other)] == [unit]


def test_the_scope_costs_one_query(django_assert_num_queries, reviewer, troupe):
    with django_assert_num_queries(1):
        assert reviewer.scope.covers(troupe)
        assert reviewer.scope.covers(reviewer.unit)


def reviewers() -> dict[str, str | None]:
    """Who reviews whom, by name."""
    return {unit.name: unit.reviewed_by and unit.reviewed_by.name for unit in Unit.objects.all()}


def test_the_nearest_issuing_unit_above_reviews_and_a_root_reviews_itself(
    office, bureau, troupe, union
):
    assert reviewers() == {
        "滨江市双拥办": "滨江市双拥办",
        "滨江市文化局": "滨江市双拥办",
        "滨江市歌舞团": "滨江市文化局",
        "滨江市总工会": "滨江市双拥办",
    }


def test_units_in_between_without_a_group_are_passed_over(office, union):
    club = make_unit("滨江市工人文化宫", under=union)
    assert club.reviewed_by == office


def test_when_a_group_ends_the_next_one_above_reviews(office, bureau, troupe):
    end_groups(bureau)
    assert reviewers()["滨江市歌舞团"] == "滨江市双拥办"
    assert reviewers()["滨江市文化局"] == "滨江市双拥办"


def test_without_any_group_nobody_reviews(office, bureau, troupe):
    end_groups(office, bureau)
    assert set(reviewers().values()) == {None}


def test_a_unit_with_a_former_and_a_current_group_issues(office, union):
    make_former_group(office)
    assert reviewers()["滨江市总工会"] == "滨江市双拥办"


def test_an_issuing_unit_below_a_root_without_group_reviews_itself(db):
    root = make_unit("远山市人民政府", kind="office")
    bureau = make_unit("远山市文化局", under=root)
    make_group(bureau)
    assert reviewers() == {"远山市人民政府": None, "远山市文化局": "远山市文化局"}


def test_whom_an_issuing_unit_plans_for(office, bureau, troupe, union):
    bureau.leading_groups.get().members.set([union, bureau])
    make_former_group(bureau, members=[office])
    closed = make_unit("滨江市电影公司", under=bureau)
    Unit.objects.filter(pk=closed.pk).update(is_active=False)
    assert names(Unit.objects.receiving_from(bureau)) == ["滨江市歌舞团", "滨江市总工会"]
    assert names(Unit.objects.receiving_from(office)) == ["滨江市文化局", "滨江市总工会"]
    assert names(Unit.objects.receiving_from(troupe)) == []


def test_units_are_found_by_full_and_by_short_name(bureau, troupe, foreign_office):
    for name in ("滨江市文化局", "市文化局"):
        assert list(Unit.objects.named(name)) == [bureau]
        assert Unit.objects.all().by_name(troupe)[name] == bureau
    assert list(Unit.objects.named("文化")) == []
    assert "远山市双拥办" not in Unit.objects.all().by_name(troupe)
    assert "" not in Unit.objects.all().by_name(troupe)
    assert Unit.objects.get_by_natural_key(*bureau.natural_key()) == bureau


def test_a_tree_is_one_city(office, bureau, troupe, foreign_office):
    assert names(Unit.objects.of_tree(troupe)) == ["滨江市双拥办", "滨江市文化局", "滨江市歌舞团"]
    assert names(Unit.objects.of_tree(foreign_office)) == ["远山市双拥办"]


def test_a_list_shows_the_short_name_where_there_is_one(bureau, union):
    assert (bureau.label, str(bureau), union.label) == ("市文化局", "滨江市文化局", "滨江市总工会")


def test_the_current_group_is_the_one_that_has_not_ended(bureau, troupe):
    make_former_group(bureau)
    assert bureau.current_group().name == "市文化局双拥工作领导小组"
    assert bureau.current_group().is_current
    assert troupe.current_group() is None
