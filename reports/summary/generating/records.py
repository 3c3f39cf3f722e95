"""The records of a unit's year, loaded once: a fixed number of queries, however many there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from activities.branches import Branch, branches
from activities.models import Activity, Plan, RequestState, SupportRequest
from assessments.models import Assessment, CriterionKind, Response, Round
from reports.figures import YearFigures, year_figures
from shuangyong.review import Status
from units.models import Appointment, LeadingGroup, Unit, User
from units.scope import scope_of_unit

TOLD_NEEDS = (RequestState.DONE, RequestState.IN_PROGRESS)


@dataclass(frozen=True)
class YearRecords:
    """What a summary of `unit` for `year` may rest on; confirmed and published records only.

    day: what was due by then and is not done is late; the last day of the year, or today while
    it lasts. fulfilled: measures of the plan that a confirmed activity tells of. own: published
    results of the unit itself. examples: keys of the activities that are told in full, none of
    which means all. next_plan: the plan of the year after, confirmed or not.
    """

    unit: Unit
    year: int
    day: date
    figures: YearFigures
    activities: tuple[Activity, ...]
    examples: frozenset[int]
    plan: Plan | None
    branches: tuple[Branch, ...]
    fulfilled: frozenset[int]
    sub_plans: tuple[Plan, ...]
    group: LeadingGroup | None
    appointments: tuple[Appointment, ...]
    needs: tuple[SupportRequest, ...]
    rounds: tuple[Round, ...]
    late: tuple[Assessment, ...]
    graded: tuple[Assessment, ...]
    own: tuple[Assessment, ...]
    responses: tuple[Response, ...]
    next_plan: Plan | None

    @property
    def name(self) -> str:
        """The unit as it was called in the year."""
        return self.unit.name_in(self.year)


def records_of(unit: Unit, year: int, examples: Iterable[Activity] = ()) -> YearRecords:
    """The records of a unit's year with all units in its scope."""
    day = min(timezone.localdate(), date(year, 12, 31))
    plan = plan_of(Plan.objects.filter(unit=unit).in_year(year).confirmed())
    group = unit.leading_groups.in_force(year).latest_first().prefetch_related("members__changes")
    group = group.first()
    rounds = _rounds(unit, year)
    own = _published(Assessment.objects.filter(unit=unit), year)
    return YearRecords(
        unit=unit,
        year=year,
        day=day,
        figures=year_figures(unit, year),
        activities=tuple(reported(unit, year)),
        examples=frozenset(activity.pk for activity in examples),
        plan=plan,
        branches=tuple(branches(plan, today=day)) if plan else (),
        fulfilled=_fulfilled(plan),
        sub_plans=tuple(_sub_plans(plan)) if plan else (),
        group=group,
        appointments=tuple(group.appointments.held_in(year)) if group else (),
        needs=tuple(_needs(unit, year)),
        rounds=rounds,
        late=tuple(_late(rounds, day)),
        graded=tuple(_published(Assessment.objects.filter(round__unit=unit), year)),
        own=tuple(own),
        responses=tuple(_scored(own)),
        next_plan=plan_of(Plan.objects.filter(unit=unit).in_year(year + 1)),
    )


def reported(unit: Unit, year: int) -> QuerySet[Activity]:
    """Confirmed activities of the scope, each once.

    The dates of a series come with the series, or stand alone where the series is not told:
    it may be another unit's, or still a draft.
    """
    confirmed = (
        Activity.objects.filter(scope_of_unit(unit, year).q("unit")).in_year(year).confirmed()
    )
    told = confirmed.select_related("unit", "kind").prefetch_related(
        "troops",
        "counts",
        "facts",
        "contributions",
        "beneficiaries",
        "unit__changes",
        "partners__unit__changes",
    )
    dates = Prefetch("parts", told.oldest_first())
    return told.exclude(series__in=confirmed.values("pk")).prefetch_related(dates)


def unconfirmed(unit: Unit, year: int, reader: User) -> QuerySet[Activity]:
    """What of the scope a summary leaves out as it is not confirmed, as far as one may read it."""
    of_year = Activity.objects.visible_to(reader).in_year(year)
    left_out = of_year.filter(scope_of_unit(unit, year).q("unit")).exclude(status=Status.CONFIRMED)
    return left_out.select_related("unit")


def plan_of(plans: QuerySet[Plan]) -> Plan | None:
    """The unit's own plan of a year, else its answer to a superior one."""
    written = plans.prefetch_related("requirements", "items")
    return written.order_by(F("parent_id").asc(nulls_first=True), "pk").first()


def _fulfilled(plan: Plan | None) -> frozenset[int]:
    linked = Activity.objects.confirmed().filter(plan_item__plan=plan) if plan else ()
    return frozenset(linked.values_list("plan_item_id", flat=True)) if plan else frozenset()


def _sub_plans(plan: Plan) -> QuerySet[Plan]:
    given = plan.sub_plans.select_related("unit").prefetch_related("unit__changes")
    return given.order_by("unit__path", "pk")


def _needs(unit: Unit, year: int) -> QuerySet[SupportRequest]:
    """Needs that were answered or are being answered."""
    needs = SupportRequest.objects.filter(scope_of_unit(unit, year).q("unit")).in_year(year)
    needs = needs.filter(state__in=TOLD_NEEDS).select_related("troop", "responsible_unit")
    return needs.order_by("unit__path", "pk")


def _rounds(unit: Unit, year: int) -> tuple[Round, ...]:
    """The rounds that were opened, with `asked` and `confirmed`; who left was not assessed."""
    taking_part = Q(assessments__left_on=None)
    counted = Round.objects.filter(unit=unit).in_year(year).annotate(
        asked=Count("assessments", filter=taking_part),
        confirmed=Count("assessments", filter=taking_part & Q(assessments__status=Status.CONFIRMED)),
    )  # fmt: skip
    return tuple(counted.filter(asked__gt=0).select_related("standard").order_by("pk"))


def _late(rounds: Collection[Round], day: date) -> QuerySet[Assessment]:
    """Checklists in the unit's own rounds that were never handed in."""
    late = Assessment.objects.filter(round__in=rounds).overdue(day).select_related("unit")
    return late.prefetch_related("unit__changes").order_by("unit__path", "pk")


def _published(assessments: QuerySet[Assessment], year: int) -> QuerySet[Assessment]:
    """Results the units have been told (`Assessment.is_published`)."""
    told = assessments.in_year(year).filter(left_on=None).exclude(grade="")
    return told.select_related("round__standard").order_by("round__unit__path", "round", "pk")


def _scored(assessments: QuerySet[Assessment]) -> QuerySet[Response]:
    """The basic items and deductions of these results, in the order of their standards."""
    kinds = (CriterionKind.BASIC, CriterionKind.DEDUCTION)
    scored = Response.objects.filter(
        assessment__in=assessments, reviewed_score__isnull=False, criterion__kind__in=kinds
    )
    return scored.select_related("criterion__section").order_by(
        "assessment",
        "criterion__section__position",
        "criterion__section",
        "criterion__number",
        "pk",
    )
