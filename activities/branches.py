"""Who answers a measure, and what has been done for it: the tree below the measures of a plan.

A measure of the city is answered by measures of its bureaus, those by measures of their
district bureaus. An activity counts for the measure it is linked to and for all above it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from math import ceil

from django.db.models import Count, Q, QuerySet

from shuangyong.review import Status
from shuangyong.vague import VagueNumber
from units.models import Unit

from .models import Activity, Plan, PlanItem

# a plan's own measures, those that answer them, and those that answer these in turn
LEVELS = ("", "answers__", "answers__answers__")
COLUMNS = (
    "pk", "answers_id", "plan_id", "plan__unit_id", "plan__unit__path", "is_for_all", "outcome",
    "target", "due_until",
)  # fmt: skip
TALLIES = {
    "confirmed": Count("pk", filter=Q(status=Status.CONFIRMED)),
    "every": Count("pk"),
}
BY_UNITS = "完成单位数÷应完成单位数"
BY_ACTIVITIES = "已确认活动数÷目标数"


class ItemState(Enum):
    """State of a measure; value: style, icon, word, and a sign where there is no room for it."""

    NOT_STARTED = ("secondary", "bi-circle", "未开始", "○")
    IN_PROGRESS = ("primary", "bi-circle-half", "进行中", "◐")
    DONE = ("success", "bi-check-lg", "已完成", "✓")
    OVERDUE = ("danger", "bi-exclamation-triangle", "已逾期", "⚠")

    def __init__(self, style: str, icon: str, word: str, sign: str):
        self.style, self.icon, self.word, self.sign = style, icon, word, sign


@dataclass(frozen=True, slots=True)
class Counted:
    """Activities (项): confirmed ones count, waiting ones (待审: not confirmed yet) only show."""

    confirmed: int = 0
    waiting: int = 0

    def __add__(self, other: Counted) -> Counted:
        return Counted(self.confirmed + other.confirmed, self.waiting + other.waiting)

    def __bool__(self) -> bool:
        return bool(self.confirmed or self.waiting)

    @property
    def all(self) -> int:
        """Confirmed or not."""
        return self.confirmed + self.waiting


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a measure has come in numbers, and how the two are counted."""

    done: int
    wanted: int
    formula: str
    word: str


@dataclass
class Branch:
    """One measure with the measures of other plans that answer it.

    `direct` holds the activities linked to the measure itself, by the path of the unit that
    reported them; `below` the answering measures in administrative order.
    """

    pk: int
    answers: int | None
    plan: int
    unit: int
    path: str
    is_for_all: bool
    outcome: str
    target: VagueNumber | None
    due_until: date | None
    today: date
    direct: dict[str, Counted] = field(default_factory=dict)
    below: list[Branch] = field(default_factory=list)

    @cached_property
    def counted(self) -> Counted:
        """Every activity for the measure, at whatever level it was linked."""
        return sum([*self.direct.values(), *(b.counted for b in self.below)], Counted())

    @property
    def is_shared(self) -> bool:
        """Answered by several units, or meant for all: then the units count."""
        return bool(self.below) and (self.is_for_all or len(self.below) > 1)

    @property
    def wanted(self) -> int:
        """How many activities are asked for; where no number is given, one."""
        return ceil(self.target.amount) if self.target and self.target.amount else 1

    @property
    def units_done(self) -> int:
        """Answering units whose own measure is done."""
        return sum(b.state == ItemState.DONE for b in self.below)

    @property
    def has_total(self) -> bool:
        """The target is one for all together; of a measure for all it is one for each unit."""
        return bool(self.target and self.target.amount) and not self.is_for_all

    @property
    def reached(self) -> Reached:
        """The figure beside the state."""
        if self.is_shared and not self.has_total:
            return Reached(self.units_done, len(self.below), BY_UNITS, "个单位完成")
        return Reached(self.counted.confirmed, self.wanted, BY_ACTIVITIES, "项活动")

    @cached_property
    def state(self) -> ItemState:
        """已完成 once an outcome is stated, the answering units are done or the target is reached."""
        if self.outcome or self._is_fulfilled():
            return ItemState.DONE
        if self.due_until and self.due_until < self.today:
            return ItemState.OVERDUE
        begun = self.counted or any(b.state != ItemState.NOT_STARTED for b in self.below)
        return ItemState.IN_PROGRESS if begun else ItemState.NOT_STARTED

    def _is_fulfilled(self) -> bool:
        if self.below and self.units_done == len(self.below):
            return True
        counts = not self.is_shared or self.has_total
        return counts and self.counted.confirmed >= self.wanted

    def family(self) -> Iterator[Branch]:
        """The measure and every one below it."""
        yield self
        for branch in self.below:
            yield from branch.family()

    def hand_down(self) -> None:
        """What an answering unit linked to the superior measure itself counts as its own."""
        by_path = {b.path: b for b in self.below}
        for path in list(self.direct) if by_path else ():
            if holder := nearest(path, by_path):
                own = by_path[holder].direct
                own[path] = own.get(path, Counted()) + self.direct.pop(path)
        for branch in self.below:
            branch.hand_down()


