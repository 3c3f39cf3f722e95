"""What a round came to: ranking, distribution of grades, lost points, former years.

Everything is what an account may see: a unit its own result, and the ranking only where the
round makes it public.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, F, Q, Sum

from shuangyong import charts
from units import permissions
from units.models import Unit, User

from .models import (
    Assessment,
    Criterion,
    CriterionKind,
    Grade,
    Response,
    Round,
    RoundState,
    Section,
)
from .overview import Matrix, matrix

CENT = Decimal("0.01")
FORMER_ROUNDS = 3
BEST_FIRST = {grade: place for place, grade in enumerate(Grade)}
RANKING_FORMULA = (
    "排名先按等次、再按得分由高到低；等次和得分都相同的并列，其后的名次顺延。退出考核的单位不排名。"
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One place of the ranking; several units may share it."""

    rank: int
    assessment: Assessment
    is_shared: bool


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How many units have a grade; also a bar of the chart."""

    grade: Grade
    units: tuple[Unit, ...]

    @property
    def label(self) -> str:
        """The grade in words."""
        return self.grade.label

    @property
    def count(self) -> int:
        """How many."""
        return len(self.units)


@dataclass(frozen=True, slots=True)
class Results:
    """Published results in administrative order; `ranked` and `grades` only who may see them."""

    published: tuple[Assessment, ...]
    ranked: tuple[Ranked, ...]
    grades: tuple[GradeCount, ...]

    @property
    def average(self) -> Decimal | None:
        """The mean of the totals, to two places."""
        return mean([assessment.total for assessment in self.published])

    @property
    def chart(self) -> charts.Chart:
        """The distribution of grades as lying bars."""
        return charts.rows(self.grades, charts.NARROW, "个单位")


def results_of(round_: Round, *, user: User) -> Results:
    """The published results an account may see; one query."""
    published = round_.assessments.filter(left_on=None).exclude(grade="")
    whole = permissions.may_see_ranking(user, round_)
    seen = published if whole else published.visible_to(user)
    found = tuple(seen.select_related("unit").order_by("unit__path"))
    return Results(
        published=found,
        ranked=tuple(ranking(found)) if whole else (),
        grades=distribution(found) if whole else (),
    )


def ranking(assessments: Iterable[Assessment]) -> list[Ranked]:
    """Published checklists by grade and total, equal ones on the same place (1, 2, 2, 4)."""

    def place(assessment: Assessment):
        return BEST_FIRST[Grade(assessment.grade)], -assessment.total

    ordered = sorted(assessments, key=place)
    places = [place(assessment) for assessment in ordered]
    return [
        Ranked(places.index(own) + 1, assessment, places.count(own) > 1)
        for own, assessment in zip(places, ordered, strict=True)
    ]


def distribution(assessments: Iterable[Assessment]) -> tuple[GradeCount, ...]:
    """The units of each grade, the best first; grades nobody has are there with none."""
    units: dict[str, list[Unit]] = {grade: [] for grade in Grade}
    for assessment in assessments:
        units[assessment.grade].append(assessment.unit)
    return tuple(GradeCount(grade, tuple(units[grade])) for grade in Grade)


def mean(values: Sequence[Decimal]) -> Decimal | None:
    """The mean to two places, rounded half up; None of nothing."""
    if not values:
        return None
    return (sum(values, Decimal(0)) / len(values)).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Lost:
    """One item that units lost points with: of `scored` units `losing` have not the full points."""

    criterion: Criterion
    scored: int
    losing: int
    lost: Decimal

    @property
    def average(self) -> Decimal:
        """Points lost by a unit on average, over all that were scored."""
        return (self.lost / self.scored).quantize(CENT, ROUND_HALF_UP)

    @property
    def bar(self) -> int:
        """Units that lost points, per cent of those scored."""
        return 100 * self.losing // self.scored


def lost_points(round_: Round, *, user: User, published_only: bool = False) -> list[Lost]:
    """Items that units lost points with, those that most units did first; two queries.

    Counts the reviewed scores that the account may see, `published_only` for what others are to
    read. A bonus that was not earned is no loss.
    """
    seen = Assessment.objects.visible_to(user).filter(permissions.rows_with_review(user))
    seen = seen.filter(round=round_, left_on=None)
    if published_only:
        seen = seen.exclude(grade="")
    scored = Response.objects.filter(assessment__in=seen, reviewed_score__isnull=False)
    deduction = Q(criterion__kind=CriterionKind.DEDUCTION)
    short = Q(criterion__kind=CriterionKind.BASIC, reviewed_score__lt=F("criterion__points"))
    counted = scored.filter(criterion__kind__in=(CriterionKind.BASIC, CriterionKind.DEDUCTION))
    rows = counted.order_by().values("criterion").annotate(
        scored=Count("pk"),
        losing=Count("pk", filter=short | (deduction & Q(reviewed_score__gt=0))),
        given=Sum("reviewed_score"),
    )  # fmt: skip
    found = {row["criterion"]: row for row in rows if row["losing"]}
    criteria = Criterion.objects.filter(pk__in=found).select_related("section")
    ordered = criteria.order_by("section__position", "section", "number", "pk")
    lost = [_lost(criterion, found[criterion.pk]) for criterion in ordered]
    return sorted(lost, key=lambda item: (-item.losing, -item.lost))


def _lost(criterion: Criterion, row: dict) -> Lost:
    given, scored = row["given"], row["scored"]
    is_deduction = criterion.kind == CriterionKind.DEDUCTION
    lost = given if is_deduction else criterion.points * scored - given
    return Lost(criterion, scored, row["losing"], lost)


@dataclass(frozen=True, slots=True)
class UnitYears:
    """One unit's published results: this round's, and those of former rounds, latest first."""

    unit: Unit
    now: Assessment | None
    before: tuple[Assessment | None, ...]
    trend: str

    @property
    def trend_word(self) -> str:
        """The arrow in words."""
        return {"up": "上升", "down": "下降", "same": "持平"}.get(self.trend, "")


@dataclass(frozen=True, slots=True)
class SectionYears:
    """Average reviewed score of one section now and in the round before."""

    section: Section
    now: Decimal | None
    before: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """By how much it rose or fell."""
        return None if None in (self.now, self.before) else self.now - self.before


@dataclass(frozen=True, slots=True)
class Compared:
    """This round beside former ones of the same office; empty where there were none."""

    rounds: tuple[Round, ...]
    units: tuple[UnitYears, ...]
    sections: tuple[SectionYears, ...]


def compared(round_: Round, shown: Matrix, *, user: User, today: date) -> Compared:
    """The round's units and sections beside former rounds; a fixed number of queries."""
    rounds = former_rounds(round_)
    if not rounds:
        return Compared((), (), ())
    published = Assessment.objects.visible_to(user).filter(round__in=rounds, left_on=None)
    results = {(a.round_id, a.unit_id): a for a in published.exclude(grade="").order_by("pk")}
    units = tuple(_unit_years(row.assessment, round_, rounds, results) for row in shown.asked)
    before = matrix(rounds[0], user=user, today=today)
    known = {section.title: average for section, average in section_averages(before)}
    sections = tuple(
        SectionYears(section, average, known.get(section.title))
        for section, average in section_averages(shown)
    )
    return Compared(rounds, units, sections)


