"""The made-up city: its units, their leading groups, troops, partnerships and accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from django.contrib.auth.hashers import make_password

from shuangyong.vague import VagueDate
from units import unit_growth
from units.models import (
    Appointment,
    CoBuildingPair,
    GroupRole,
    LeadingGroup,
    Role,
    Troop,
    TroopKind,
    Unit,
    UnitKind,
    User,
)
from units.sample import OFFICERS, PASSWORD

from .words import (
    CITY,
    CULTURE,
    DISTRICTS,
    GIVEN,
    MEMBERS,
    OFFICE,
    STREETS,
    SURNAMES,
    TROOPS,
    TROUPES,
)

SEED = 20110801
ACCOUNTS = (
    ("shiban", Role.REVIEWER, OFFICE[0]),
    ("shiban-lianluo", Role.LIAISON, OFFICE[0]),
    ("shiban-lingdao", Role.LEADER, OFFICE[0]),
    ("wenlv-shenhe", Role.REVIEWER, CULTURE[0]),
    ("wenlv-lianluo", Role.LIAISON, CULTURE[0]),
    ("wenlv-lingdao", Role.LEADER, CULTURE[0]),
)
"""Who works in the two offices; every other unit has a 联络员, danwei003 for the third unit."""


@dataclass
class Load:
    """How large it is to be, and what has been made of it so far."""

    units_wanted: int
    activities_wanted: int
    years: range
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - no secret
    units: list[Unit] = field(default_factory=list)
    """In administrative order."""
    troops: list[Troop] = field(default_factory=list)
    writers: dict[int, User] = field(default_factory=dict)
    """Who writes the records of each unit, by its key."""
    reviewers: dict[int, User] = field(default_factory=dict)
    """Who reviews for each issuing unit, by its key."""

    @property
    def last(self) -> int:
        """The year in which the work is going on."""
        return self.years[-1]

    @property
    def issuing(self) -> list[Unit]:
        """The units that issue plans and rounds, the highest first."""
        return [unit for unit in self.units if unit.pk in self.reviewers]

    def below(self, issuer: Unit) -> list[Unit]:
        """Whom an issuing unit reviews, without itself."""
        return [u for u in self.units if u.reviewed_by_id == issuer.pk and u.pk != issuer.pk]

    def reviewer_of(self, unit: Unit) -> User:
        """Who confirms the records of a unit."""
        return self.reviewers[unit.reviewed_by_id]

    def person(self) -> str:
        """A made-up name."""
        return self.random.choice(SURNAMES) + self.random.choice(GIVEN)


def found(load: Load) -> None:
    """Units with their groups, troops and partnerships, then the accounts."""
    unit_growth.create(_entries(load.units_wanted))
    units = list(Unit.objects.all())
    parents = {unit.path[: -Unit.steplen] for unit in units}
    hosts = [unit for unit in units if unit.path in parents]
    for host in hosts:
        _group(load, host, [u for u in units if u.path[: -Unit.steplen] == host.path])
    Unit.objects.refresh_reviewers()
    load.units = list(Unit.objects.all())
    _troops(load)
    _accounts(load, {host.pk for host in hosts})


def _entries(wanted: int) -> list[dict]:
    """The units as a table of them: the office, bureaus, what stands below one, the districts."""
    bureaus = [(f"{CITY}{name}", f"市{name}", duties) for name, duties in MEMBERS]
    bureaus.insert(3, (*CULTURE, "负责组织文艺院团、场馆开展文化拥军活动。"))
    entries = [_entry(*OFFICE, UnitKind.OFFICE, "", "承担双拥工作领导小组的日常工作。")]
    entries += [_entry(*bureau[:2], UnitKind.MEMBER, OFFICE[0], bureau[2]) for bureau in bureaus]
    entries += [_entry(f"{CITY}{t}", f"市{t}", UnitKind.SUBORDINATE, CULTURE[0]) for t in TROUPES]
    districts = [(f"{CITY}{d}文化和旅游局", f"{d}文旅局") for d in DISTRICTS]
    entries += [_entry(*names, UnitKind.DISTRICT, CULTURE[0]) for names in districts]
    for number in range(wanted - len(entries)):
        round_, place = divmod(number, len(DISTRICTS))
        series, street = divmod(round_, len(STREETS))
        of = f"第{series + 1}" if series else ""
        name = f"{DISTRICTS[place]}{STREETS[street]}街道{of}文化站"
        above = districts[place][0]
        entries.append(_entry(f"{CITY}{name}", name, UnitKind.GRASSROOTS, above))
    return entries[:wanted]


def _entry(name: str, short: str, kind: UnitKind, above: str, duties: str = "") -> dict:
    return {
        "name": name, "short_name": short, "kind": kind, "superior": above, "duties": duties
    }  # fmt: skip


def _group(load: Load, host: Unit, members: list[Unit]) -> None:
    """A leading group in force since before the first year, its heads named, its members listed."""
    since = VagueDate.parse(f"{load.years[0] - 1}年3月", year=load.years[0])
    group = LeadingGroup.objects.create(
        host=host,
        name=f"{host.label.removesuffix('办')}双拥工作领导小组".replace("双拥双拥", "双拥"),
        established=since,
        valid_from=since,
        document_number=f"清双办〔{load.years[0] - 1}〕{load.random.randint(1, 30)}号",
    )
    group.members.set(members)
    offices = [(GroupRole.HEAD, "主要负责人", host), (GroupRole.DEPUTY_HEAD, "分管负责人", host)]
    offices += [(GroupRole.MEMBER, "分管负责人", unit) for unit in members[:30]]
    offices += [(GroupRole.LIAISON, "办公室主任", unit) for unit in members[:10]]
    Appointment.objects.bulk_create(
        Appointment(
            group=group, role=role, name=load.person(), post=f"{unit.label}{post}", unit=unit,
            since=since, position=position,
        )
        for position, (role, post, unit) in enumerate(offices, 1)
    )  # fmt: skip


def _troops(load: Load) -> None:
    office, parted = load.units[0], load.units[1 : 1 + 2 * len(TROOPS)]
    load.troops = [
        Troop.objects.create(unit=office, name=name, kind=TroopKind(kind), location=where)
        for name, kind, where in TROOPS
    ]
    forms = ("共建文明单位", "文化共建", "送教育进军营", "结对帮扶")
    CoBuildingPair.objects.bulk_create(
        CoBuildingPair(
            unit=unit,
            troop=load.troops[number % len(TROOPS)],
            since=VagueDate.parse(f"{load.years[0] - number % 9}年", year=load.years[0]),
            form=forms[number % len(forms)],
        )
        for number, unit in enumerate(parted)
    )


def _accounts(load: Load, issuing: set[int]) -> None:
    """One for the work of each unit, one for the review of each that issues; 三员."""
    password, made = make_password(PASSWORD), []

    def account(username: str, role: Role, unit: Unit | None, name: str = "") -> User:
        made.append(
            User(
                username=username, name=name or load.person(), role=role, unit=unit,
                password=password, working_year=load.last,
                phone=f"0830-{load.random.randint(2000000, 8999999)}" if unit else "",
            )
        )  # fmt: skip
        return made[-1]

    named = {(unit, role): username for username, role, unit in ACCOUNTS}
    for number, unit in enumerate(load.units, 1):
        username = named.get((unit.name, Role.LIAISON), f"danwei{number:03}")
        load.writers[unit.pk] = account(username, Role.LIAISON, unit)
        if unit.pk in issuing:
            username = named.get((unit.name, Role.REVIEWER), f"shenhe{number:03}")
            load.reviewers[unit.pk] = account(username, Role.REVIEWER, unit)
        if (unit.name, Role.LEADER) in named:
            account(named[unit.name, Role.LEADER], Role.LEADER, unit)
    for username, name, role in OFFICERS:
        account(username, role, None, name)
    User.objects.bulk_create(made, batch_size=500)
