"""Issuing a plan: every receiving unit gets its sub-plan, with a deadline."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from units import audit
from units.models import Unit, User

from .models import Plan, PlanItem


@transaction.atomic
def issue_plan(plan: Plan, *, by: User, deadline: date) -> list[Plan]:
    """One 单项计划 per receiving unit, prefilled with the measures that name it.

    Returns the sub-plans that were made. Issuing again adds those of units that have come
    since, moves the deadline of what is not handed in yet, and doubles nothing.
    """
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    present = set(locked.sub_plans.values_list("unit_id", flat=True))
    receiving = Unit.objects.receiving_from(locked.unit).exclude(pk__in=present)
    made = [_sub_plan(locked, unit, deadline, by) for unit in receiving]
    locked.sub_plans.open_for_editing().update(deadline=deadline)
    locked.issued_at = locked.issued_at or timezone.now()
    locked.save(update_fields=["issued_at"])
    names = "、".join(str(sub_plan.unit) for sub_plan in made)
    audit.record(by, "下发计划", locked, changes={"单位": names, "截止": str(deadline)})
    plan.issued_at = locked.issued_at
    return made


def _sub_plan(plan: Plan, unit: Unit, deadline: date, by: User) -> Plan:
    sub_plan = Plan.objects.create(
        unit=unit,
        year=plan.year,
        parent=plan,
        title=f"{unit.label}{plan.year}年双拥工作单项计划",
        deadline=deadline,
        changed_by=by,
    )
    for item in plan.items.filter(responsible_unit=unit):
        PlanItem.objects.create(
            plan=sub_plan,
            position=item.position,
            title=item.title,
            content=item.content,
            occasion=item.occasion,
            due=item.due,
            responsible_unit=unit,
            responsible_person=item.responsible_person,
            target_kind=item.target_kind,
            target=item.target,
        )
    return sub_plan
