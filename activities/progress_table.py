"""进度总表: receiving units × measures of a plan, the one selector that page and Excel read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from shuangyong.rates import per_cent
from shuangyong.review import Status
from units.models import Unit
from units.scope import Scope, branch_of

from .branches import Branch, Counted, ItemState, branches, nearest
from .models import Activity, Plan, PlanItem

FORMULA = "完成率＝已完成措施÷应完成措施"
LEGEND = "待审：已登记、尚未确认的活动，不计入完成。计划外：没有对应措施的活动。"


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit's part of one measure.

    `state` is None where the measure does not ask the unit for anything; activities it linked
    all the same are still shown.
    """

    state: ItemState | None
    counted: Counted
    url: str

    @property
    def in_words(self) -> str:
        """The cell as Excel prints it: 已完成 2 项, 进行中（待审1）."""
        figure = f"{self.counted.confirmed}项" if self.counted.confirmed else ""
        waiting = f"（待审{self.counted.waiting}）" if self.counted.waiting else ""
        word = self.state.word if self.state else ""
        return f"{word}{figure}{waiting}" or "—"

    @property
    def in_signs(self) -> str:
        """The same where many measures stand side by side: ✓2, ⚠◇1."""
        figure = str(self.counted.confirmed or "")
        waiting = f"◇{self.counted.waiting}" if self.counted.waiting else ""
        return f"{self.state.sign if self.state else ''}{figure}{waiting}" or "—"


@dataclass(frozen=True, slots=True)
class Rate:
    """完成率: measures that are done, of those that are asked for."""

    done: int
    wanted: int

    def __str__(self) -> str:
        return f"{self.done}÷{self.wanted}＝{self.per_cent}" if self.wanted else "—"

    @property
    def per_cent(self) -> str:
        """The rate itself: only what is wholly done is 100%."""
        return per_cent(self.done, self.wanted)


@dataclass(frozen=True, slots=True)
class Row:
    """One unit: a cell under each measure, what was done besides, its rate."""

    unit: Unit
    label: str
    """What the unit was called in the plan's year."""
    is_issuer: bool
    cells: tuple[Cell, ...]
    unplanned: Counted
    sub_plan: str

    @property
    def rate(self) -> Rate:
        """Of the measures this unit is asked for."""
        return rate_of(self.cells)


@dataclass(frozen=True, slots=True)
class Total:
    """A measure summed over the units: how many finished it, and all activities for it."""

    rate: Rate
    counted: Counted


@dataclass(frozen=True, slots=True)
class ProgressTable:
    """The whole table."""

    plan: Plan
    items: tuple[PlanItem, ...]
    rows: tuple[Row, ...]
    totals: tuple[Total, ...]
    unplanned: Counted
    rate: Rate


def rate_of(cells) -> Rate:
    """完成率 of some cells."""
    asked = [cell for cell in cells if cell.state]
    return Rate(sum(cell.state == ItemState.DONE for cell in asked), len(asked))


def progress_table(plan: Plan, *, scope: Scope, today: date) -> ProgressTable:
    """The units of a plan within a reader's scope; a fixed number of queries."""
    items = tuple(plan.items.select_related("plan"))
    tops = {branch.pk: branch for branch in branches(plan, today=today)}
    units = list(_taking_part(plan).with_former_names())
    paths = {unit.path for unit in units}
    present = {unit.pk for unit in units}
    columns = [_Column(item, tops[item.pk], paths, present) for item in items]
    besides = _unplanned(plan, paths)
    sub_plans = dict(plan.sub_plans.values_list("unit_id", "pk"))
    rows = tuple(
        Row(
            unit=unit,
            label=unit.label_in(plan.year),
            is_issuer=unit.pk == plan.unit_id,
            cells=tuple(column.cell(unit) for column in columns),
            unplanned=besides[unit.path],
            sub_plan=_address(sub_plans.get(unit.pk)),
        )
        for unit in units
        if scope.covers(unit)
    )
    return ProgressTable(
        plan=plan,
        items=items,
        rows=rows,
        totals=tuple(_total(cells) for cells in zip(*(row.cells for row in rows), strict=True)),
        unplanned=sum((row.unplanned for row in rows), Counted()),
        rate=rate_of(cell for row in rows for cell in row.cells),
    )


class _Column:
    """One measure, looked up by unit."""

    def __init__(self, item: PlanItem, branch: Branch, paths: set[str], present: set[int]):
        self.branch, self.plan = branch, item.plan
        self.answers = {b.unit: b for b in branch.below}
        named = item.responsible_unit_id
        # what nobody answers in a plan of its own is for the unit it names, else the issuer's
        self.holder = None if self.answers else named if named in present else branch.unit
        self.linked: dict[str, Counted] = defaultdict(Counted)
        for path, counted in branch.direct.items():
            self.linked[nearest(path, paths) or ""] += counted

    def cell(self, unit: Unit) -> Cell:
        """The unit's own measure; else what it linked to the issuer's, and is not asked for."""
        if own := self.answers.get(unit.pk):
            return Cell(own.state, own.counted, f"{_address(own.plan)}#measure-{own.pk}")
        state = self.branch.state if unit.pk == self.holder else None
        url = f"{self.plan.get_absolute_url()}#measure-{self.branch.pk}"
        return Cell(state, self.linked[unit.path], url)


def _total(cells: tuple[Cell, ...]) -> Total:
    return Total(rate_of(cells), sum((cell.counted for cell in cells), Counted()))


def _taking_part(plan: Plan):
    """The issuing unit, those that receive from it, and whoever holds a sub-plan already."""
    receiving = Unit.objects.receiving_from(plan.unit).values("pk")
    return Unit.objects.filter(
        Q(pk=plan.unit_id) | Q(pk__in=receiving) | Q(pk__in=plan.sub_plans.values("unit"))
    ).order_by("path")


def _unplanned(plan: Plan, paths: set[str]) -> dict[str, Counted]:
    """计划外: activities of the year without a measure, by the unit of the table they belong to."""
    found: dict[str, Counted] = defaultdict(Counted)
    below = branch_of(plan.unit, plan.year).q("unit")
    rows = (
        Activity.objects.counted()
        .unplanned()
        .filter(below | Q(unit__in=_taking_part(plan).values("pk")), year=plan.year)
        .order_by()
        .values_list("unit__path")
        .annotate(confirmed=Count("pk", filter=Q(status=Status.CONFIRMED)), every=Count("pk"))
    )
    for path, confirmed, every in rows:
        if holder := nearest(path, paths):
            found[holder] += Counted(confirmed, every - confirmed)
    return found


def _address(plan: int | None) -> str:
    return reverse("activities:plan", args=[plan]) if plan else ""
