"""Which scores a criterion lets through: one rule for both sides, for pages and imports. Pure.

A score lies between 0 and the criterion's points and fits its 计分单位 (`Criterion.step`).
A criterion without one, whose scoring points are each earned whole or not at all, takes a
sum of some of these. Reads `scoring_points` and `measures` of the criterion: for many
criteria prefetch both.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from .models import Criterion, CriterionKind, Reward

CENT = Decimal("0.01")


def check_score(criterion: Criterion, score: Decimal | None, label: str = "打分") -> str | None:
    """What is wrong with a score of one year or round, as a sentence; None if nothing is.

    `label` is what the score is called, such as 自评分.
    """
    if score is None:
        return None
    if criterion.kind == CriterionKind.VETO:
        return None if score in (0, 1) else "一票否决项只能填“未发生”或“已发生”。"
    if score < 0:
        return f"{label}不能为负数。"
    if score > criterion.points:
        return f"本项最多 {plain(criterion.points)} 分。"
    if score != score.quantize(CENT):
        return "最多两位小数。"
    return None if fits_step(criterion, score) else _told(criterion, score)


def fits_step(criterion: Criterion, score: Decimal) -> bool:
    """True if a score between 0 and the full points is one that the scoring rule knows.

    Full points always are, also where the step does not go into them.
    """
    if score in (0, criterion.points):
        return True
    if criterion.step:
        return score % criterion.step == 0
    sums = sums_of_points(criterion)
    return sums is None or score in sums


def fitted(criterion: Criterion, score: Decimal) -> Decimal:
    """The highest score the criterion knows that is not above `score`: what is proposed."""
    score = min(score, criterion.points)
    if fits_step(criterion, score):
        return score
    if criterion.step:
        return (score / criterion.step).to_integral_value(ROUND_FLOOR) * criterion.step
    return max(found for found in sums_of_points(criterion) if found <= score)


def sums_of_points(criterion: Criterion) -> set[Decimal] | None:
    """What some of the scoring points come to, if each is all or nothing; else None."""
    points = criterion.scoring_points.all()
    whole = {
        measure.scoring_point_id
        for measure in criterion.measures.all()
        if measure.reward == Reward.ALL_OR_NOTHING
    }
    if not points or any(point.pk not in whole for point in points):
        return None
    sums = {Decimal(0)}
    for point in points:
        sums |= {found + point.points for found in sums}
    return {found for found in sums if found <= criterion.points}


def _told(criterion: Criterion, score: Decimal) -> str:
    most = plain(criterion.points)
    if criterion.step is None:
        sums = "、".join(plain(found) for found in sorted(sums_of_points(criterion) or ()))
        return f"本项按得分点计分，不能打 {plain(score)} 分，只能打 {sums} 分。"
    if criterion.step >= criterion.points:
        return f"达到要求得 {most} 分，只能打 0 分或 {most} 分。"
    return f"本项按 {plain(criterion.step)} 分计，不能打 {plain(score)} 分。"


def plain(value: Decimal) -> str:
    """Points as they are written: no idle zeros."""
    return f"{value.normalize():f}"
