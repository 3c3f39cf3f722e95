"""Publishing a round: totals and grades are frozen."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from units import audit
from units.models import Unit, User

from .models import Assessment, Response, Round, RoundState
from .scoring import add_up


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did: who got a grade now, and who is missing from the list."""

    graded: list[Unit]
    missing: list[Unit]


@transaction.atomic
def publish(round_: Round, *, by: User) -> Published:
    """Freeze total and grade of every confirmed assessment; the others stay without.

    Publishing again adds those that were confirmed since. A grade that stands is not
    computed anew, so a published result never drifts.
    """
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    scored = Prefetch("responses", Response.objects.select_related("criterion__section"))
    assessments = list(locked.assessments.select_related("unit").prefetch_related(scored))
    new = [a for a in assessments if a.is_official and not a.grade]
    for assessment in new:
        score = add_up((r.criterion, r.reviewed_score) for r in assessment.responses.all())
        assessment.total = score.total
        assessment.grade = locked.grade_of(score.total, vetoed=score.vetoed)
    Assessment.objects.bulk_update(new, ["total", "grade"])
    if new:
        locked.state = round_.state = RoundState.PUBLISHED
        locked.published_at = round_.published_at = locked.published_at or timezone.now()
        locked.save(update_fields=["state", "published_at"])
        results = {a.unit.name: f"{a.total} {a.get_grade_display()}" for a in new}
        audit.record(by, "公布考核结果", locked, changes=results)
    return Published([a.unit for a in new], [a.unit for a in assessments if not a.grade])
