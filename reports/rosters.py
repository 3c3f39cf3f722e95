"""领导小组名单: who holds which office in a leading group, as an official document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from reports.document import Block, Document, Paragraph, Roster, spread
from reports.typesetting import CannotPrint
from units.models import Appointment, GroupRole, LeadingGroup, Unit

UNNAMED = ("双拥", "“双拥”", "拥军", "领导小组")  # beginnings of a name that says not whose it is
LONG_NAME = 6  # a longer name does not widen the column of all


def version_in(group: LeadingGroup, year: int | None) -> LeadingGroup:
    """The version of the group that stood at the end of a year; without one, `group` itself.

    Raises CannotPrint if its host had no group then.
    """
    if year is None:
        return group
    found = group.host.leading_groups.in_force(year).latest_first().first()
    if found is None:
        raise CannotPrint(f"{group.host.name_in(year)}{year}年没有设立领导小组。")
    return found


def build_roster(group: LeadingGroup, *, today: date, year: int | None = None) -> Document:
    """The 名单 of this version: as it stands, as it stood at its end or at the end of `year`.

    Raises CannotPrint if nobody is recorded.
    """
    end = date(year, 12, 31) if year else today
    day = min(group.valid_until_day or end, end)
    body = (
        *_established(group),
        *_offices(group, _in_office(group, day), day.year),
        *_members(group, day.year),
    )
    if not any(isinstance(block, Roster) for block in body):
        raise CannotPrint("尚未登记组成人员和成员单位，没有名单可以输出。")
    return Document(_title(group, day.year) + (f"\n（{year}年）" if year else ""), body=body)


def _in_office(group: LeadingGroup, day: date) -> list[Appointment]:
    """Who held an office on a day; an unknown day of a term does not limit it."""
    people = group.appointments.select_related("unit").prefetch_related("unit__changes")
    return [
        person for person in people if (person.since_day or day) <= day <= (person.until_day or day)
    ]


def _title(group: LeadingGroup, year: int) -> str:
    """The group's name, with its host's before it unless the name says whose group it is."""
    host = group.host.name_in(year) if group.name.startswith(UNNAMED) else ""
    return f"{host}{group.name}组成人员名单"


def _established(group: LeadingGroup) -> Iterable[Block]:
    """领导小组自2002年起设立（文号）。, of what is recorded."""
    number = group.document_number.strip()
    if group.established:
        yield Paragraph(
            f"领导小组自{group.established.dated}起设立{f'（{number}）' if number else ''}。"
        )
    elif number:
        yield Paragraph(f"文号：{number}。")


def _offices(group: LeadingGroup, people: list[Appointment], year: int) -> Iterable[Roster]:
    widths = [len(spread(person.name)) for person in people]
    names = max((width for width in widths if width <= LONG_NAME), default=3)
    for role in GroupRole:
        entries = [
            (person.name, _post(person, group.host, year))
            for person in people
            if person.role == role
        ]
        said = tuple(entry for entry in entries if entry != ("", role.label))
        if said:
            yield Roster(role.label, said, names=max(names, 3))


def _post(person: Appointment, host: Unit, year: int) -> str:
    """The post, after the unit it is held in where that is not the host."""
    if person.unit is None or person.unit_id == host.pk:
        return person.post
    name = person.unit.label_in(year)
    return person.post if person.post.startswith(name) else f"{name}{person.post}"


def _members(group: LeadingGroup, year: int) -> Iterable[Roster]:
    """The member units in administrative order."""
    names = [unit.label_in(year) for unit in group.members.with_former_names()]
    if names:
        yield Roster("成员单位", (("", f"{'、'.join(names)}。"),))
