"""Taking back what was begun by mistake: a plan, an activity, a series with its dates."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError

from shuangyong.review import Status, StepRefused
from units import audit, permissions
from units.models import User

from .models import Activity, Plan


@transaction.atomic
def discard_activity(activity: Activity, *, by: User, with_parts: int = 0) -> None:
    """Delete a draft with its evidence, a series with its dates if `with_parts` is their number.

    Raises StepRefused, and deletes nothing, if a date was added meanwhile, is not a draft that
    `by` may delete, or is relied on elsewhere.
    """
    locked = Activity.objects.select_for_update().select_related("unit").get(pk=activity.pk)
    if not permissions.may_delete(by, locked):
        raise StepRefused(f"活动{locked.get_status_display()}，不能删除。")
    parts = list(activity.parts.select_for_update().select_related("unit"))
    kept = [part for part in parts if not permissions.may_delete(by, part)]
    if kept:
        raise StepRefused(f"“{activity}”有 {len(kept)} 次活动已不是您的草稿，不能删除。")
    if len(parts) != with_parts:
        raise StepRefused(f"“{activity}”现在有 {len(parts)} 次活动，没有删除；请核对后再删除。")
    try:
        with transaction.atomic():
            for each in [*parts, activity]:
                audit.record(by, "删除活动", each)
                each.delete()
    except ProtectedError as protected:
        raise StepRefused(f"“{activity}”已被考核等引用，不能删除。") from protected


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
