"""Versions of a standard: what is in use stays as it is, a change to it is the next version."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from shuangyong.review import StepRefused
from units import audit, permissions
from units.models import User

from .copying import copy_standard
from .models import Standard

IN_USE = "细则已用于考核，不能再改；需要调整的，请先点“修订”，在新版本上修改。"
HEAD = ("unit", "name", "basis", "year", "year_to", "total", "note")


def lock_for_editing(pk: int, *, by: User) -> Standard:
    """The standard, locked until the transaction ends, with `in_use`.

    Raises PermissionDenied if `by` does not issue for its unit. A round that is being opened
    by it locks the same row, so nothing changes under the round.
    """
    locked = Standard.objects.select_for_update().get(pk=pk)
    if not permissions.may_issue_for(by, locked.unit):
        raise PermissionDenied
    locked.in_use = Standard.objects.with_use().get(pk=pk).in_use
    return locked


@transaction.atomic
def revise(standard: Standard, *, by: User) -> Standard:
    """修订: the next version, with everything the standard holds; it is a draft until it is used.

    Raises StepRefused if it has a next version already.
    """
    locked = lock_for_editing(standard.pk, by=by)
    if later := locked.revisions.first():
        raise StepRefused(f"《{locked.name}》已有第{later.version}版，请在该版本上修改。")
    head = {field: getattr(locked, field) for field in HEAD}
    onto = Standard(version=locked.version + 1, revises=locked, **head)
    made = copy_standard(locked, onto)
    audit.record(by, "修订考核细则", made, changes={"版本": [str(locked), str(made)]})
    return made


@transaction.atomic
def copy_as(standard: Standard, onto: Standard, *, by: User) -> Standard:
    """复制为另一细则: `onto` is the head of a standard of its own, of the unit of `by`."""
    if not permissions.may_issue_for(by, onto.unit):
        raise PermissionDenied
    made = copy_standard(standard, onto)
    audit.record(by, "复制考核细则", made, changes={"复制自": str(standard)})
    return made


@transaction.atomic
def discard(standard: Standard, *, by: User) -> None:
    """Delete a standard that no round uses, one that is only being prepared included.

    Raises StepRefused and names the round otherwise.
    """
    locked = lock_for_editing(standard.pk, by=by)
    if round_ := locked.rounds.first():
        raise StepRefused(f"“{round_}”使用这一细则，不能删除。")
    if locked.in_use:
        raise StepRefused("考核曾按这一版进行，填写的内容还在，不能删除。")
    audit.record(by, "删除考核细则", locked)
    locked.delete()
