"""However long a list gets, its page costs the same number of queries."""

import pytest

from tests.factories import make_troop, make_unit, make_user
from units import audit
from units.models import Appointment, CoBuildingPair, GroupRole, Role

from .groups import make_former_group

FEW, MANY = 3, 9


@pytest.fixture
def grows(count_queries):
    """Whether a page takes more queries once `add` has been called three times as often."""

    def measured(user, url: str, add) -> bool:
        for number in range(FEW):
            add(number)
        few = count_queries(user, url)
        for number in range(FEW, MANY):
            add(number)
        return count_queries(user, url) != few

    return measured


def test_the_directory_of_units(grows, office_reviewer, bureau):
    def add(number):
        make_former_group(make_unit(f"滨江市第{number}文化馆", under=bureau))

    assert not grows(office_reviewer, "/units/", add)


def test_the_list_of_accounts(grows, admin, bureau):
    def add(number):
        make_user(f"user{number}", Role.LIAISON, make_unit(f"滨江市第{number}局", under=bureau))

    assert not grows(admin, "/accounts/", add)


def test_the_audit_trail(grows, auditor, troupe):
    def add(number):
        actor = make_user(f"user{number}", Role.LIAISON, troupe)
        audit.record(actor, "修改单位", troupe, changes={"简称": ["", f"第{number}团"]})

    assert not grows(auditor, "/audit/", add)


def test_the_page_of_a_unit(grows, reviewer, bureau, troupe):
    def add(number):
        unit = make_unit(f"滨江市第{number}文化馆", under=bureau)
        make_user(f"user{number}", Role.LIAISON, bureau)
        make_former_group(bureau)
        unit_group = make_former_group(unit)
        unit_group.members.add(bureau)
        troop = make_troop(bureau, f"驻滨江第{number}支队")
        CoBuildingPair.objects.create(unit=bureau, troop=troop)

    assert not grows(reviewer, bureau.get_absolute_url(), add)


@pytest.mark.parametrize("page", ["", "edit/", "restructure/", "dissolve/"])
def test_the_page_and_the_form_of_a_group(grows, reviewer, bureau, page):
    group = bureau.leading_groups.get()

    def add(number):
        unit = make_unit(f"滨江市第{number}文化馆", under=bureau)
        group.members.add(unit)
        for role in (GroupRole.MEMBER, GroupRole.LIAISON):
            Appointment.objects.create(group=group, role=role, name=f"第{number}人", unit=unit)

    assert not grows(reviewer, f"{group.get_absolute_url()}{page}", add)


def test_the_form_of_a_unit(grows, admin, troupe, bureau):
    def add(number):
        make_unit(f"滨江市第{number}文化馆", under=bureau)

    assert not grows(admin, f"/units/{troupe.pk}/edit/", add)
