"""考核 of every year: former rounds published, the last one in all states."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Prefetch

from activities.models import Activity
from assessments.allowed_scores import fitted
from assessments.copying import copy_standard
from assessments.models import (
    Assessment,
    AssessmentHistory,
    Criterion,
    Objection,
    Response,
    Round,
    RoundState,
    Standard,
)
from assessments.publishing import publish
from assessments.sheets import plain
from shuangyong.review import Status, Step
from units.models import Notice, Unit

from .city import Load
from .steps import history_of, standing
from .times import at_work, times_as_given

AT_ONCE = 1000
PATTERN = "fixtures/standard-bureau-2011.json"
IN_ROUND = {Status.CONFIRMED: 25, Status.SUBMITTED: 35, Status.DRAFT: 32, Status.RETURNED: 8}
WORTH = (Decimal("1"), Decimal("1"), Decimal("1"), Decimal("0.8"), Decimal("0.6"))
SAID = ("已按要求完成，材料齐全。", "已完成，有活动登记和照片为证。", "已开展，部分材料正在补充。")
SENT_BACK = {Step.SEND_BACK: "请补充第3项的佐证材料，并核对加分项目。"}


def assess(load: Load) -> int:
    """A round of every issuing unit in every year; returns how many."""
    data = json.loads((settings.BASE_DIR / PATTERN).read_text(encoding="utf-8"))
    data = {key: value for key, value in data.items() if key != "note"}
    made = 0
    for issuer in load.issuing[:2]:
        standard = None
        for year in load.years:
            standard = _standard(issuer, year, data, standard)
            _round(load, standard)
            made += 1
    return made


def _standard(issuer: Unit, year: int, data: dict, before: Standard | None) -> Standard:
    name = f"{issuer.label}{year}年度双拥工作考核细则"
    if before is None:
        return plain.make(data, unit=issuer, name=name, year=year)
    return copy_standard(
        before, Standard(unit=issuer, name=name, year=year, total=before.total, carried_from=before)
    )


def _round(load: Load, standard: Standard) -> None:
    year, office = standard.year, load.reviewers[standard.unit_id]
    units = load.below(standard.unit)
    round_ = Round.objects.create(
        unit=standard.unit,
        standard=standard,
        name=f"{year}年度双拥工作考核",
        year=year,
        self_deadline=date(year, 11, 15),
        review_deadline=date(year, 12, 10),
        state=RoundState.OPEN,
        ranking_public=True,
    )
    round_.units.set(units)
    assessments = [_assessment(load, round_, unit) for unit in units]
    with times_as_given(Assessment, AssessmentHistory):
        Assessment.objects.bulk_create(assessments, batch_size=AT_ONCE)
        lines = (line for one in assessments for line in _history(load, one))
        AssessmentHistory.objects.bulk_create(lines, batch_size=AT_ONCE)
    _answers(load, round_, assessments)
    if year < load.last:
        _publish(load, round_, office)


def _assessment(load: Load, round_: Round, unit: Unit) -> Assessment:
    status = standing(load, round_.year, IN_ROUND)
    return Assessment(
        round=round_,
        unit=unit,
        status=status,
        revision=1,
        changed_by=load.writers[unit.pk],
        changed_at=at_work(date(round_.year, 11, load.random.randint(1, 18))),
    )


def _history(load: Load, assessment: Assessment) -> list[AssessmentHistory]:
    day = assessment.changed_at.date()
    return history_of(load, assessment, AssessmentHistory, submitted=day, comments=SENT_BACK)


def _answers(load: Load, round_: Round, assessments: list[Assessment]) -> None:
    """Scores and statements; who has not handed in has begun with the first items only."""
    criteria = list(
        Criterion.objects.filter(section__standard=round_.standard_id)
        .select_related("section")
        .prefetch_related("measures__kinds", Prefetch("scoring_points"))
    )
    done = _done(round_)
    for start in range(0, len(assessments), 100):
        some = assessments[start : start + 100]
        responses = [r for one in some for r in _responses(load, one, criteria)]
        Response.objects.bulk_create(responses, batch_size=AT_ONCE)
        through = Response.activities.through
        through.objects.bulk_create(
            (
                through(response_id=response.pk, activity_id=pk)
                for response in responses
                if response.statement
                for pk in _proof(response, done)
            ),
            batch_size=AT_ONCE,
        )


def _done(round_: Round) -> dict[tuple[int, int], list[int]]:
    """At most three confirmed activities of the year, by unit and kind."""
    rows = Activity.objects.confirmed().filter(year=round_.year, unit__in=round_.units.all())
    found: dict[tuple[int, int], list[int]] = {}
    for unit, kind, pk in rows.order_by("pk").values_list("unit", "kind", "pk"):
        if len(known := found.setdefault((unit, kind), [])) < 3:
            known.append(pk)
    return found


def _proof(response: Response, done: dict) -> list[int]:
    kinds = {k.pk for measure in response.criterion.measures.all() for k in measure.kinds.all()}
    unit = response.assessment.unit_id
    return [pk for kind in sorted(kinds) for pk in done.get((unit, kind), [])]


def _responses(load: Load, one: Assessment, criteria: list[Criterion]) -> Iterator[Response]:
    concerned = [criterion for criterion in criteria if criterion.concerns(one.unit)]
    begun = len(concerned) // 3 if one.status == Status.DRAFT else len(concerned)
    for number, criterion in enumerate(concerned):
        response = Response(assessment=one, criterion=criterion)
        if number < begun:
            worth = load.random.choice(WORTH) if criterion.kind == "basic" else Decimal(0)
            response.self_score = fitted(criterion, criterion.points * worth)
            response.statement = load.random.choice(SAID) if worth else "无。"
        if one.status == Status.CONFIRMED:
            less = load.random.random() < 0.12
            score = response.self_score * Decimal("0.8") if less else response.self_score
            response.reviewed_score = fitted(criterion, score)
            response.comment = "佐证材料不够完整，酌情扣分。" if less else ""
            response.reviewed_by = load.reviewers[one.round.unit_id]
            response.reviewed_at = at_work(date(one.round.year, 11, 25))
        yield response


def _publish(load: Load, round_: Round, office) -> None:
    at = at_work(date(round_.year, 12, 18))
    publish(round_, by=office, at=at)
    Notice.objects.filter(by=office, title__startswith="考核结果").update(at=at)
    response = Response.objects.filter(assessment__round=round_).exclude(comment="").first()
    if response is not None:
        Objection.objects.create(
            response=response,
            reason="材料已于11月底补报，请予复核。",
            filed_by=load.writers[response.assessment.unit_id],
            score_before=response.reviewed_score,
        )
