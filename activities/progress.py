"""How far a plan has come: the state of each measure from the activities linked to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import Q

from shuangyong.review import EDITABLE
from units import permissions

from .models import Activity, Plan, PlanItem


class ItemState(Enum):
    """State of a measure; value: style, icon, word."""

    NOT_STARTED = ("secondary", "bi-circle", "未开始")
    IN_PROGRESS = ("primary", "bi-circle-half", "进行中")
    DONE = ("success", "bi-check-lg", "已完成")
    OVERDUE = ("danger", "bi-exclamation-triangle", "已逾期")

    def __init__(self, style: str, icon: str, word: str):
        self.style, self.icon, self.word = style, icon, word


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """One measure: the activities for it that the reader may see, and how far it has come.

    `done` counts all confirmed activities, so that everybody reads the same state.
    """

    item: PlanItem
    activities: tuple[Activity, ...]
    done: int
    state: ItemState


def progress(plan: Plan, *, user, today: date) -> list[ItemProgress]:
    """Every measure of a plan with its activities; two queries.

    A series that is linked fulfils the measure by its dates.
    """
    items = list(plan.items.select_related("plan__unit", "responsible_unit", "target_kind"))
    linked = Activity.objects.counted().filter(
        Q(plan_item__in=items) | Q(series__plan_item__in=items)
    )
    by_item: dict[int, list[Activity]] = {}
    for activity in linked.select_related("unit", "series").oldest_first():
        item_id = activity.plan_item_id or activity.series.plan_item_id
        by_item.setdefault(item_id, []).append(activity)
    return [_progress(item, tuple(by_item.get(item.pk, ())), user, today) for item in items]


def _progress(item: PlanItem, activities: tuple[Activity, ...], user, today: date) -> ItemProgress:
    return ItemProgress(
        item,
        tuple(activity for activity in activities if permissions.may_read(user, activity)),
        sum(activity.is_official for activity in activities),
        item_state(item, activities, today),
    )


def item_state(item: PlanItem, activities: tuple[Activity, ...], today: date) -> ItemState:
    """已完成 once an outcome is stated or confirmed activities reach the target (as a rule one)."""
    if item.outcome:
        return ItemState.DONE
    wanted = item.target.amount if item.target and item.target.amount else 1
    if sum(activity.is_official for activity in activities) >= wanted:
        return ItemState.DONE
    if item.due_until and item.due_until < today:
        return ItemState.OVERDUE
    return ItemState.IN_PROGRESS if activities else ItemState.NOT_STARTED


def is_late(plan: Plan, today: date) -> bool:
    """True for a sub-plan that is not handed in although its deadline has passed."""
    return bool(plan.deadline and plan.deadline < today and plan.status in EDITABLE)
