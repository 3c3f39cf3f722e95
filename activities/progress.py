"""How far a plan has come: the state of each measure from the activities linked to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shuangyong.review import EDITABLE

from .branches import Branch, ItemState, branches, linked_activities
from .models import Activity, Plan, PlanItem

__all__ = ["ItemProgress", "ItemState", "is_late", "progress"]
# of a measure that a hundred units answer, a page names the first few activities only
SHOWN, READ = 12, 400


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """One measure: activities for it that the reader may see, and how far it has come.

    The figures count what was done in all units, so that everybody reads the same state.
    """

    item: PlanItem
    activities: tuple[Activity, ...]
    branch: Branch

    @property
    def state(self) -> ItemState:
        """From 未开始 to 已完成."""
        return self.branch.state

    @property
    def done(self) -> int:
        """Confirmed activities (项), those for answering measures of sub-plans included."""
        return self.branch.counted.confirmed

    @property
    def waiting(self) -> int:
        """待审: activities that are not confirmed yet."""
        return self.branch.counted.waiting

    @property
    def unnamed(self) -> int:
        """Activities beyond those that are listed."""
        return self.branch.counted.all - len(self.activities)


def progress(plan: Plan, *, user, today: date) -> list[ItemProgress]:
    """Every measure of a plan with its activities; a fixed number of queries.

    A series that is linked fulfils the measure by its dates; so does whatever is linked to a
    measure of a sub-plan that answers it.
    """
    tops = {branch.pk: branch for branch in branches(plan, today=today)}
    top_of = {branch.pk: top.pk for top in tops.values() for branch in top.family()}
    shown: dict[int, list[Activity]] = {pk: [] for pk in tops}
    visible = linked_activities(plan).visible_to(user).select_related("unit", "series")
    for activity in visible.oldest_first()[:READ]:
        listed = shown[top_of[activity.plan_item_id or activity.series.plan_item_id]]
        if len(listed) < SHOWN:
            listed.append(activity)
    items = plan.items.select_related("plan__unit", "responsible_unit", "target_kind")
    return [ItemProgress(item, tuple(shown[item.pk]), tops[item.pk]) for item in items]


def is_late(plan: Plan, today: date) -> bool:
    """True for a sub-plan that is not handed in although its deadline has passed."""
    return bool(plan.deadline and plan.deadline < today and plan.status in EDITABLE)