def former_rounds(round_: Round) -> tuple[Round, ...]:
    """The office's published rounds on earlier years, latest first; one query."""
    rounds = Round.objects.filter(unit=round_.unit_id, year__lt=round_.year)
    published = rounds.filter(state=RoundState.PUBLISHED).select_related("unit", "standard")
    return tuple(published.order_by("-year", "-pk")[:FORMER_ROUNDS])


def section_averages(shown: Matrix) -> list[tuple[Section, Decimal | None]]:
    """Each section's mean reviewed score over the units whose review may be seen."""
    columns = zip(*(row.cells for row in shown.asked), strict=True) if shown.asked else ()
    return [
        (section, mean([cell.reviewed.total for cell in cells if cell and cell.reviewed]))
        for section, cells in zip(shown.sections, columns, strict=False)
    ]


def _unit_years(assessment, round_: Round, rounds, results) -> UnitYears:
    now = assessment if assessment.is_published else None
    before = tuple(results.get((former.pk, assessment.unit_id)) for former in rounds)
    trend = ""
    if now and before[0]:
        rate, was = (
            (now.total / (round_.standard.total or 1)),
            (before[0].total / (rounds[0].standard.total or 1)),
        )
        trend = "same" if rate == was else "up" if rate > was else "down"
    return UnitYears(assessment.unit, now, before, trend)
