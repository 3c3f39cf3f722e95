"""Who is late with what: the one selector that workbench, chasing and bulletin read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import models

from activities.models import Plan, SupportRequest
from assessments.models import Assessment
from units import permissions
from units.models import Unit, User


class Matter(models.TextChoices):
    """What a unit can be late with; the values are also part of addresses."""

    SUB_PLAN = "sub_plan", "单项计划"
    ASSESSMENT = "assessment", "考核自评"
    NEED = "need", "需求办理"


Record = Plan | Assessment | SupportRequest


@dataclass(frozen=True, slots=True)
class Late:
    """One matter that a unit has let its deadline pass with; `due` was the last day."""

    matter: Matter
    unit: Unit
    record: Record
    due: date

    @property
    def path(self) -> str:
        """The page where it is mended."""
        return self.record.get_absolute_url()

    @property
    def due_as_written(self) -> str:
        """The deadline as people wrote it; a need may be due “8月底”."""
        written = self.record.due if self.matter == Matter.NEED else None
        return str(written or f"{self.due.year}年{self.due.month}月{self.due.day}日")

    def days(self, today: date) -> int:
        """Whole days since the last day in time."""
        return (today - self.due).days


def asked_plans(user: User, year: int):
    """单项计划 that units in scope were asked for; the own one is to be done, not chased."""
    in_scope = Plan.objects.filter(permissions.rows_in_scope(user)).in_year(year).sub_plans()
    return in_scope.exclude(unit=user.unit_id).order_by("unit__path", "pk")


def asked_assessments(user: User, year: int):
    """Checklists of other units in scope and in the own rounds."""
    asked = Assessment.objects.visible_to(user).in_year(year).asked().exclude(unit=user.unit_id)
    return asked.order_by("unit__path", "pk")


def asked_needs(user: User, year: int):
    """Needs that a unit in scope answers for; one that nobody has claimed has nobody to chase."""
    in_scope = SupportRequest.objects.filter(permissions.rows_in_scope(user, "responsible_unit"))
    asked = in_scope.in_year(year).exclude(responsible_unit=user.unit_id)
    return asked.order_by("responsible_unit__path", "pk")


def behind(user: User, year: int, today: date) -> list[Late]:
    """What other units in scope are late with, matter by matter in administrative order.

    Three queries.
    """
    plans = asked_plans(user, year).late(today)
    assessments = asked_assessments(user, year).overdue(today)
    needs = asked_needs(user, year).overdue(today)
    return [
        *(Late(Matter.SUB_PLAN, p.unit, p, p.deadline) for p in plans.select_related("unit")),
        *(
            Late(Matter.ASSESSMENT, a.unit, a, a.due_on)
            for a in assessments.select_related("unit", "round")
        ),
        *(
            Late(Matter.NEED, n.responsible_unit, n, n.due_until)
            for n in needs.select_related("responsible_unit", "unit")
        ),
    ]
