"""Opening a round: every unit that takes part gets its checklist, and is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction

from shuangyong.review import Status, StepRefused
from units import audit
from units.models import UnitKind, User

from . import announcing, checking
from .models import Assessment, Criterion, Response, Round, RoundState, Standard

AT_ONCE = 100  # so many checklists are filled with their items in one go


def obstacles(round_: Round) -> list[str]:
    """What keeps a round from being opened, in the user's words; a few queries."""
    found = [wrong_with(round_.standard)]
    if not round_.units.exists():
        found.append("没有参评单位。")
    return [each for each in found if each]


def wrong_with(standard: Standard) -> str:
    """Why nobody can be assessed by a standard as it stands; empty if all is well."""
    found = checking.obstacles(standard)
    return f"《{standard}》还有须改正之处：{''.join(found)}" if found else ""


def kinds_without_items(round_: Round) -> list[str]:
    """单位类别 that take part although no item of the standard concerns them; two queries."""
    applying = Criterion.objects.filter(section__standard=round_.standard_id)
    applying = [set(kinds) for kinds in applying.order_by().values_list("applies_to", flat=True)]
    if not all(applying):  # an item for every kind
        return []
    present = set(round_.units.order_by().values_list("kind", flat=True).distinct())
    return [kind.label for kind in UnitKind if kind in present - set().union(*applying)]


@transaction.atomic
def begin(round_: Round, *, by: User) -> list[Assessment]:
    """开始考核: check the standard, make the checklists, tell the units.

    Returns the assessments that were made. Raises StepRefused, saying why, if the standard has
    errors or nobody takes part, or if the round has begun already.
    """
    locked = Round.objects.select_for_update().select_related("standard").get(pk=round_.pk)
    if locked.state != RoundState.PREPARING:
        raise StepRefused(f"“{locked}”已经开始。")
    if found := obstacles(locked):
        raise StepRefused(f"不能开始考核：{''.join(found)}")
    made = open_round(round_, by=by)
    announcing.begun(locked, made, by=by)
    return made


@transaction.atomic
def open_round(round_: Round, *, by: User | None) -> list[Assessment]:
    """One assessment per unit, one response per criterion that concerns the unit's kind.

    Returns the assessments that were made. Opening again adds what has come since, a unit or
    a criterion, and touches nothing that is there; a published round stays published.
    Raises StepRefused with what has to be mended first if the standard does not add up.
    """
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state == RoundState.PREPARING:
        standard = Standard.objects.select_for_update().get(pk=locked.standard_id)
        if wrong := wrong_with(standard):
            raise StepRefused(f"不能开始考核：{wrong}")
    present = set(locked.assessments.values_list("unit_id", flat=True))
    made = Assessment.objects.bulk_create(
        Assessment(round=locked, unit=unit) for unit in locked.units.exclude(pk__in=present)
    )
    add_responses(
        locked, locked.assessments.exclude(status=Status.CONFIRMED).select_related("unit")
    )
    if locked.state == RoundState.PREPARING:
        locked.state = RoundState.OPEN
        locked.save(update_fields=["state"])
    names = "、".join(str(assessment.unit) for assessment in made)
    audit.record(by, "开始考核", locked, changes={"新增单位": names})
    round_.state = locked.state
    return made


def add_responses(round_: Round, assessments: Iterable[Assessment]) -> None:
    """Responses that are wanting; lines for single years come with their scores.

    The caller has locked the round. A fixed number of queries for each `AT_ONCE` checklists.
    """
    criteria = list(Criterion.objects.filter(section__standard=round_.standard_id))
    assessments = list(assessments)
    for start in range(0, len(assessments), AT_ONCE):
        some = assessments[start : start + AT_ONCE]
        Response.objects.bulk_create(_wanting(some, criteria), batch_size=1000)


def _wanting(assessments: Sequence[Assessment], criteria: list[Criterion]) -> Iterator[Response]:
    stored = Response.with_cancelled.filter(assessment__in=[a.pk for a in assessments]).order_by()
    present = set(stored.values_list("assessment_id", "criterion_id"))
    return (
        Response(assessment=assessment, criterion=criterion)
        for assessment in assessments
        for criterion in criteria
        if (assessment.pk, criterion.pk) not in present and criterion.concerns(assessment.unit)
    )
