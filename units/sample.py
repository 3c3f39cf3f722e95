"""The units part of a sample document: units, groups, troops, accounts."""

from __future__ import annotations

from shuangyong.vague import VagueDate

from .models import Appointment, CoBuildingPair, GroupRole, LeadingGroup, Role, Troop, Unit, User

PASSWORD = "shuangyong2011"  # noqa: S105 - printed at the first start; sample data only
OFFICERS = (
    ("guanli", "系统管理员", Role.ADMIN),
    ("anquan", "安全管理员", Role.SECURITY),
    ("shenji", "安全审计员", Role.AUDITOR),
)


def load(document: dict) -> None:
    """Create what `document` says of units, with its accounts."""
    year = document["year"]
    for entry in document["units"]:
        add_unit(entry)
    for entry in document["groups"]:
        add_group(entry, year)
    Unit.objects.refresh_reviewers()
    for entry in document["troops"]:
        Troop.objects.create(**entry | {"unit": Unit.objects.get_by_natural_key(entry["unit"])})
    for entry in document.get("pairs", []):
        add_pair(entry)
    for entry in document["accounts"]:
        add_user(year=year, **entry)


def add_unit(entry: dict) -> Unit:
    """A unit at the end of its siblings: documents list units in administrative order."""
    fields = {key: value for key, value in entry.items() if key != "under"}
    if "under" not in entry:
        return Unit.objects.add_root(fields)
    return Unit.objects.add_child(Unit.objects.get_by_natural_key(entry["under"]), fields)


def add_group(entry: dict, year: int) -> LeadingGroup:
    """A leading group with its appointments and member units; `follows` names its last version."""
    fields = dict(entry)
    appointments = fields.pop("appointments", [])
    members = fields.pop("members", [])
    fields["host"] = Unit.objects.get_by_natural_key(fields["host"])
    for name in {"established", "valid_from", "valid_until"} & fields.keys():
        fields[name] = VagueDate.parse(fields[name], year=year)
    if before := fields.pop("follows", None):
        fields["previous"] = fields["host"].leading_groups.get(name=before)
    group = LeadingGroup.objects.create(**fields)
    group.members.set(Unit.objects.filter(name__in=members))
    for position, appointment in enumerate(appointments, 1):
        role = GroupRole(appointment["role"])
        Appointment.objects.create(group=group, position=position, **appointment | {"role": role})
    return group


def add_pair(entry: dict) -> CoBuildingPair:
    """A co-building pair."""
    return CoBuildingPair.objects.create(
        unit=Unit.objects.get_by_natural_key(entry["unit"]),
        troop=Troop.objects.get(name=entry["troop"]),
        form=entry["form"],
    )


def add_user(*, username: str, name: str, role: str, year: int, unit: str = "") -> User:
    """A sample account that works in the document's year."""
    return User.objects.create_user(
        username,
        PASSWORD,
        name=name,
        role=Role(role),
        unit=Unit.objects.get_by_natural_key(unit) if unit else None,
        working_year=year,
    )


def usable_accounts(documents: list[dict]) -> list[User]:
    """The sample's accounts that are active and still have its password, in its order."""
    names = [entry["username"] for document in documents for entry in document["accounts"]]
    names += [username for username, _, _ in OFFICERS]
    found = User.objects.filter(username__in=names, is_active=True).select_related("unit")
    usable = [user for user in found if user.check_password(PASSWORD)]
    return sorted(usable, key=lambda user: names.index(user.username))


def load_officers(year: int) -> None:
    """The three administrators of 三员分立."""
    for username, name, role in OFFICERS:
        add_user(username=username, name=name, role=role, year=year)
