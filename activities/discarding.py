"""Taking back a plan that was begun by mistake."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError

from shuangyong.review import Status, StepRefused
from units import audit
from units.models import User

from .models import Plan


@transaction.atomic
def discard(plan: Plan, *, by: User) -> None:
    """Delete a draft with its measures; StepRefused for what others rely on already.

    A sub-plan is not the unit's to delete: it was asked for. Nor is a plan that has sub-plans.
    """
    locked = Plan.objects.select_for_update().select_related("unit").get(pk=plan.pk)
    if locked.status != Status.DRAFT:
        raise StepRefused(f"计划{locked.get_status_display()}，不能删除。")
    if locked.parent_id:
        raise StepRefused("单项计划由上级下发，不能删除；没有的内容可以在“修改”中删去。")
    if locked.items.filter(activities__isnull=False).exists():
        raise StepRefused("已有活动对应这份计划的措施，不能删除。")
    audit.record(by, "删除计划", locked)
    try:
        with transaction.atomic():
            locked.delete()
    except ProtectedError as protected:
        raise StepRefused("计划已经下发过，有单项计划，不能删除。") from protected
