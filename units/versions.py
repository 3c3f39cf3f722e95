"""历届: the versions of a unit's leading group, and what changed from one to the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from units.models import Appointment, LeadingGroup, Unit


@dataclass(frozen=True, slots=True)
class Version:
    """A group and how often its line had been restructured before: 0 for the first."""

    group: LeadingGroup
    number: int

    @property
    def label(self) -> str:
        """首次设立, 第1次调整 …"""
        return f"第{self.number}次调整" if self.number else "首次设立"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a version changed, each as it reads on the page; `moved` holds before and after."""

    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    moved: tuple[tuple[str, str, str], ...] = ()
    units_joined: tuple[str, ...] = ()
    units_left: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.joined, self.left, self.moved, self.units_joined, self.units_left))


def versions_of(host: Unit) -> list[Version]:
    """All versions of a unit's group, the latest first; one query."""
    groups = list(host.leading_groups.select_related("next").order_by("pk"))
    groups.sort(key=_in_time)
    previous = {group.pk: group.previous_id for group in groups}
    return [Version(group, _steps_back(group.pk, previous)) for group in reversed(groups)]


def _in_time(group: LeadingGroup) -> tuple[date, date]:
    since, until = group.term.since, group.term.until
    return (since.start if since else date.min, until.end if until else date.max)


def _steps_back(pk: int, previous: dict[int, int | None]) -> int:
    steps = 0
    while pk := previous.get(pk):
        steps += 1
    return steps


def changes_of(group: LeadingGroup, people: Iterable[Appointment], members: Iterable[Unit]):
    """What `group`, with these people and member units, changed; None for a first version.

    Compared is who was in office when the last version ended. Two queries.
    """
    if group.previous is None:
        return None
    before = _offices(group.previous.appointments.in_office())
    now = _offices(people)
    was = {unit.pk: unit.label for unit in group.previous.members.all()}
    units = {unit.pk: unit.label for unit in members}
    return Changes(
        joined=tuple(_told(who, held) for who, held in now.items() if who not in before),
        left=tuple(_told(who, held) for who, held in before.items() if who not in now),
        moved=tuple(
            (_name(who), "、".join(before[who]), "、".join(held))
            for who, held in now.items()
            if who in before and set(before[who]) != set(held)
        ),
        units_joined=tuple(label for pk, label in units.items() if pk not in was),
        units_left=tuple(label for pk, label in was.items() if pk not in units),
    )


def _offices(people: Iterable[Appointment]) -> dict[tuple, list[str]]:
    """Offices by person; where no name is known, the post in its office stands for the person."""
    held: dict[tuple, list[str]] = {}
    for person in people:
        who = (person.name,) if person.name else (person.post, person.role)
        office = [person.get_role_display()] + (
            [person.post] if person.name and person.post else []
        )
        held.setdefault(who, []).append("，".join(office))
    return held


def _name(who: tuple) -> str:
    return who[0]


def _told(who: tuple, held: list[str]) -> str:
    return f"{_name(who)}（{'；'.join(held)}）"
