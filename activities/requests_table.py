"""承诺—办理—办结: the needs of a unit's year; page, xlsx and document read this one selector."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch

from shuangyong.rates import per_cent
from shuangyong.vague import VagueDate
from units.models import Unit
from units.scope import scope_of_unit

from .models import Activity, Direction, RequestState, Satisfaction, SupportRequest

TITLE = "双拥“双清单”承诺—办理—办结情况表"
COLUMNS = (
    "序号", "需求", "提出方", "提出时间", "承诺事项", "责任单位", "办理时限", "办理情况", "办结情况", "满意度",
)  # fmt: skip
COMPLETION = "办结率＝已办结÷总数，暂缓的计入总数"
CONTENTMENT = "满意率＝（很满意＋满意＋基本满意）÷已评价"


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One need as the table prints it; `cells` stand under COLUMNS."""

    need: SupportRequest
    number: int
    cells: tuple[str, ...]
    days_late: int


@dataclass(frozen=True, slots=True)
class NeedGroup:
    """The needs of one side, numbered from 1."""

    direction: Direction
    lines: tuple[NeedLine, ...]

    @property
    def label(self) -> str:
        """部队需求（6项）."""
        return f"{self.direction.label}（{len(self.lines)}项）"


@dataclass(frozen=True, slots=True)
class NeedTotals:
    """How many needs (项). overdue: of those that are open; pleased: of those that are rated."""

    total: int
    done: int
    in_progress: int
    unclaimed: int
    suspended: int
    overdue: int
    rated: int
    pleased: int

    @property
    def completion_rate(self) -> str:
        """办结率, see COMPLETION."""
        return per_cent(self.done, self.total)

    @property
    def satisfaction_rate(self) -> str:
        """满意率, see CONTENTMENT."""
        return per_cent(self.pleased, self.rated)

    @property
    def states(self) -> tuple[tuple[str, int], ...]:
        """Label and number of needs in each state; together they are the total."""
        return (
            (RequestState.DONE.label, self.done),
            (RequestState.IN_PROGRESS.label, self.in_progress),
            (RequestState.UNCLAIMED.label, self.unclaimed),
            (RequestState.SUSPENDED.label, self.suspended),
        )

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """Every number with its label, in the order in which they are told."""
        return (("总数", self.total), *self.states, ("逾期", self.overdue))


@dataclass(frozen=True, slots=True)
class RequestTable:
    """A unit's year: the needs that its scope recorded or answers for."""

    unit: Unit
    year: int
    groups: tuple[NeedGroup, ...]
    totals: NeedTotals

    def __str__(self) -> str:
        return f"{self.unit.name_in(self.year)}{self.year}年{TITLE}"


def requests_table(unit: Unit, year: int, today: date) -> RequestTable:
    """The table of a unit as it stood in the year; a fixed number of queries.

    Of the activities that answer a need only those within the unit's scope are named.
    """
    scope = scope_of_unit(unit, year)
    known = Activity.objects.filter(scope.q("unit")).oldest_first()
    needs = SupportRequest.objects.filter(scope.q("unit") | scope.q("responsible_unit"))
    needs = (
        needs.in_year(year)
        .select_related("troop", "responsible_unit")
        .prefetch_related("responsible_unit__changes", Prefetch("activities", known))
        .order_by(F("raised_from").asc(nulls_last=True), "pk")
    )
    listed = list(needs)
    groups = (
        NeedGroup(direction, _lines((n for n in listed if n.direction == direction), today))
        for direction in Direction
    )
    return RequestTable(unit, year, tuple(g for g in groups if g.lines), _totals(listed, today))


def _lines(needs: Iterable[SupportRequest], today: date) -> tuple[NeedLine, ...]:
    return tuple(
        NeedLine(need, number, _cells(need, number, today), need.days_late(today))
        for number, need in enumerate(needs, 1)
    )


def _cells(need: SupportRequest, number: int, today: date) -> tuple[str, ...]:
    unit, year = need.responsible_unit, need.year
    return (
        str(number),
        f"{need.need}（由上年结转）" if need.carried_from_id else need.need,
        need.requester,
        _formal(need.raised, year),
        need.commitment,
        unit.label_in(year) if unit else "",
        _formal(need.due, year),
        "\n".join(_process(need, today)),
        _outcome(need),
        need.get_satisfaction_display(),
    )


def _process(need: SupportRequest, today: date) -> Iterable[str]:
    """Where it stands, how late it is, and what was done for it."""
    if need.state == RequestState.SUSPENDED:
        yield f"暂缓：{need.reason}"
    elif need.state == RequestState.UNCLAIMED and need.responsible_unit:
        yield "已指派，待接办"
    elif need.state != RequestState.DONE:
        yield need.get_state_display()
    if late := need.days_late(today):
        yield f"逾期{late}天"
    for activity in need.activities.all():
        held = _formal(activity.held, need.year)
        waiting = "" if activity.is_official else "（待确认）"
        yield f"{held}{activity}{waiting}"


def _outcome(need: SupportRequest) -> str:
    if need.state != RequestState.DONE:
        return ""
    on = need.closed_on
    return need.result + (f"（{on.year}年{on.month}月{on.day}日办结）" if on else "")


def _formal(when: VagueDate | None, year: int) -> str:
    return when.formal(year) if when else ""


def _totals(needs: list[SupportRequest], today: date) -> NeedTotals:
    def counted(state: RequestState) -> int:
        return sum(need.state == state for need in needs)

    rated = [need.satisfaction for need in needs if need.satisfaction]
    return NeedTotals(
        total=len(needs),
        done=counted(RequestState.DONE),
        in_progress=counted(RequestState.IN_PROGRESS),
        unclaimed=counted(RequestState.UNCLAIMED),
        suspended=counted(RequestState.SUSPENDED),
        overdue=sum(need.days_late(today) > 0 for need in needs),
        rated=len(rated),
        pleased=len(rated) - rated.count(Satisfaction.DISSATISFIED),
    )
