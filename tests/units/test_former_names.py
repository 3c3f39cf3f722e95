"""What a unit was called: the documents of a year use the names of that year's end."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from shuangyong.vague import VagueDate
from tests.factories import make_group, make_plan, make_troop, make_unit, make_user
from units.models import ChangeKind, CoBuildingPair, Unit, UnitChange, names_in


def renamed(unit: Unit, year: int, former: str, *, short: str = "", kind="renamed") -> UnitChange:
    """A change of `unit` in March of `year`, before which it was called `former`."""
    return UnitChange.objects.create(
        unit=unit, kind=kind, name=former, short_name=short,
        changed=VagueDate.parse(f"{year}年3月", year=year),
    )  # fmt: skip


@pytest.fixture
def station(bureau) -> Unit:
    """文化馆 until 2005, 群众艺术馆 until 2014, 文化艺术中心 since 2015."""
    unit = make_unit("滨江市文化艺术中心", under=bureau, short_name="艺术中心")
    renamed(unit, 2015, "滨江市群众艺术馆", short="群艺馆")
    renamed(unit, 2006, "滨江市文化馆")
    return unit


@pytest.mark.parametrize(
    ("year", "name", "label"),
    [
        (1999, "滨江市文化馆", "滨江市文化馆"),
        (2005, "滨江市文化馆", "滨江市文化馆"),
        (2006, "滨江市群众艺术馆", "群艺馆"),
        (2014, "滨江市群众艺术馆", "群艺馆"),
        (2015, "滨江市文化艺术中心", "艺术中心"),
        (2026, "滨江市文化艺术中心", "艺术中心"),
    ],
)
def test_a_year_knows_a_unit_by_the_name_of_its_end(station, year, name, label):
    assert (station.name_in(year), station.label_in(year)) == (name, label)
    assert names_in(year).get(station.pk, station.name) == name


@pytest.mark.parametrize("kind", [ChangeKind.MOVED, ChangeKind.MERGED])
def test_moving_and_merging_change_no_name(troupe, kind):
    renamed(troupe, 2015, "滨江市歌舞团（误）", kind=kind)
    assert troupe.name_in(2011) == "滨江市歌舞团"
    assert names_in(2011) == {}


def test_the_names_of_many_units_cost_one_query_more(bureau, station, django_assert_num_queries):
    for number in range(30):
        renamed(make_unit(f"滨江市第{number}文化站", under=bureau), 2015, f"第{number}站")
    with django_assert_num_queries(2):
        names = [unit.name_in(2011) for unit in Unit.objects.with_former_names()]
    assert "滨江市群众艺术馆" in names
    assert "第29站" in names
    with django_assert_num_queries(1):
        assert len(names_in(2011)) == 31


@given(
    years=st.lists(st.integers(1990, 2030), unique=True, max_size=6), asked=st.integers(1985, 2035)
)
def test_the_name_is_the_one_that_stood_until_the_next_renaming(years, asked):
    """Called 第0名 before the first renaming, 第1名 until the second, and so on."""
    unit = Unit(name=f"第{len(years)}名", pk=1)
    changes = [
        UnitChange(unit=unit, kind=ChangeKind.RENAMED, name=f"第{i}名",
                   changed_from=VagueDate.parse(f"{year}年", year=year).start)
        for i, year in enumerate(sorted(years))
    ]  # fmt: skip
    unit._prefetched_objects_cache = {"changes": changes}
    assert unit.name_in(asked) == f"第{sum(year <= asked for year in years)}名"


def test_the_list_of_units_is_searched_by_former_names_too(client_of, admin, station, troupe):
    page = client_of(admin).get("/units/?q=群众艺术")
    assert [unit.name for unit in page.context["page_obj"].object_list] == ["滨江市文化艺术中心"]
    renamed(troupe, 2015, "滨江市群众艺术宫", kind=ChangeKind.MOVED)
    assert len(client_of(admin).get("/units/?q=群众艺术").context["page_obj"].object_list) == 1


@pytest.mark.parametrize("text", ["群众艺术馆", "群艺馆", "滨江市文化馆", "艺术中心"])
def test_a_unit_is_found_by_part_of_a_name_it_had(station, text):
    assert list(Unit.objects.called_like(text)) == [station]
    assert list(Unit.objects.called_like("歌舞厅")) == []


def test_the_name_before_a_move_is_no_other_name(troupe):
    renamed(troupe, 2015, "滨江市歌舞团（误）", kind=ChangeKind.MOVED)
    assert list(Unit.objects.called_like("（误）")) == []


def test_every_list_finds_a_renamed_unit_by_the_name_its_year_shows(
    station, bureau, admin, client_of, bureau_liaison
):
    host = make_group(station, name="艺术中心双拥工作领导小组")
    host.appointments.create(role="head", name="李馆长")
    plan = make_plan(station, title="双拥工作单项计划")
    pair = CoBuildingPair.objects.create(unit=station, troop=make_troop(station))
    make_user("guanzhang", unit=station)
    assert "滨江市文化艺术中心" in found(client_of(admin), "units:units", q="群众艺术馆")
    assert "guanzhang" in found(client_of(admin), "units:accounts", q="群众艺术馆")
    liaison = client_of(bureau_liaison)
    assert "李馆长" in found(liaison, "units:offices", unit="群艺馆")
    assert reverse("activities:pair", args=[pair.pk]) in found(
        liaison, "activities:pairs", q="群众艺术馆"
    )
    assert plan.get_absolute_url() in found(liaison, "activities:plans", q="群众艺术馆")


def found(client, view: str, **wanted) -> str:
    """The page of a list with these filters."""
    return client.get(reverse(view), wanted).content.decode()


def test_a_partner_is_recognised_by_a_name_of_its_year(station, troupe):
    known = Unit.objects.all().by_name(troupe)
    assert known["滨江市群众艺术馆"] == known["群艺馆"] == known["滨江市文化馆"] == station


def test_a_name_that_another_unit_bears_today_means_that_one(station, bureau, troupe):
    today = make_unit("滨江市文化馆", under=bureau)
    assert Unit.objects.all().by_name(troupe)["滨江市文化馆"] == today
