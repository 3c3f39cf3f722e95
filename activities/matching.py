"""Which measure a logged activity fulfils: a few proposals, each with its reason.

Activities without a measure stay allowed; they are shown as 计划外.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from shuangyong.occasions import Occasion
from shuangyong.review import StepRefused
from shuangyong.vague import VagueDate
from units import audit
from units.models import Unit, User

from .models import Activity, ActivityKind, PlanItem

SAME_KIND, SAME_TIME, SAME_OCCASION, ALIKE, OTHER_TIME, OWN = 3, 2, 2, 2, -2, 0.5
NOTHING = (0, "")  # points for a measure, and the reason that is told
ENOUGH = 3
ALIKE_SHARE = 0.3  # of the shorter title's pairs of characters that stand in the other as well
SOON = timedelta(days=93)  # what is planned for longer than a quarter says little about a day
IDLE = re.compile(r"双拥|活动|工作|开展|组织|进行|\W")


@dataclass(frozen=True, slots=True)
class Sketch:
    """An activity as far as it has been typed; has what `proposals` reads of an Activity."""

    title: str = ""
    kind: ActivityKind | None = None
    held: VagueDate | None = None
    occasion: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A measure the activity may fulfil; `reason` says why: 类别相同、时间在措施时段内."""

    item: PlanItem
    score: float
    reason: str


def measures_for(unit: Unit, year: int) -> QuerySet[PlanItem]:
    """The measures of the unit's plans, and those of superior plans that name the unit."""
    named = Q(responsible_unit=unit) | Q(further_units=unit) | Q(is_for_all=True)
    above = PlanItem.objects.filter(named, plan__sub_plans__unit=unit, plan__year=year)
    own = Q(plan__unit=unit, plan__year=year)
    wanted = PlanItem.objects.filter(own | Q(pk__in=above.values("pk")))
    return wanted.select_related("plan__unit", "target_kind").order_by("plan__unit__path", "pk")


def proposals(
    activity: Activity | Sketch, measures: Iterable[PlanItem], *, unit: Unit, most: int = 3
) -> list[Proposal]:
    """The likeliest of `measures` for an activity of `unit`, the best first; no query.

    Kind, time, occasion and words of the title speak for a measure; a measure of the unit's
    own plan stands for the superior one that it answers.
    """
    measures = list(measures)
    answered = {item.answers_id for item in measures if item.plan.unit_id == unit.pk}
    judged = [_judge(activity, item, unit) for item in measures if item.pk not in answered]
    likely = [proposal for proposal in judged if proposal.score >= ENOUGH]
    return sorted(likely, key=lambda proposal: -proposal.score)[:most]


def _judge(activity: Activity | Sketch, item: PlanItem, unit: Unit) -> Proposal:
    same_kind = item.target_kind is not None and activity.kind == item.target_kind
    grounds = [
        (SAME_KIND, "类别相同") if same_kind else NOTHING,
        (ALIKE, "名称相近") if alike(activity.title, item.title) else NOTHING,
        (OWN, "") if item.plan.unit_id == unit.pk else NOTHING,
        _time(activity, item),
    ]
    score = sum(points for points, _ in grounds)
    return Proposal(item, score, "、".join(reason for _, reason in grounds if reason))


def _time(activity: Activity | Sketch, item: PlanItem) -> tuple[float, str]:
    """What the time says for the measure, and how to put it."""
    if activity.occasion and activity.occasion == item.occasion:
        return SAME_OCCASION, "节点相同"
    held, due = activity.held, item.due
    if held and due:
        if held.end < due.start:  # done before it was due: nothing against it
            return 0, ""
        if not held.overlaps(due.start, due.end):
            return OTHER_TIME, ""
        return (SAME_TIME, "时间在措施时段内") if due.end - due.start <= SOON else NOTHING
    if held and item.occasion:
        window = Occasion(item.occasion).window(held.start.year)
        return (SAME_OCCASION, "时间在节点前后") if held.overlaps(*window) else (OTHER_TIME, "")
    return NOTHING


def alike(one: str, other: str) -> bool:
    """True if two titles share a good part of their words."""
    first, second = _pairs(one), _pairs(other)
    shorter = min(len(first), len(second))
    return bool(shorter) and len(first & second) / shorter >= ALIKE_SHARE


def _pairs(title: str) -> set[str]:
    said = IDLE.sub("", title)
    return {said[at : at + 2] for at in range(len(said) - 1)}


@transaction.atomic
def link(activity: Activity, item: PlanItem, *, by: User) -> None:
    """Say that the activity fulfils a measure; StepRefused once it is out of the unit's hands."""
    locked = Activity.objects.select_for_update().get(pk=activity.pk)
    if not locked.is_editable:
        raise StepRefused(f"活动{locked.get_status_display()}，不能再改对应措施。")
    before, locked.plan_item = locked.plan_item, item
    locked.revision += 1
    locked.changed_by = by
    locked.save(update_fields=["plan_item", "revision", "changed_by", "changed_at"])
    audit.record(by, "关联措施", locked, changes={"对应措施": [str(before or ""), str(item)]})
