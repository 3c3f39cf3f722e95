"""manage.py load_sample: all or nothing, and only into an empty database."""

import io

import pytest
from django.core.management import CommandError, call_command

from activities.models import Activity
from assessments import sample as assessments_sample
from units.models import Role, Unit, User

pytestmark = pytest.mark.django_db


def load() -> str:
    """What the command says."""
    said = io.StringIO()
    call_command("load_sample", stdout=said)
    return said.getvalue()


def counts() -> tuple[int, int, int]:
    """How much there is."""
    return Unit.objects.count(), User.objects.count(), Activity.objects.count()


def test_it_names_an_account_for_every_role_with_the_password():
    said = load()
    for user in User.objects.all():
        assert user.username in said
        assert user.get_role_display() in said
    password = said.split("密码均为 ")[1].split("，")[0]
    assert all(user.check_password(password) for user in User.objects.all())
    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)


def test_a_second_time_changes_nothing():
    load()
    before = counts()
    with pytest.raises(CommandError, match="已有数据"):
        load()
    assert counts() == before


def test_a_single_account_is_enough_to_refuse(admin):
    with pytest.raises(CommandError, match="已有数据"):
        load()
    assert counts() == (0, 1, 0)


def test_a_single_unit_is_enough_to_refuse(foreign_office):
    with pytest.raises(CommandError, match="已有数据"):
        load()
    assert counts() == (1, 0, 0)


def test_what_fails_half_way_leaves_nothing_behind(monkeypatch):
    def fail(document):
        raise RuntimeError("disk full")

    monkeypatch.setattr(assessments_sample, "load", fail)
    with pytest.raises(RuntimeError, match="disk full"):
        load()
    assert counts() == (0, 0, 0)
