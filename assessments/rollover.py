"""年度结转: next year begins with this year's group, plan, standards and what is still open.

One reviewed step: somebody looks at the proposals, changes dates and titles, and takes over what
is wanted. Doing it again adds only what was not taken over before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Q

from activities import rollover as planned
from activities.models import Plan, PlanItem, SupportRequest
from shuangyong.vague import VagueDate
from shuangyong.yearly import text_for
from units import audit, permissions
from units.models import LeadingGroup, Unit, User
from units.restructuring import restructure

from .copying import copy_standard
from .models import Standard


@dataclass(frozen=True, slots=True)
class Proposals:
    """What of a unit's year can be taken over into the next."""

    group: LeadingGroup | None
    plan: Plan | None
    next_plan: Plan | None
    measures: list[planned.MeasureProposal]
    standards: list[Standard]
    needs: list[planned.NeedProposal]

    @property
    def plan_is_closed(self) -> bool:
        """Next year's plan is out of the unit's hands: nothing more can be put into it."""
        return bool(self.next_plan and not self.next_plan.is_editable)


@dataclass(slots=True)
class Decisions:
    """What somebody wants to take over; what is not named stays where it is."""

    group_from: VagueDate | None = None
    with_plan: bool = False
    measures: list[planned.CarriedMeasure] = field(default_factory=list)
    standards: list[Standard] = field(default_factory=list)
    needs: list[planned.NeedProposal] = field(default_factory=list)


@dataclass(slots=True)
class Carried:
    """What was made for the new year."""

    group: LeadingGroup | None = None
    plan: Plan | None = None
    measures: list[PlanItem] = field(default_factory=list)
    standards: list[Standard] = field(default_factory=list)
    needs: list[SupportRequest] = field(default_factory=list)

    @property
    def in_words(self) -> str:
        """领导小组1个、计划措施4条、考核细则1份、需求2条; empty if nothing was new."""
        counted = (
            ("领导小组", 1 if self.group else 0, "个"),
            ("计划", 1 if self.plan else 0, "份"),
            ("工作措施", len(self.measures), "条"),
            ("考核细则", len(self.standards), "份"),
            ("需求", len(self.needs), "条"),
        )
        return "、".join(f"{name} {n} {word}" for name, n, word in counted if n)


def propose(unit: Unit, year: int, *, user: User, today: date) -> Proposals:
    """What `user` may take over for the unit, with dates moved to the next year's calendar."""
    plan = planned.source_plan(unit, year)
    issues = permissions.may_issue_for(user, unit)
    group = unit.leading_groups.filter(valid_until=None).first()
    return Proposals(
        group=group if group and permissions.may_manage_group(user, unit) else None,
        plan=plan,
        next_plan=planned.target_plan(plan) if plan else None,
        measures=planned.measure_proposals(plan, user=user, today=today) if plan else [],
        standards=_standards(unit, year) if issues else [],
        needs=planned.need_proposals(unit, year),
    )


def _standards(unit: Unit, year: int) -> list[Standard]:
    own = Standard.objects.filter(unit=unit, carried_to=None).in_year(year).latest()
    return [standard for standard in own.select_related("unit") if not _is_there(standard)]


@transaction.atomic
def roll_over(unit: Unit, year: int, decisions: Decisions, *, by: User) -> Carried:
    """Carry out the decisions, all or nothing; what is there already is left as it is.

    Two clicks wait for each other at the unit's row, so nothing is made twice.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    made = Carried()
    if decisions.group_from:
        made.group = _carry_group(unit, decisions.group_from, by=by)
    source = planned.source_plan(unit, year)
    if source and (decisions.with_plan or decisions.measures):
        _carry_plan(made, source, decisions, by=by)
    made.standards = [
        copied for standard in decisions.standards if (copied := carry_standard(standard))
    ]
    made.needs = planned.carry_needs(decisions.needs, by=by)
    if made.in_words:
        audit.record(by, "年度结转", unit, changes={f"{year}→{year + 1}": made.in_words})
    return made


def _carry_group(unit: Unit, valid_from: VagueDate, *, by: User) -> LeadingGroup | None:
    """A new version of the group in force, unless one begins then or later already."""
    group = unit.leading_groups.select_for_update().filter(valid_until=None).first()
    begun = group and group.valid_from and group.valid_from.start >= valid_from.start
    return None if group is None or begun else restructure(group, valid_from=valid_from, by=by)


def _carry_plan(made: Carried, source: Plan, decisions: Decisions, *, by: User) -> None:
    """The plan and its measures; a plan that was handed in already is not touched."""
    present = planned.target_plan(source)
    plan = planned.carry_plan(source, by=by)
    made.plan = None if present else plan
    if plan.is_editable:
        made.measures = planned.carry_measures(plan, decisions.measures, by=by)


def carry_standard(standard: Standard) -> Standard | None:
    """The standard for the next year or span of years, item by item; None if it is there."""
    if _is_there(standard):
        return None
    return copy_standard(standard, _next(standard))


def _next(standard: Standard) -> Standard:
    """The head of the standard for the next year or span of years, unsaved."""
    years = (standard.year_to or standard.year) - standard.year + 1
    to = standard.year + years
    return Standard(
        unit=standard.unit,
        name=text_for(standard.name, year=standard.year, to=to),
        basis=standard.basis,
        year=to,
        year_to=standard.year_to and standard.year_to + years,
        total=standard.total,
        note=standard.note,
        carried_from=standard,
    )


def _is_there(standard: Standard) -> bool:
    """Carried over already, or entered by hand under the name it would get."""
    to = _next(standard)
    same_name = Q(unit=to.unit_id, year=to.year, name=to.name)
    return Standard.objects.filter(Q(carried_from=standard) | same_name).exists()
