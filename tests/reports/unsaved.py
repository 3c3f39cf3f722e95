"""Activities that no database holds, for tests of how they are told."""

from itertools import count

from activities.models import (
    Activity,
    ActivityCount,
    ActivityFact,
    ActivityKind,
    BeneficiaryGroup,
    Contribution,
    Partner,
)
from shuangyong.vague import VagueDate, VagueNumber
from tests.factories import YEAR
from units.models import Troop, Unit

LINES = ("troops", "counts", "facts", "contributions", "beneficiaries", "partners", "parts")
_keys = count(1)


def unit_called(name: str, short_name: str = "") -> Unit:
    """A unit that has never changed its name."""
    unit = Unit(pk=next(_keys), name=name, short_name=short_name, path=f"{next(_keys):04}")
    return _with_lines(unit, changes=[])


def number(written: str | None) -> VagueNumber | None:
    """A number as it is written."""
    return written and VagueNumber.parse(written)


def gave(category: str, name: str = "", quantity=None, value=None, given_on=None) -> Contribution:
    """Something given."""
    return Contribution(
        category=category, name=name, quantity=number(quantity), value=number(value),
        given_on=given_on and VagueDate.parse(given_on, year=YEAR),
    )  # fmt: skip


def recorded(
    unit: Unit, title: str, held: str | None = None, *,
    counts=(), facts=(), gifts=(), helped=(), troops=(), partners=(), parts=(), **fields,
) -> Activity:  # fmt: skip
    """An activity with its lines. counts and facts: (label, written); partners: (role, name)."""
    year = fields.pop("year", YEAR)
    kind = fields.pop("kind", None) or ActivityKind(pk=1, name="慰问演出", position=10)
    activity = Activity(
        pk=next(_keys), unit=unit, title=title, kind=kind, year=year,
        held=held and VagueDate.parse(held, year=year), is_series=bool(parts), **fields,
    )  # fmt: skip
    return _with_lines(
        activity,
        troops=[Troop(name=name) for name in troops],
        counts=[ActivityCount(label=label, number=number(written)) for label, written in counts],
        facts=[ActivityFact(label=label, text=text) for label, text in facts],
        contributions=list(gifts),
        beneficiaries=[BeneficiaryGroup(category=c, number=number(n)) for c, n in helped],
        partners=[Partner(role=role, name=name) for role, name in partners],
        parts=list(parts),
    )


def _with_lines(record, **lines):
    record._prefetched_objects_cache = lines
    return record
