"""An activity as a row of a ledger: the cells that an import reads back as the same activity."""

from __future__ import annotations

from functools import lru_cache

from activities.models import (
    Activity,
    BeneficiaryCategory,
    Contribution,
    ContributionCategory,
    PartnerRole,
)

from . import columns as c
from .wording import (
    Counted,
    Fact,
    Given,
    HelpedGroup,
    print_counts,
    print_facts,
    print_given,
    print_helped,
)

BY_ROLE = {
    PartnerRole.HOST: c.HOSTS, PartnerRole.ORGANISER: c.ORGANISERS,
    PartnerRole.CO_ORGANISER: c.CO_ORGANISERS, PartnerRole.PARTICIPANT: c.PARTICIPANTS,
    PartnerRole.INVITER: c.INVITERS,
}  # fmt: skip
KEPT = 20_000  # wordings of single lines that are remembered: most of them recur


def cells_of(activity: Activity, *, dated: bool = False) -> dict[str, str]:
    """Text by column, "" where there is none; expects `Activity.objects.for_ledger()`.

    Times are worded as they were written; `dated` puts the year in, for tables of several years.
    """
    year, held = activity.year, activity.held
    wording = "" if held is None else held.dated if dated else held.for_input(year)
    return {
        c.UNIT: activity.unit.name_in(year),
        c.HELD: wording,
        c.KIND: activity.kind.name,
        c.FURTHER_KINDS: "、".join(kind.name for kind in activity.kinds_besides),
        c.TITLE: activity.title,
        c.SERIES: activity.series.title if activity.series_id else "",
        c.PLACE: activity.place,
        **_partners(activity),
        c.TROOPS: "、".join(troops_of(activity)),
        c.GUESTS: activity.guests,
        **_lines(activity),
        c.OCCASION: activity.get_occasion_display(),
        c.NARRATIVE: activity.narrative,
        c.EFFECT: activity.effect,
        c.NOTE: activity.note,
    }


def troops_of(activity: Activity) -> list[str]:
    """The troops by name, then what was written where none was named."""
    written = [activity.troops_as_written] if activity.troops_as_written else []
    return [*(troop.name for troop in activity.troops_named), *written]


def _partners(activity: Activity) -> dict[str, str]:
    """Who took part, by role; it was held by the reporting unit unless others are named."""
    named: dict[str, list[str]] = {column: [] for column in BY_ROLE.values()}
    for partner in activity.taking_part:
        named[BY_ROLE[partner.role]].append(partner.name_in(activity.year))
    named[c.HOSTS] = named[c.HOSTS] or [activity.unit.name_in(activity.year)]
    return {column: "、".join(names) for column, names in named.items()}


def _lines(activity: Activity) -> dict[str, str]:
    year, kind = activity.year, activity.kind.name
    given = (_given(_as_given(line), year, kind) for line in activity.given)
    return {
        c.COUNTS: "；".join(_count(Counted(line.label, line.number)) for line in activity.counted),
        c.GIVEN: "；".join(given),
        c.HELPED: "；".join(
            _helped(HelpedGroup(BeneficiaryCategory(line.category), line.number))
            for line in activity.helped
        ),
        c.FACTS: "；".join(_fact(Fact(line.label, line.text)) for line in activity.told),
    }


def _as_given(line: Contribution) -> Given:
    """A name that only repeats the category says nothing more, see `wording.Given`."""
    category = ContributionCategory(line.category)
    name = "" if line.name == category.label else line.name
    return Given(category, name, line.quantity, line.value, line.given_on)


@lru_cache(maxsize=KEPT)
def _count(line: Counted) -> str:
    return print_counts([line])


@lru_cache(maxsize=KEPT)
def _given(line: Given, year: int, kind: str) -> str:
    return print_given([line], year=year, kind=kind)


@lru_cache(maxsize=KEPT)
def _helped(line: HelpedGroup) -> str:
    return print_helped([line])


@lru_cache(maxsize=KEPT)
def _fact(line: Fact) -> str:
    return print_facts([line])
