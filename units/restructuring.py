"""What becomes of a leading group: restructured (调整) by a new version, or dissolved (撤销)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from shuangyong.review import StepRefused
from shuangyong.vague import VagueDate
from units import audit
from units.models import Appointment, LeadingGroup, Unit, User
from units.terms import Term, eve_of

COPIED = ("name", "established", "document_number", "note")
KEPT = ("role", "name", "post", "unit", "since", "position")


@transaction.atomic
def restructure(
    group: LeadingGroup,
    *,
    valid_from: VagueDate,
    by: User,
    version: LeadingGroup | None = None,
    members: Iterable[Unit] | None = None,
    people: Iterable[Appointment] | None = None,
) -> LeadingGroup:
    """The next version of a group, in force from `valid_from`; the old one ends on its eve.

    Name, member units and whoever is still in office are taken over, unless an unsaved
    `version`, `members` or `people` stand in for them. Raises StepRefused, with nothing
    changed, if the group is no longer in force or began later.
    """
    old = _locked(group)
    members = list(old.members.all() if members is None else members)
    people = people_of_next(old) if people is None else list(people)
    _end(old, eve_of(valid_from), by=by, action="调整领导小组")
    new = version or LeadingGroup(**{name: getattr(old, name) for name in COPIED})
    new.host, new.previous, new.valid_from, new.valid_until = old.host, old, valid_from, None
    new.save()
    new.members.set(members)
    for person in people:
        person.group = new
    Appointment.objects.bulk_create(people)
    Unit.objects.refresh_reviewers()
    audit.record(by, "保存领导小组", new, changes={"上一届": f"{old}（至{old.valid_until.dated}）"})
    return new


@transaction.atomic
def dissolve(group: LeadingGroup, *, until: VagueDate, reason: str, by: User) -> None:
    """End a group without a successor; the reason joins its note.

    Raises StepRefused if it is no longer in force or began later. Its host issues no more.
    """
    old = _locked(group)
    said = f"{until.dated}撤销：{reason}"
    old.note = "\n".join(filter(None, [old.note, said]))
    _end(old, until, by=by, action="撤销领导小组", reason=reason)
    Unit.objects.refresh_reviewers()


def people_of_next(group: LeadingGroup) -> list[Appointment]:
    """Who goes on in the next version: everybody still in office, unsaved, in order."""
    return [
        Appointment(**{name: getattr(person, name) for name in KEPT})
        for person in group.appointments.in_office().select_related("unit")
    ]


def _locked(group: LeadingGroup) -> LeadingGroup:
    """The stored group, locked, if it is still in force."""
    stored = LeadingGroup.objects.select_for_update().get(pk=group.pk)
    if not stored.is_current:
        raise StepRefused(
            f"“{stored}”已于{stored.valid_until.dated}{stored.state.label.removeprefix('已')}，"
            "不能再次办理。请在单位页面查看现行领导小组。"
        )
    return stored


def _end(group: LeadingGroup, until: VagueDate, *, by: User, action: str, reason: str = "") -> None:
    if Term(until=until).ends_before(Term(since=group.valid_from)):
        raise StepRefused(
            f"“{group}”{group.valid_from.dated}才起用，须在此之后才能调整或撤销；"
            "同一年内再次调整请把时间写到月或日。"
        )
    group.valid_until = until
    group.save(update_fields=["valid_until", "note"])
    changes = {"停用时间": until.dated} | ({"原因": reason} if reason else {})
    audit.record(by, action, group, changes=changes)
