"""Units are named as people name them: full or short, in forms and in tables."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from shuangyong.vague import VagueDate
from tests.cases import each
from tests.factories import make_unit
from units.forms.fields import UnitNameField
from units.models import Unit
from units.naming import UnitNames, find_unit

pytestmark = pytest.mark.django_db


def by_query(text: str) -> Unit:
    return find_unit(Unit.objects.all(), text)


def by_table(text: str) -> Unit:
    return UnitNames(Unit.objects.all()).find(text)


@pytest.fixture(params=[by_query, by_table])
def find(request, bureau, troupe, union):
    """Both ways to find a unit: one for a form, one for a table."""
    return request.param


@each("name", ["滨江市文化局", "市文化局", " 市文化局　", "滨江市文化局\n"])
def test_a_unit_is_found_by_full_and_short_name(find, bureau, name):
    assert find(name) == bureau


@pytest.mark.parametrize("name", ["滨江市文化体育局", "市文体局"])
def test_a_unit_is_found_by_a_name_it_had_unless_another_bears_it_today(find, bureau, union, name):
    changed = VagueDate.parse("2005年", year=2005)
    bureau.changes.create(
        kind="renamed", changed=changed, name="滨江市文化体育局", short_name="市文体局"
    )
    assert find(name) == bureau
    Unit.objects.filter(pk=union.pk).update(short_name=name)
    assert find(name) == union


@pytest.mark.parametrize(
    ("name", "near"),
    [("滨江文化局", "滨江市文化局"), ("滨江市歌午团", "滨江市歌舞团"), ("总工会", "滨江市总工会")],
)
def test_an_unknown_unit_is_answered_with_the_nearest_names(find, name, near):
    with pytest.raises(ValidationError, match=f"没有名为“{name}”的单位。是否指：{near}"):
        find(name)


def test_what_is_like_nothing_gets_no_proposal(find):
    with pytest.raises(ValidationError, match="请写单位全称或简称"):
        find("XYZ")


def test_a_short_name_of_two_cities_has_to_be_written_out(find, foreign_office):
    make_unit("远山市文化局", under=foreign_office, short_name="市文化局")
    with pytest.raises(
        ValidationError, match=r"有多个单位简称“市文化局”，请写全称：.*远山市文化局"
    ):
        find("市文化局")


def test_a_full_name_counts_before_somebody_elses_short_name(find, bureau, foreign_office):
    make_unit("远山市文化局", under=foreign_office, short_name="滨江市文化局")
    assert find("滨江市文化局") == bureau


def test_a_table_asks_nothing_more_of_the_database(bureau, django_assert_num_queries):
    names = UnitNames(Unit.objects.all())
    with django_assert_num_queries(0):
        assert names.find("市文化局") == bureau
        for number in range(50):
            with pytest.raises(ValidationError, match="没有名为"):
                names.find(f"滨江市第{number}局")


class Asking(forms.Form):
    """A form with such a field."""

    unit = UnitNameField(label="单位", required=False)


def test_the_field_shows_a_units_name_and_gives_back_the_unit(bureau):
    assert 'value="滨江市文化局"' in str(Asking(initial={"unit": bureau.pk})["unit"])
    form = Asking({"unit": "市文化局"}, initial={"unit": None})
    assert form.is_valid()
    assert form.cleaned_data["unit"] == bureau
    assert form.changed_data == ["unit"]
    assert not Asking({"unit": bureau.name}, initial={"unit": bureau.pk}).has_changed()


def test_the_field_keeps_what_was_typed_wrongly(bureau):
    form = Asking({"unit": "没有的局"})
    assert "没有名为“没有的局”的单位" in form.errors["unit"][0]
    assert 'value="没有的局"' in str(form["unit"])


def test_an_empty_field_is_no_unit(db):
    form = Asking({"unit": " "})
    assert form.is_valid()
    assert form.cleaned_data["unit"] is None


def test_names_are_proposed_while_one_types(client_of, admin, bureau, troupe):
    browser = client_of(admin)
    proposed = browser.get("/units/names/", {"of": "unit", "unit": "歌舞"}).content.decode()
    assert '<option value="滨江市歌舞团">市歌舞团</option>' in proposed
    assert "文化局" not in proposed
    assert "文化局" in browser.get("/units/names/?of=unit&unit=").content.decode()


def test_no_name_of_another_city_is_proposed(client_of, liaison, foreign_office):
    assert "远山" not in client_of(liaison).get("/units/names/").content.decode()


def test_a_proposal_takes_the_same_queries_with_many_units(count_queries, admin, office):
    few = count_queries(admin, "/units/names/")
    for number in range(40):
        make_unit(f"滨江市第{number}局", under=office)
    assert count_queries(admin, "/units/names/") == few


def test_a_character_no_database_keeps_is_no_part_of_a_name(client_of, admin, bureau):
    page = client_of(admin).get("/units/names/?of=unit&unit=文化局%00")
    assert [unit.name for unit in page.context["units"]] == ["滨江市文化局"]
