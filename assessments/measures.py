"""What the system can count for a criterion: it proposes, a person decides.

A counter looks at the records of one unit and some years for all measures of its sort at
once, so a checklist takes a fixed number of queries. Rooms above this one add counters of
their own with `register` when the site starts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.timezone import localtime

from activities.models import Activity, Plan
from shuangyong.occasions import Occasion
from units.models import Unit

from .models import Assessment, Criterion, CriterionKind, Measure, Measured, Reward

CENT = Decimal("0.01")
PROPOSED_FOR = (CriterionKind.BASIC, CriterionKind.BONUS)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a counter found for one measure: how many, in words, and the activities counted."""

    count: int
    sentence: str
    activities: tuple[Activity, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A score for one criterion, why, and what it rests on.

    points: the keys of the scoring points that are earned in full.
    """

    score: Decimal
    sentence: str
    activities: tuple[Activity, ...]
    points: frozenset[int] = frozenset()


Counter = Callable[[Unit, range, list[Measure]], dict[int, Finding]]
_counters: dict[str, Counter] = {}


def register(counts: Measured, counter: Counter) -> None:
    """Let `counter` answer for measures that count `counts`.

    It is given the unit, the years assessed and the measures, and returns a finding by the
    measure's primary key.
    """
    _counters[counts] = counter


def proposals(assessment: Assessment) -> dict[int, Proposal]:
    """Proposals by criterion, for every criterion of the checklist that has a measure."""
    measures = list(
        Measure.objects.filter(
            criterion__responses__assessment=assessment, criterion__kind__in=PROPOSED_FOR
        )
        .select_related("criterion", "scoring_point")
        .prefetch_related("kinds")
    )
    findings: dict[int, Finding] = {}
    for counts, counter in _counters.items():
        if mine := [m for m in measures if m.counts == counts]:
            findings |= counter(assessment.unit, assessment.round.years, mine)
    found = defaultdict(list)
    for measure in measures:
        if measure.pk in findings:
            found[measure.criterion].append((measure, findings[measure.pk]))
    return {criterion.pk: _proposal(criterion, parts) for criterion, parts in found.items()}


def _proposal(criterion: Criterion, parts: list[tuple[Measure, Finding]]) -> Proposal:
    """What the measures of one criterion come to, within its points."""
    activities = dict.fromkeys(activity for _, finding in parts for activity in finding.activities)
    return Proposal(
        score=min(sum((earned(m, f.count) for m, f in parts), Decimal(0)), criterion.points),
        sentence="；".join(finding.sentence for _, finding in parts),
        activities=tuple(activities),
        points=frozenset(
            m.scoring_point_id for m, f in parts if m.scoring_point_id and f.count >= m.at_least
        ),
    )


def earned(measure: Measure, count: int) -> Decimal:
    """The points for so many records, to two places."""
    most = measure.worth
    if measure.reward == Reward.EACH:
        return min((measure.points or most) * count, most)
    if count >= measure.at_least:
        return most
    share = Decimal(count) / measure.at_least if measure.reward == Reward.SHARE else Decimal(0)
    return (most * share).quantize(CENT, ROUND_HALF_UP)


def count_activities(unit: Unit, years: range, measures: list[Measure]) -> dict[int, Finding]:
    """Confirmed activities of the unit and the units below it in the last year; two queries."""
    activities = list(
        Activity.objects.confirmed()
        .counted()
        .of_unit(unit, years[-1])
        .filter(year__in=years)
        .only("title", "held", "held_from", "held_to", "occasion", "kind", "year")
    )
    return {m.pk: _counted(m, [a for a in activities if _fits(a, m)]) for m in measures}


def _fits(activity: Activity, measure: Measure) -> bool:
    kinds = {kind.pk for kind in measure.kinds.all()}
    return (not kinds or activity.kind_id in kinds) and (
        not measure.occasion or _is_around(activity, Occasion(measure.occasion))
    )


def _is_around(activity: Activity, occasion: Occasion) -> bool:
    """True if the activity says so, or all of its time lies in the occasion's window.

    A vague date that only may have been then (“2011年”) is not counted: the record does not
    say it.
    """
    if activity.occasion:
        return activity.occasion == occasion
    if activity.held_from is None:
        return False
    start, end = occasion.window(activity.year)
    return start <= activity.held_from and activity.held_to <= end


def _counted(measure: Measure, activities: list[Activity]) -> Finding:
    kinds = "、".join(kind.name for kind in measure.kinds.all()) or "活动"
    when = f"{Occasion(measure.occasion).label}期间" if measure.occasion else "本年度"
    sentence = f"{when}已确认的{kinds}共 {len(activities)} 次，要求不少于 {measure.at_least} 次"
    return Finding(len(activities), sentence, tuple(activities))


def count_plans(unit: Unit, years: range, measures: list[Measure]) -> dict[int, Finding]:
    """Sub-plans handed in by their deadline, judged by the first time; one query."""
    plans = Plan.objects.sub_plans().filter(unit=unit, year__in=years).with_submission()
    judged = [_judged(plan) for plan in plans]
    sentence = "；".join(words for _, words in judged) or "没有找到单项计划"
    finding = Finding(sum(in_time for in_time, _ in judged), sentence)
    return {measure.pk: finding for measure in measures}


def _judged(plan: Plan) -> tuple[bool, str]:
    due = f"（截止 {plan.deadline:%Y-%m-%d}）" if plan.deadline else ""
    if plan.first_submitted_at is None:
        return False, f"《{plan}》尚未报送{due}"
    on = localtime(plan.first_submitted_at).date()
    in_time = plan.deadline is None or on <= plan.deadline
    return in_time, f"《{plan}》{on:%Y-%m-%d} {'按时' if in_time else '逾期'}报送{due}"


register(Measured.ACTIVITIES, count_activities)
register(Measured.PLAN, count_plans)
