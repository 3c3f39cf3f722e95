"""三员分立 in the database: what no statement can make of an account."""

import pytest
from django.db import IntegrityError, transaction

from tests.cases import each
from units.models import OFFICERS, User

BROKEN = [
    {"role": "root"},
    {"role": "admin,sec"},
    {"role": "ADMIN"},
    {"wanted_role": "auditor"},
]


@each("fields", BROKEN)
def test_an_account_has_one_of_the_six_roles(liaison, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=liaison.pk).update(**fields)


@each("role", OFFICERS)
def test_an_officer_is_in_no_units_business(liaison, troupe, role):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=liaison.pk).update(role=role)
    User.objects.filter(pk=liaison.pk).update(role=role, unit=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=liaison.pk).update(unit=troupe)


@each("role", OFFICERS)
def test_the_form_says_that_an_officer_has_no_unit(client_of, security, liaison, troupe, role):
    page = client_of(security).post(
        f"/accounts/{liaison.pk}/grant/", {"role": role, "unit": troupe.name}
    )
    assert "不属于任何单位" in page.context["form"].errors["unit"][0]


def test_there_is_no_flag_that_gives_every_right():
    names = {field.name for field in User._meta.get_fields()}
    assert not names & {"is_superuser", "is_staff", "groups", "user_permissions"}
