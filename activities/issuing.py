"""Issuing a plan: every receiving unit gets its sub-plan, with a deadline."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max, prefetch_related_objects
from django.utils import timezone

from shuangyong.review import Step, StepRefused
from units import audit, permissions
from units.models import LeadingGroup, Unit, User

from .models import Plan, PlanItem

COPIED = (
    "title", "content", "occasion", "due", "responsible_person", "target_kind_id", "target",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Issued:
    """What issuing did: sub-plans `made`, measures `added` to such as were there already.

    `handed_in` counts the sub-plans that were left alone because they are submitted or
    confirmed.
    """

    made: list[Plan]
    added: int
    handed_in: int

    def __str__(self) -> str:
        """One sentence for who issued."""
        said = [f"新建单项计划 {len(self.made)} 份"]
        if self.added:
            said.append(f"向原有单项计划补入新措施 {self.added} 条")
        if self.handed_in:
            said.append(f"已报送的 {self.handed_in} 份未改动")
        return f"已下发，{'，'.join(said)}。"


@transaction.atomic
def issue_plan(plan: Plan, *, by: User, deadline: date) -> Issued:
    """One 单项计划 per receiving unit, prefilled with the measures that name it.

    Only a confirmed plan goes out; who confirms it anyway (a root office its own) submits and
    confirms it in the same go, otherwise StepRefused says what to do first. Issuing again adds
    the sub-plans of units that have come since and, to what is still in a unit's hands, new
    measures and the new deadline; it doubles nothing and leaves alone what a unit wrote. The
    number of queries does not depend on the number of units.
    """
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    _make_official(locked, by)
    present = set(locked.sub_plans.values_list("unit_id", flat=True))
    receiving = Unit.objects.receiving_from(locked.unit).exclude(pk__in=present)
    receiving = receiving.with_former_names()
    prefetch_related_objects([locked.unit], "changes")
    made = Plan.objects.bulk_create([_sub_plan(locked, unit, deadline, by) for unit in receiving])
    open_ones = locked.sub_plans.open_for_editing()
    open_ones.update(deadline=deadline)
    new = _new_measures(locked, list(open_ones.select_related("unit")))
    PlanItem.objects.bulk_create(new)
    locked.issued_at = locked.issued_at or timezone.now()
    locked.save(update_fields=["issued_at"])
    fresh = {sub_plan.pk for sub_plan in made}
    added = sum(item.plan_id not in fresh for item in new)
    _record(locked, by, deadline, made, added)
    plan.refresh_from_db(fields=["issued_at", "status", "revision"])
    return Issued(made, added, locked.sub_plans.count() - open_ones.count())


def _make_official(plan: Plan, by: User) -> None:
    """Submit and confirm a plan that is `by`'s own to confirm; refuse any other draft."""
    if plan.is_official:
        return
    if not permissions.may_review(by, plan):
        reviewer = plan.unit.reviewed_by.label if plan.unit.reviewed_by else "上级双拥办"
        todo = f"请先提交，经{reviewer}确认" if plan.is_editable else f"待{reviewer}确认"
        raise StepRefused(f"计划尚未确认，不能下发：{todo}后再下发。")
    if plan.is_editable:
        plan.take(Step.SUBMIT, by=by)
    plan.take(Step.CONFIRM, by=by)


def _sub_plan(plan: Plan, unit: Unit, deadline: date, by: User) -> Plan:
    return Plan(
        unit=unit,
        year=plan.year,
        parent=plan,
        title=f"{unit.label_in(plan.year)}{plan.year}年双拥工作单项计划",
        addressee=plan.unit.label_in(plan.year),
        deadline=deadline,
        changed_by=by,
    )


def _new_measures(plan: Plan, sub_plans: list[Plan]) -> list[PlanItem]:
    """What each sub-plan does not hold yet of the measures that name its unit; unsaved."""
    items = list(plan.items.select_related("responsible_unit").prefetch_related("further_units"))
    naming = defaultdict(list)
    for item in items:
        for unit in item.units_in_charge:
            naming[unit.pk].append(item)
    below = PlanItem.objects.filter(plan__parent=plan)
    held = set(below.values_list("plan_id", "answers_id"))
    last = dict(below.order_by().values_list("plan_id").annotate(Max("position")))
    hosts = set(LeadingGroup.objects.filter(valid_until=None).values_list("host_id", flat=True))
    return [
        _copy(item, sub_plan, last.get(sub_plan.pk, 0) + number, sub_plan.unit_id in hosts)
        for sub_plan in sub_plans
        for number, item in enumerate(
            (
                item
                for item in items
                if (item.is_for_all or item in naming[sub_plan.unit_id])
                and (sub_plan.pk, item.pk) not in held
            ),
            1,
        )
    ]


def _copy(item: PlanItem, sub_plan: Plan, position: int, issues_on: bool) -> PlanItem:
    """The measure in the unit's own plan; a unit that issues further passes 各单位 on."""
    return PlanItem(
        plan=sub_plan,
        position=position,
        answers=item,
        responsible_unit=sub_plan.unit,
        is_for_all=item.is_for_all and issues_on,
        **{name: getattr(item, name) for name in COPIED},
    )


def _record(plan: Plan, by: User, deadline: date, made: list[Plan], added: int) -> None:
    changes = {"单位": "、".join(str(sub_plan.unit) for sub_plan in made), "截止": str(deadline)}
    if added:
        changes["补入措施"] = f"{added} 条"
    audit.record(by, "下发计划", plan, changes=changes)
