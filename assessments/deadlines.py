"""自评, 审核 and 复核申请 as deadlines of the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from activities.deadlines import Deadline
from shuangyong.review import EDITABLE, Status
from units.models import Unit

from .models import Assessment, Round, RoundState


def self_assessments(unit: Unit, year: int, today: date) -> Iterable[Deadline]:
    """自评 a unit has to hand in, by the deadline of its round."""
    asked = Assessment.objects.asked().filter(unit=unit, due__year=year)
    for assessment in asked.select_related("round", "unit").order_by("pk"):
        deadline = assessment.due_on
        yield Deadline(
            key=f"assessment-{assessment.pk}",
            start=deadline,
            end=deadline,
            title=f"自评：{assessment.round}",
            standing=assessment.get_status_display(),
            is_met=assessment.status not in EDITABLE,
            url=assessment.get_absolute_url(),
        )


def reviews(unit: Unit, year: int, today: date) -> Iterable[Deadline]:
    """审核 an office has to finish, by the review deadline of its own rounds; one query."""
    waiting = Q(assessments__left_on=None) & ~Q(assessments__status=Status.CONFIRMED)
    own = Round.objects.filter(unit=unit, review_deadline__year=year)
    begun = own.exclude(state=RoundState.PREPARING)
    for round_ in begun.annotate(waiting=Count("assessments", filter=waiting)).order_by("pk"):
        is_met = round_.state == RoundState.PUBLISHED or not round_.waiting
        yield Deadline(
            key=f"round-review-{round_.pk}",
            start=round_.review_deadline,
            end=round_.review_deadline,
            title=f"审核：{round_}",
            standing="已确认" if is_met else f"待确认 {round_.waiting} 个单位",
            is_met=is_met,
            url=round_.get_absolute_url(),
        )


def objections(unit: Unit, year: int, today: date) -> Iterable[Deadline]:
    """The last day on which a unit may object to what was published of it; one query.

    Nobody is late with it: who lets it pass agrees.
    """
    told = Coalesce(F("published_at"), F("round__published_at"))
    published = Assessment.objects.annotate(told=told).filter(
        unit=unit, told__year__in=(year - 1, year)
    )
    for assessment in published.exclude(grade="").select_related("round", "unit").order_by("pk"):
        until = assessment.objections_until
        if until is None or until.year != year:
            continue
        yield Deadline(
            key=f"objection-{assessment.pk}",
            start=until,
            end=until,
            title=f"复核申请截止：{assessment.round}",
            standing="已截止" if until < today else "可以提出",
            is_met=until < today,
            url=assessment.get_absolute_url(),
        )
