"""What the office has to review in a round: by unit, and by item across all units."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Max, OuterRef, Prefetch, Q, Subquery

from activities.models import Activity
from shuangyong.review import EDITABLE, Status, Step

from .former import former_of
from .measures import proposals_of
from .models import Assessment, AssessmentHistory, Criterion, Response, Round
from .selectors import Item

HANDED_IN = (Status.SUBMITTED, Status.CONFIRMED)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of the queue: how many of its items are scored."""

    assessment: Assessment
    asked: int
    scored: int

    @property
    def is_waiting(self) -> bool:
        """Handed in and not yet decided."""
        return self.assessment.status == Status.SUBMITTED

    @property
    def is_scored(self) -> bool:
        """True once nothing is missing before it can be confirmed."""
        return self.is_waiting and 0 < self.asked == self.scored

    @property
    def state(self) -> tuple[str, str]:
        """Style and word, from the office's side."""
        if self.assessment.status == Status.CONFIRMED:
            return "success", "已确认"
        if self.assessment.status == Status.SUBMITTED:
            started = self.assessment.review_started_at is not None
            return ("primary", "审核中") if started else ("primary", "待审核")
        if self.assessment.status == Status.RETURNED:
            return "warning", "已退回"
        return "secondary", "未报送"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of the queue: how many units have handed it in, how many of them are scored."""

    criterion: Criterion
    handed_in: int
    scored: int

    @property
    def is_scored(self) -> bool:
        """True once nobody who handed in waits for a score here."""
        return self.scored == self.handed_in


@dataclass(slots=True)
class ItemOfUnit(Item):
    """One unit's answer to an item, on the page that shows all units of it."""

    assessment: Assessment | None = None

    @property
    def is_open(self) -> bool:
        """True while the office may score it."""
        return self.assessment.is_reviewable


def asked_in(round_: Round):
    """The checklists of a round, without who left it, in administrative order."""
    return round_.assessments.asked().select_related("unit", "round").order_by("unit__path")


def by_unit(round_: Round) -> list[UnitRow]:
    """All units that take part; two queries."""
    submitted = AssessmentHistory.objects.filter(record=OuterRef("pk"), step=Step.SUBMIT)
    last = submitted.order_by().values("record").annotate(at=Max("at")).values("at")
    assessments = asked_in(round_).select_related("review_started_by")
    scored = Q(reviewed_score__isnull=False)
    counted = (
        Response.objects.filter(assessment__round=round_)
        .order_by()
        .values_list("assessment")
        .annotate(asked=Count("pk"), scored=Count("pk", filter=scored))
    )
    numbers = {pk: (asked, done) for pk, asked, done in counted}
    return [
        UnitRow(each, *numbers.get(each.pk, (0, 0)))
        for each in assessments.annotate(submitted_at=Subquery(last))
    ]


def by_item(round_: Round) -> list[ItemRow]:
    """All items of the round's standard in their order; two queries."""
    scored = Q(reviewed_score__isnull=False)
    counted = (
        Response.objects.filter(
            assessment__round=round_, assessment__left_on=None, assessment__status__in=HANDED_IN
        )
        .order_by()
        .values_list("criterion")
        .annotate(handed_in=Count("pk"), scored=Count("pk", filter=scored))
    )
    numbers = {pk: (handed_in, done) for pk, handed_in, done in counted}
    return [ItemRow(each, *numbers.get(each.pk, (0, 0))) for each in items_of(round_)]


def items_of(round_: Round):
    """The items of the round's standard."""
    return Criterion.objects.filter(section__standard=round_.standard_id).select_related("section")


def grouped(rows: list[ItemRow]):
    """Rows by section, for the page."""
    return [(section, [*rows]) for section, rows in groupby(rows, lambda r: r.criterion.section)]


def next_unit(round_: Round, after: Assessment | None = None) -> Assessment | None:
    """The next checklist that waits for the office in administrative order; from the start again."""
    waiting = [*asked_in(round_).awaiting_review()]
    if after is None:
        return waiting[0] if waiting else None
    later = [each for each in waiting if each.unit.path > after.unit.path]
    others = [each for each in waiting if each.pk != after.pk]
    return next(iter([*later, *others]), None)


def answers_to(round_: Round, criterion: Criterion):
    """What the units said to one item, in administrative order."""
    given = Response.objects.filter(criterion=criterion, assessment__round=round_)
    related = given.select_related("assessment__unit", "assessment__round", "reviewed_by")
    return related.order_by("assessment__unit__path")


def handed_in_for(round_: Round, criterion: Criterion):
    """The answers of units that have handed in and have not left."""
    return answers_to(round_, criterion).filter(
        assessment__left_on=None, assessment__status__in=HANDED_IN
    )


def answers(criterion: Criterion, responses) -> list[ItemOfUnit]:
    """Some units' answers to one item with what they rest on; a fixed number of queries."""
    activities = Activity.objects.select_related("unit").prefetch_related("evidence")
    loaded = list(
        responses.prefetch_related(
            "points_claimed", "files", "years", Prefetch("activities", activities)
        )
    )
    for response in loaded:
        response.criterion = criterion
    checklists = [response.assessment for response in loaded]
    former = former_of(checklists, [criterion.pk])
    proposed = proposals_of(checklists, [criterion.pk])
    return [
        ItemOfUnit(
            response,
            proposed.get((response.assessment_id, criterion.pk)),
            assessment=response.assessment,
            former=former.get((response.assessment_id, criterion.pk)),
            years=response.assessment.round.scored_years,
        )
        for response in loaded
    ]


def not_handed_in(round_: Round, criterion: Criterion):
    """The answers to this item that are still with their units."""
    return answers_to(round_, criterion).filter(
        assessment__left_on=None, assessment__status__in=EDITABLE
    )
