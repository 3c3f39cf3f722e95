"""The sample standards and their rounds, with units at different points of the way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from activities.models import Activity
from activities.sample import REVIEW_TIME, at_noon, bring_to, take_on
from shuangyong.review import Step
from units.models import Notice, NoticeKind, NoticeReading, Role, Unit, User

from .allowed_scores import fitted
from .copying import copy_standard
from .measures import proposals
from .models import Assessment, Response, ResponseYear, Round, Standard
from .opening import open_round
from .publishing import publish
from .scoring import of_years
from .sheets import plain

PART = Decimal("0.8")
DEADLINES = ("self_deadline", "review_deadline")
AS_WRITTEN = ("name", "by_year", "excellent_from", "good_from", "passed_from")


def load(document: dict) -> Round:
    """Create the standard, open its round, and let the units answer.

    If the document tells of the year before, its round is added, published: the standard is
    then the one that was carried over from it.
    """
    standard = add_standard(document)
    entry = document["round"]
    assessed = add_round(standard, entry)
    for assessment in assessed.assessments.all():
        answer(assessment, **entry["units"][assessment.unit.name])
    if former := document.get("former"):
        add_former(standard, former["round"])
    return assessed


def add_standard(document: dict) -> Standard:
    """A standard with sections, numbered criteria, scoring points and measures."""
    return plain.make(document, unit=Unit.objects.get_by_natural_key(document["unit"]))


def add_round(standard: Standard, entry: dict) -> Round:
    """A round by the standard, open for the units that the entry names."""
    round_ = Round.objects.create(
        unit=standard.unit,
        standard=standard,
        year=standard.year,
        year_to=standard.year_to,
        **{name: entry[name] for name in AS_WRITTEN if name in entry},
        **{name: date.fromisoformat(entry[name]) for name in DEADLINES},
    )
    round_.units.set(Unit.objects.filter(name__in=entry["units"]))
    open_round(round_, by=office_of(round_))
    return round_


def office_of(round_: Round) -> User:
    """Who opens, reviews and publishes it."""
    return User.objects.get(unit=round_.unit, role=Role.REVIEWER)


def add_former(standard: Standard, entry: dict) -> Round:
    """The round of the year before, by the standard as it was then: confirmed and published."""
    former = copy_standard(
        standard,
        Standard(
            unit=standard.unit,
            name=standard.name.replace(str(standard.year), str(standard.year - 1)),
            year=standard.year - 1,
            total=standard.total,
            note=standard.note,
        ),
    )
    continued_from(former, standard)
    round_ = add_round(former, entry)
    for assessment in round_.assessments.all():
        lost = entry["lost"][assessment.unit.name]
        for response in assessment.responses.select_related("criterion"):
            response.statement = "已按要求完成。"
            full = response.criterion.points if response.criterion.kind == "basic" else Decimal(0)
            response.self_score = full
            response.reviewed_score = full - Decimal(lost.get(response.criterion.label, 0))
            response.save()
        settle(assessment, **entry["units"][assessment.unit.name])
    published = at_noon(date.fromisoformat(entry["published"]))
    publish(round_, by=office_of(round_), at=published)
    told_and_read(round_)
    return round_


def told_and_read(round_: Round) -> None:
    """The notices of its results, of that day, and read then by whoever works for the units."""
    told = Notice.objects.filter(
        unit__in=round_.units.all(), by=office_of(round_), kind=NoticeKind.INFORMATION
    )
    for notice in told:
        Notice.objects.filter(pk=notice.pk).update(at=round_.published_at)
        for user in User.objects.filter(unit=notice.unit):
            reading = NoticeReading.objects.create(notice=notice, user=user)
            NoticeReading.objects.filter(pk=reading.pk).update(at=round_.published_at)


def continued_from(former: Standard, standard: Standard) -> None:
    """Turn the copy round: it is the standard that goes on what the copy had the year before."""
    standard.carried_from = former
    standard.save(update_fields=["carried_from"])
    for section in former.sections.prefetch_related("criteria__continues"):
        for criterion in section.criteria.all():
            later, criterion.continues = criterion.continues, None
            later.continues = criterion
            criterion.save(update_fields=["continues"])
            later.save(update_fields=["continues"])


def answer(
    assessment: Assessment, status: str, submitted: str = "", years: dict | None = None
) -> None:
    """Self-scores from what the unit did, and the reviewer's where the sample has come so far."""
    if years:
        fill_in_years(assessment, years)
    if status == "draft":
        return
    done = Activity.objects.filter(unit=assessment.unit).counted()
    for response in assessment.responses.select_related("criterion").prefetch_related(
        "criterion__measures__kinds", "criterion__scoring_points"
    ):
        fill_in(response, done)
    if status == "confirmed":
        settle(assessment, status, submitted)
    else:
        hand_in(assessment, status, date.fromisoformat(submitted))


def hand_in(assessment: Assessment, status: str, day: date) -> None:
    """Through the review flow to `status`; what is above the records' count says why."""
    found = proposals(assessment)
    for response in assessment.responses.filter(criterion__in=found):
        if response.self_score > found[response.criterion_id].score:
            response.overruled_because = "部分工作未在系统中登记，以佐证材料为准。"
            response.save(update_fields=["overruled_because"])
    bring_to(assessment, status, day)


def settle(assessment: Assessment, status: str, submitted: str) -> None:
    """Handed in, scored as the unit did where nobody scored it otherwise, and confirmed."""
    day = date.fromisoformat(submitted)
    hand_in(assessment, "submitted", day)
    for response in assessment.responses.filter(reviewed_score=None):
        response.reviewed_score = response.self_score
        response.save()
    take_on(assessment, Step.CONFIRM, day + REVIEW_TIME)


def fill_in(response: Response, done) -> None:
    """Full points where a matching activity is recorded or all is asked for, some elsewhere."""
    measures = response.criterion.measures.all()
    measure = measures[0] if measures else None
    proof = done.filter(kind__in=measure.kinds.all()) if measure else done.none()
    points, step = response.criterion.points, response.criterion.step
    if response.criterion.kind == "basic":
        proven = bool(proof) or measure is None
        response.self_score = (
            points if proven or step == points else fitted(response.criterion, points * PART)
        )
        response.statement = "已按要求完成。" if proven else "已开展，材料正在补充。"
    else:
        response.self_score = Decimal(0)
        response.statement = "无。"
    response.save()
    response.activities.set(proof)


def fill_in_years(assessment: Assessment, years: dict[str, dict[str, str]]) -> None:
    """Self-scores of single years, by the item's number; the item's own when none is wanting."""
    asked = assessment.round.years
    for response in assessment.responses.select_related("criterion"):
        given = years.get(response.criterion.label, {})
        scores = {int(year): Decimal(score) for year, score in given.items()}
        ResponseYear.objects.bulk_create(
            ResponseYear(response=response, year=year, self_score=score)
            for year, score in scores.items()
        )
        response.self_score = of_years(response.criterion, map(scores.get, asked))
        response.save(update_fields=["self_score"])
