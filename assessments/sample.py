"""The sample standard and its round, with units at different points of the way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from activities.models import Activity, ActivityKind
from activities.sample import REVIEW_TIME, bring_to, resolved, take_on
from shuangyong.review import Step
from units.models import Role, Unit, User

from .models import Assessment, Criterion, Measure, Response, Round, ScoringPoint, Section, Standard
from .opening import open_round

FULL, PART = Decimal(1), Decimal("0.8")


def load(document: dict) -> Round:
    """Create the standard, open its round, and let the units answer."""
    standard = add_standard(document)
    entry = document["round"]
    assessed = Round.objects.create(
        unit=standard.unit,
        standard=standard,
        name=entry["name"],
        year=standard.year,
        self_deadline=date.fromisoformat(entry["self_deadline"]),
        review_deadline=date.fromisoformat(entry["review_deadline"]),
    )
    assessed.units.set(Unit.objects.filter(name__in=entry["units"]))
    open_round(assessed, by=User.objects.get(unit=assessed.unit, role=Role.REVIEWER))
    for assessment in assessed.assessments.all():
        answer(assessment, **entry["units"][assessment.unit.name])
    return assessed


def add_standard(document: dict) -> Standard:
    """A standard with sections, numbered criteria, scoring points and measures."""
    standard = Standard.objects.create(
        unit=Unit.objects.get_by_natural_key(document["unit"]),
        **{key: document[key] for key in ("name", "year", "total", "note")},
    )
    number = 0
    for position, entry in enumerate(document["sections"], 1):
        section = Section.objects.create(
            standard=standard, position=position, title=entry["title"], points=entry["points"]
        )
        for criterion in entry["criteria"]:
            number += 1
            add_criterion(section, number, criterion)
    return standard


def add_criterion(section: Section, number: int, entry: dict) -> Criterion:
    """One criterion with what belongs to it."""
    fields = dict(entry)
    points, measure = fields.pop("scoring_points", []), fields.pop("measure", None)
    criterion = Criterion.objects.create(section=section, number=number, **fields)
    for position, point in enumerate(points, 1):
        ScoringPoint.objects.create(criterion=criterion, position=position, **point)
    if measure:
        kinds = measure.pop("kinds", [])
        made = Measure.objects.create(criterion=criterion, **resolved(measure, 0))
        made.kinds.set(ActivityKind.objects.filter(name__in=kinds))
    return criterion


def answer(assessment: Assessment, status: str, submitted: str = "") -> None:
    """Self-scores from what the unit did, and the reviewer's where the sample has come so far."""
    if status == "draft":
        return
    day = date.fromisoformat(submitted)
    done = Activity.objects.filter(unit=assessment.unit).counted()
    responses = list(
        assessment.responses.select_related("criterion").prefetch_related(
            "criterion__measures__kinds"
        )
    )
    for response in responses:
        fill_in(response, done)
    bring_to(assessment, "submitted" if status == "confirmed" else status, day)
    if status == "confirmed":
        for response in responses:
            response.reviewed_score = response.self_score
            response.save()
        take_on(assessment, Step.CONFIRM, day + REVIEW_TIME)


def fill_in(response: Response, done) -> None:
    """Full points where a matching activity is recorded, four fifths elsewhere."""
    measures = response.criterion.measures.all()
    measure = measures[0] if measures else None
    proof = done.filter(kind__in=measure.kinds.all()) if measure else done.none()
    if response.criterion.kind == "basic":
        share = FULL if proof or measure is None else PART
        response.self_score = (response.criterion.points * share).quantize(Decimal("0.01"))
        response.statement = "已按要求完成。" if share == FULL else "已开展，材料正在补充。"
    else:
        response.self_score = Decimal(0)
        response.statement = "无。"
    response.save()
    response.activities.set(proof)
