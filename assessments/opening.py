"""Opening a round: every unit that takes part gets its checklist."""

from __future__ import annotations

from django.db import transaction

from shuangyong.review import StepRefused
from units import audit
from units.models import User

from .checking import obstacles
from .models import Assessment, Criterion, Response, Round, RoundState, Standard


@transaction.atomic
def open_round(round_: Round, *, by: User | None) -> list[Assessment]:
    """One assessment per unit, one response per criterion that concerns the unit's kind.

    Returns the assessments that were made. Opening again adds what has come since, a unit or
    a criterion, and touches nothing that is there; a published round stays published.
    Raises StepRefused with what has to be mended first if the standard does not add up.
    """
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state == RoundState.PREPARING:
        _check(Standard.objects.select_for_update().get(pk=locked.standard_id))
    present = set(locked.assessments.values_list("unit_id", flat=True))
    made = Assessment.objects.bulk_create(
        Assessment(round=locked, unit=unit) for unit in locked.units.exclude(pk__in=present)
    )
    _add_responses(locked)
    if locked.state == RoundState.PREPARING:
        locked.state = RoundState.OPEN
        locked.save(update_fields=["state"])
    names = "、".join(str(assessment.unit) for assessment in made)
    audit.record(by, "开始考核", locked, changes={"新增单位": names})
    round_.state = locked.state
    return made


def _check(standard: Standard) -> None:
    if found := obstacles(standard):
        raise StepRefused(f"《{standard}》还有须改正之处，不能开始考核：{''.join(found)}")


def _add_responses(round_: Round) -> None:
    """Responses that are wanting; confirmed checklists are closed and get none."""
    criteria = list(Criterion.objects.filter(section__standard=round_.standard_id))
    assessments = [a for a in round_.assessments.select_related("unit") if not a.is_official]
    Response.objects.bulk_create(
        [
            Response(assessment=assessment, criterion=criterion)
            for assessment in assessments
            for criterion in criteria
            if criterion.concerns(assessment.unit)
        ],
        ignore_conflicts=True,
    )
