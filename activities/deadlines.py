"""What a unit has to do by when: sub-plans, measures, needs, and what higher rooms add.

Rooms above this one add deadlines of their own with `register` when the site starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from shuangyong.review import EDITABLE
from shuangyong.vague import Precision
from units.models import Unit

from .branches import ItemState, branches_of
from .models import Plan, PlanItem, RequestState, SupportRequest


@dataclass(frozen=True, slots=True)
class Deadline:
    """One thing a unit has to do; `start` is its last day too where it has no window.

    `key` stays the same for the same record, so that a calendar that reads it again does not
    double it.
    """

    key: str
    start: date
    end: date
    title: str
    standing: str
    is_met: bool
    url: str

    def is_late(self, today: date) -> bool:
        """Not met although its last day has passed."""
        return not self.is_met and self.end < today


Provider = Callable[[Unit, int, date], Iterable[Deadline]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Let `provider` answer for deadlines of a unit in a year, as they stand on a day.

    It takes a fixed number of queries.
    """
    if provider not in _providers:
        _providers.append(provider)
    return provider


def deadlines(unit: Unit, year: int, *, today: date) -> list[Deadline]:
    """Everything one unit has to do in a year, by its last day."""
    found = (deadline for provider in _providers for deadline in provider(unit, year, today))
    return sorted(found, key=lambda deadline: (deadline.end, deadline.start, deadline.title))


@register
def sub_plans(unit: Unit, year: int, today: date) -> Iterable[Deadline]:
    """单项计划 that are to be handed in."""
    asked = Plan.objects.filter(unit=unit, deadline__year=year).order_by("pk")
    for plan in asked:
        is_met = plan.status not in EDITABLE
        yield Deadline(
            key=f"plan-{plan.pk}",
            start=plan.deadline,
            end=plan.deadline,
            title=f"报送：{plan}",
            standing=plan.get_status_display(),
            is_met=is_met,
            url=plan.get_absolute_url(),
        )


@register
def measures(unit: Unit, year: int, today: date) -> Iterable[Deadline]:
    """措施 of the unit's own plans; one for the whole year is due on its last day."""
    plans = Plan.objects.filter(unit=unit, year=year).order_by()
    state = {branch.pk: branch.state for branch in branches_of(plans, today=today)}
    dated = PlanItem.objects.filter(plan__in=plans, due__isnull=False)
    for item in dated.select_related("plan").order_by("due_until", "pk"):
        whole_year = item.due.precision in (Precision.YEAR, Precision.YEARS)
        yield Deadline(
            key=f"measure-{item.pk}",
            start=item.due.end if whole_year else item.due.start,
            end=item.due.end,
            title=f"措施：{item}（{item.due}）",
            standing=state[item.pk].word,
            is_met=state[item.pk] == ItemState.DONE,
            url=f"{item.plan.get_absolute_url()}#measure-{item.pk}",
        )


@register
def needs(unit: Unit, year: int, today: date) -> Iterable[Deadline]:
    """双清单 needs the unit has been made responsible for."""
    assigned = SupportRequest.objects.filter(responsible_unit=unit, due_until__year=year)
    for need in assigned.order_by("due_until", "pk"):
        yield Deadline(
            key=f"need-{need.pk}",
            start=need.due.end,
            end=need.due.end,
            title=f"办结：{need}",
            standing=need.get_state_display(),
            is_met=need.state in (RequestState.DONE, RequestState.SUSPENDED),
            url=need.get_absolute_url(),
        )
