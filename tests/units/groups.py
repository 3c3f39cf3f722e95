"""Leading groups that are no longer in force."""

from shuangyong.vague import VagueDate
from tests.factories import YEAR, make_group
from units.models import LeadingGroup, Unit

ENDED = VagueDate.parse("2010年", year=YEAR)


def make_former_group(host: Unit, **fields) -> LeadingGroup:
    """An earlier version of the host's leading group."""
    return make_group(host, name="原双拥工作领导小组", valid_until=ENDED, **fields)


def end_groups(*hosts: Unit) -> None:
    """The groups of these units are dissolved."""
    LeadingGroup.objects.filter(host__in=hosts).update(valid_until=ENDED)
    Unit.objects.refresh_reviewers()
