"""Standards and rounds for tests: a standard of 100 points with every kind of criterion."""

from datetime import date

from assessments.models import (
    Assessment,
    Criterion,
    Measure,
    Round,
    ScoringPoint,
    Section,
    Standard,
)
from assessments.opening import open_round
from shuangyong.review import Step
from tests.factories import YEAR

ANSWERED = {1: 18, 2: 20, 3: 60, 4: 3, 5: 2, 6: 0}
"""Self-scores of the usual standard by criterion number; 20 + 20 + 60 points are basic."""


def make_section(standard, title="一、组织领导", points=0, *criteria: dict) -> Section:
    """A section at the end; its criteria are numbered on through the standard."""
    section = Section.objects.create(
        standard=standard, position=standard.sections.count() + 1, title=title, points=points
    )
    for fields in criteria:
        make_criterion(section, **fields)
    return section


def make_criterion(section, content="领导小组健全", points=10, **fields) -> Criterion:
    """A criterion with the next number of its standard."""
    number = Criterion.objects.filter(section__standard=section.standard).count() + 1
    return Criterion.objects.create(
        section=section, number=number, content=content, points=points, **fields
    )


def make_standard(unit, **fields) -> Standard:
    """A standard without sections."""
    return Standard.objects.create(unit=unit, **{"name": "双拥工作考核细则", "year": YEAR} | fields)


def usual_standard(unit, **fields) -> Standard:
    """Two sections of basic points and one of bonus, deduction and veto; criteria 1 to 6."""
    standard = make_standard(unit, **fields)
    first = make_section(standard, "一、组织领导", 40)
    group = make_criterion(first, "领导小组健全", 20)
    for position, text in enumerate(("有成立文件", "有专人负责"), 1):
        ScoringPoint.objects.create(criterion=group, position=position, text=text, points=10)
    make_criterion(first, "列入年度计划", 20, evidence_wanted="会议记录")
    make_section(
        standard, "二、开展活动", 60, {"content": "走访慰问", "points": 60, "rule": "少一次扣10分"}
    )
    make_section(
        standard,
        "三、加分和扣分",
        5,
        {"content": "受到表彰", "points": 5, "kind": "bonus"},
        {"content": "报送不及时", "points": 5, "kind": "deduction"},
        {"content": "发生涉军纠纷", "points": 0, "kind": "veto"},
    )
    return standard


def make_measure_for(criterion, *kinds, **fields) -> Measure:
    """Counts activities of these kinds, unless said otherwise."""
    measure = Measure.objects.create(criterion=criterion, **{"counts": "activities"} | fields)
    measure.kinds.set(kinds)
    return measure


def made_sound(standard) -> Standard:
    """The standard with points that add up, whatever a test put into it, so that it opens."""
    if not Criterion.objects.filter(section__standard=standard).exists():
        make_section(standard, "一、组织领导", 100, {"points": 100})
    total = 0
    for section in standard.sections.all():
        basic = [item.points for item in section.criteria.all() if item.kind == "basic"]
        if basic:
            total += sum(basic)
            standard.sections.filter(pk=section.pk).exclude(points=0).update(points=sum(basic))
    standard.total = total
    standard.save(update_fields=["total"])
    return standard


def make_round(unit, *units, **fields) -> Round:
    """A round of the unit's usual standard for these units, or a given one; not opened yet."""
    standard = made_sound(fields.pop("standard", None) or usual_standard(unit))
    round_ = Round.objects.create(
        unit=unit,
        standard=standard,
        **{"name": "年度双拥工作考核", "year": YEAR, "self_deadline": date(2011, 11, 15)} | fields,
    )
    round_.units.set(units)
    return round_


def typed_round(standard, *units) -> dict:
    """A round as it is typed into its form."""
    return {
        "name": "年度考核", "standard": standard.pk, "year": YEAR, "year_to": "",
        "self_deadline": "2011-11-15", "review_deadline": "", "units": [unit.pk for unit in units],
        "late_allowed": "on", "remind_days": "7、3、1", "objection_days": "7",
        "excellent_from": "90", "good_from": "80", "passed_from": "60",
    }  # fmt: skip


def make_checklist(unit, *, by, **fields) -> Assessment:
    """The checklist of one unit in an open round of `by`."""
    round_ = make_round(by, unit, **fields)
    open_round(round_, by=None)
    return round_.assessments.get()


def answer(assessment, scores=ANSWERED, *, side="self_score") -> Assessment:
    """Writes scores by criterion number."""
    for number, score in scores.items():
        assessment.responses.filter(criterion__number=number).update(**{side: score})
    return assessment


def handed_in(assessment, liaison) -> Assessment:
    """Answered throughout and submitted."""
    answer(assessment).take(Step.SUBMIT, by=liaison)
    return assessment


def decided(assessment, liaison, reviewer, scores=ANSWERED) -> Assessment:
    """Submitted, scored and confirmed."""
    handed_in(assessment, liaison)
    answer(assessment, scores, side="reviewed_score").take(Step.CONFIRM, by=reviewer)
    return assessment