def nearest(path: str, among: Collection[str]) -> str | None:
    """The unit with this path, or the nearest one above it, among some paths."""
    step = Unit.steplen
    return next((path[:n] for n in range(len(path), 0, -step) if path[:n] in among), None)


def branches(plan: Plan, *, today: date) -> list[Branch]:
    """The measures of a plan with all that answer them; five queries, whatever their number."""
    return branches_of(_alone(plan), today=today)


def branches_of(plans: QuerySet[Plan], *, today: date) -> list[Branch]:
    """The same for several plans, none of which answers another."""
    found: dict[int, Branch] = {}
    counts = linked_counts(plans)
    top: list[Branch] = []
    for prefix in LEVELS:
        measures = _level(plans, prefix).order_by("plan__unit__path", "position", "pk")
        for row in measures.values_list(*COLUMNS):
            branch = found[row[0]] = Branch(*row, today, dict(counts[row[0]]))
            (found[branch.answers].below if prefix else top).append(branch)
    for branch in top:
        branch.hand_down()
    return top


def linked_counts(plans: QuerySet[Plan]) -> dict[int, dict[str, Counted]]:
    """Activities by the measure they are linked to and the path of their unit; two queries."""
    counts: dict[int, dict[str, Counted]] = defaultdict(dict)
    direct, by_series = _linked(plans)
    for activities, item in ((direct, "plan_item"), (by_series, "series__plan_item")):
        rows = activities.order_by().values_list(item, "unit__path").annotate(**TALLIES)
        for measure, path, confirmed, every in rows:
            known = counts[measure].get(path, Counted())
            counts[measure][path] = known + Counted(confirmed, every - confirmed)
    return counts


def linked_activities(plan: Plan) -> QuerySet[Activity]:
    """The activities for any measure of the plan, linked to it, its series or an answer to it."""
    direct, by_series = (activities.order_by().values("pk") for activities in _linked(_alone(plan)))
    return Activity.objects.filter(pk__in=direct.union(by_series))


def _linked(plans: QuerySet[Plan]) -> tuple[QuerySet[Activity], QuerySet[Activity]]:
    """Linked themselves; linked by their series. Apart, so that each is a look-up by index."""
    own, *deeper = (_level(plans, prefix).order_by().values("pk") for prefix in LEVELS)
    measures = own.union(*deeper)
    every = Activity.objects.counted()
    return (
        every.filter(plan_item__in=measures),
        every.filter(plan_item=None, series__plan_item__in=measures),
    )


def _level(plans: QuerySet[Plan], prefix: str) -> QuerySet[PlanItem]:
    return PlanItem.objects.filter(**{f"{prefix}plan__in": plans})


def _alone(plan: Plan) -> QuerySet[Plan]:
    return Plan.objects.filter(pk=plan.pk).order_by()
