"""make_load: a made-up office of the size asked for, into an empty database only."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from activities.models import Activity, Evidence
from assessments.models import Assessment, Round, RoundState
from reports.models import Summary
from shuangyong.review import Status
from tests.pages import account_of
from units.models import Role, Unit, User

SMALL = {"units": 36, "activities": 70, "years": 2, "photos": 3, "last_year": 2012}


def loaded(**size) -> str:
    """What the command says."""
    said = StringIO()
    call_command("make_load", stdout=said, **SMALL | size)
    return said.getvalue()


@pytest.mark.django_db
def test_an_office_of_the_size_asked_for():
    said = loaded()
    assert (Unit.objects.count(), Activity.objects.count()) == (36, 70)
    assert Evidence.objects.count() == 3
    assert set(Activity.objects.values_list("year", flat=True)) == {2011, 2012}
    former = Activity.objects.filter(year=2011)
    assert former.count() == former.confirmed().count() == 35
    assert all(a.history.exists() for a in former)
    assert {s for (s,) in Assessment.objects.filter(round__year=2012).values_list("status")} == set(
        Status
    )
    assert Round.objects.filter(year=2011, state=RoundState.PUBLISHED).count() == 2
    assert Summary.objects.filter(year=2012, status=Status.RETURNED).exists()
    for role in Role:
        account = account_of(role)
        assert account.check_password("shuangyong2011")
        assert account.username in said
    with pytest.raises(CommandError, match="已有数据"):
        loaded()


@pytest.mark.django_db
def test_nothing_is_loaded_for_a_size_that_makes_no_sense():
    for wrong in ({"units": 0}, {"activities": -1}, {"years": 0}, {"years": 100}):
        with pytest.raises(CommandError):
            loaded(**wrong)
    assert not User.objects.exists()
