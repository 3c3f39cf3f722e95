"""Giving an account its rights: the only place that sets role and unit."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from shuangyong.review import StepRefused

from . import audit, permissions
from .models import OFFICERS, Unit, User


def waiting_for(user: User) -> int:
    """How many accounts wait for what this account may grant."""
    return User.objects.awaiting_rights().count() if permissions.may_grant_roles(user) else 0


@transaction.atomic
def grant(account: User, *, role: str, unit: Unit | None, by: User) -> User:
    """Give `account` this role and unit, or take its rights away with "" and None.

    What was asked for it counts as answered. Raises PermissionDenied if `by` may not grant,
    StepRefused for the own account and for the last officer of a kind.
    """
    if not permissions.may_grant_roles(by):
        raise PermissionDenied
    if account.pk == by.pk:
        raise StepRefused("不能给自己授权，请由另一位安全管理员办理。")
    lock_office(account.role)
    locked = User.objects.select_for_update().get(pk=account.pk)
    if role != locked.role and locked.is_last_officer():
        raise StepRefused("这是该角色唯一在用的账号，请先授权另一个账号。")
    return give(locked, role, unit, by=by)


@transaction.atomic
def grant_as_wanted(accounts: Iterable[int], *, by: User) -> list[User]:
    """Give each of these accounts, by primary key, what was asked for it: all of them or none.

    Raises StepRefused with everything that stands against it. Officers are never made this way.
    """
    if not permissions.may_grant_roles(by):
        raise PermissionDenied
    chosen = User.objects.select_for_update().filter(pk__in=accounts).order_by("pk")
    locked = list(chosen.prefetch_related("wanted_unit"))
    if not locked:
        raise StepRefused("请先勾选账号。")
    found = [f"{account}：{why}" for account in locked if (why := _obstacle(account, by))]
    if found:
        raise StepRefused(f"没有授权。{'；'.join(found)}。")
    return [give(a, a.wanted_role, a.wanted_unit, by=by) for a in locked]


def lock_office(role: str) -> None:
    """Wait for who takes another account out of the same office: two at once would empty it."""
    if role in OFFICERS:
        list(User.objects.select_for_update().filter(role=role, is_active=True).order_by("pk"))


def give(locked: User, role: str, unit: Unit | None, *, by: User, action: str = "授权") -> User:
    """Set role and unit of a locked account, with a line in the audit trail."""
    before = (locked.get_role_display(), str(locked.unit or ""))
    locked.role, locked.unit = role, unit
    locked.wanted_role, locked.wanted_unit = "", None
    locked.save(update_fields=["role", "unit", "wanted_role", "wanted_unit"])
    after = (locked.get_role_display(), str(unit or ""))
    pairs = zip(("角色", "单位"), before, after, strict=True)
    changes = {what: [old, new] for what, old, new in pairs if old != new}
    audit.record(by, action, locked, changes=changes)
    return locked


def _obstacle(account: User, by: User) -> str:
    """Why what was asked for an account cannot be granted with a click; "" if it can."""
    if account.pk == by.pk:
        return "不能给自己授权"
    if account.role or not account.is_active:
        return "已有角色" if account.role else "账号已停用"
    if not account.has_wish:
        return "没有申请业务角色和单位，请逐个授权"
    return "" if account.wanted_unit.is_active else f"{account.wanted_unit}已停用"
