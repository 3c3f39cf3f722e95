"""谁在 2011 年是组长: which version was in force, and who held which office in it."""

import pytest

from shuangyong.vague import VagueDate
from tests.factories import YEAR
from units.models import Appointment, LeadingGroup


def when(text: str | None) -> VagueDate | None:
    """A time as written, or none."""
    return text and VagueDate.parse(text, year=YEAR)


@pytest.mark.parametrize(
    ("established", "valid_from", "valid_until", "in_2011"),
    [
        (None, None, None, True),
        ("2002年", None, None, True),
        ("2012年3月", None, None, False),
        ("2002年", "2012年", None, False),
        (None, "2011年12月", None, True),
        (None, None, "2011年1月", True),
        (None, None, "2010年12月31日", False),
        (None, "2010年", "2012年", True),
    ],
)
def test_a_group_is_in_force_between_its_days_and_an_unknown_one_does_not_limit(
    office, established, valid_from, valid_until, in_2011
):
    group = office.leading_groups.get()
    group.established, group.valid_from = when(established), when(valid_from)
    group.valid_until = when(valid_until)
    group.save()
    assert LeadingGroup.objects.in_force(2011).filter(pk=group.pk).exists() is in_2011


@pytest.mark.parametrize(
    ("since", "until", "valid_until", "in_2011"),
    [
        (None, None, None, True),
        ("2011年12月", None, None, True),
        ("2012年", None, None, False),
        (None, "2010年", None, False),
        ("2009年", "2011年3月", None, True),
        ("2009年", None, "2010年", False),
    ],
)
def test_a_person_holds_office_within_the_time_of_the_version(
    office, since, until, valid_until, in_2011
):
    group = office.leading_groups.get()
    group.valid_until = when(valid_until)
    group.save()
    Appointment.objects.create(
        group=group, role="head", name="王主任", since=when(since), until=when(until)
    )
    assert Appointment.objects.held_in(2011).exists() is in_2011
