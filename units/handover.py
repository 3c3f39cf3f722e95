"""Handing over: one account's role, unit and unfinished work pass to a successor in one step.

Rooms above this one name the records whose last editor counts, with `register`, when the site
starts. What was done before stays under the name of who did it: history is not touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from shuangyong.review import StepRefused
from shuangyong.vague import VagueDate

from . import audit, granting, permissions
from .models import Appointment, GroupRole, Handover, Notice, User
from .records import UnitRecord

_records: list[type[UnitRecord]] = []


def register(model: type[UnitRecord]) -> None:
    """Let unfinished records of `model` pass to the successor of who worked on them last."""
    if model not in _records:
        _records.append(model)


@dataclass(frozen=True, slots=True)
class Passing:
    """What a handover would pass on: kinds of records with their number, names in groups."""

    records: tuple[tuple[str, int], ...]
    appointments: tuple[Appointment, ...]
    unread: int

    @property
    def total(self) -> int:
        """How many unfinished records there are."""
        return sum(count for _, count in self.records)


def passing(account: User) -> Passing:
    """What would pass on; one query for each kind of record, and two more."""
    return Passing(
        tuple((m._meta.verbose_name, _unfinished(m, account).count()) for m in _records),
        tuple(_appointments(account).select_related("group", "unit")),
        Notice.objects.unread_by(account).count(),
    )


def successors(account: User):
    """Accounts without rights, those meant for the same unit first."""
    waiting = User.objects.awaiting_rights().select_related("wanted_unit")
    same = Q(wanted_unit=account.unit_id)
    return waiting.filter(same).order_by("pk"), waiting.exclude(same).order_by("pk")


@transaction.atomic
def hand_over(account: User, successor: User, *, by: User, today: date) -> Handover:
    """Pass role, unit, unfinished records and places as 联络员 in groups to `successor`.

    The account handed over loses its role and is put out of use; it keeps its unit, so that
    history still says where it worked. Raises PermissionDenied if `by` may not grant rights,
    StepRefused if one of the two accounts is not as it has to be.
    """
    if not permissions.may_grant_roles(by):
        raise PermissionDenied
    locked = _lock(account, successor, by)
    old, new = locked[account.pk], locked[successor.pk]
    role, unit = old.role, old.unit
    counts = {m._meta.verbose_name: _pass_records(m, old, new) for m in _records}
    names = _pass_appointments(old, new, today)
    new.working_year = old.working_year
    new.save(update_fields=["working_year"])
    old.is_active = False
    old.save(update_fields=["is_active"])
    granting.give(old, "", unit, by=by, action="交接：移交人停用")
    granting.give(new, role, unit, by=by, action="交接：接任人授权")
    done = Handover.objects.create(unit=unit, role=role, predecessor=old, successor=new, by=by)
    passed = {kind: f"{count} 份" for kind, count in counts.items() if count}
    if names:
        passed["领导小组联络员"] = "、".join(names)
    audit.record(by, "交接", unit, changes={done.get_role_display(): [str(old), str(new)]} | passed)
    return done


def obstacle(account: User) -> str:
    """Why an account cannot be handed over; "" if it can."""
    if not permissions.may_see_records(account) or account.unit_id is None:
        return f"{account}没有业务角色，没有工作可以交接。"
    return "" if account.is_active else f"{account}的账号已停用，不能交接。"


def _lock(account: User, successor: User, by: User) -> dict[int, User]:
    wanted = User.objects.select_for_update().filter(pk__in=[account.pk, successor.pk])
    locked = {user.pk: user for user in wanted.order_by("pk")}
    if len(locked) < 2 or by.pk in locked:
        raise StepRefused("请选择另一个账号作为接任人。")
    if why := obstacle(locked[account.pk]):
        raise StepRefused(why)
    new = locked[successor.pk]
    if new.role or not new.is_active:
        raise StepRefused(f"{new}已有角色或已停用，请选择尚未授权的账号。")
    return locked


def _unfinished(model: type[UnitRecord], account: User):
    return model.objects.open_for_editing().filter(changed_by=account)


def _pass_records(model: type[UnitRecord], old: User, new: User) -> int:
    return _unfinished(model, old).update(changed_by=new)


def _appointments(account: User):
    """Where the account's name stands as 联络员 of its unit in a group in force."""
    own = Q(unit=account.unit_id) | Q(unit=None, group__host=account.unit_id)
    named = Appointment.objects.filter(own, name=account.name, role=GroupRole.LIAISON, until=None)
    return named.exclude(name="").filter(group__valid_until=None)


def _pass_appointments(old: User, new: User, today: date) -> list[str]:
    """End the old name's places today and let the new one's begin; the groups' names.

    The post is left empty: nobody has said yet what the successor's is.
    """
    day = VagueDate.parse(f"{today.year}年{today.month}月{today.day}日", year=today.year)
    groups = []
    for place in _appointments(old).select_related("group"):
        if place.since_day and place.since_day > today:
            raise StepRefused(f"{place.group}中{old}的任职时间晚于今天，请先在名单中更正。")
        same = {"group": place.group, "role": place.role, "unit_id": place.unit_id}
        place.until = day
        place.save(update_fields=["until"])
        if not Appointment.objects.filter(**same, name=new.name, until=None).exists():
            Appointment.objects.create(**same, name=new.name, since=day, position=place.position)
        groups.append(str(place.group))
    return groups
