"""Adds up a checklist: sections, caps, bonus, deductions, veto. Pure: no query, no clock.

Points are Decimal throughout. The same function adds up self-scores and reviewed scores; a
criterion without a score counts nothing, so a missing review never falls back on what the
unit gave itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from .models import Criterion, CriterionKind, Section

ZERO = Decimal(0)
CENT = Decimal("0.01")
FORMULA = (
    "总分 = 各部分基本分之和 + 加分 − 扣分，不低于 0 分。每项不超过本项分值；"
    "各部分的基本分（没有基本分的部分为加分、扣分）合计不超过该部分分值。"
    "出现一票否决情形的，等次为不合格。未打分的项目不计分。"
)
Scored = tuple[Criterion, Decimal | None]


@dataclass(frozen=True, slots=True)
class SectionScore:
    """One section: what its criteria come to, within the section's points (0 is no limit)."""

    section: Section
    basic: Decimal
    bonus: Decimal
    deduction: Decimal
    scored: int
    asked: int

    @property
    def total(self) -> Decimal:
        """What the section adds to the total; below zero for a section of deductions."""
        return self.basic + self.bonus - self.deduction

    def explanation(self) -> str:
        """How the section's total comes about, in the user's words."""
        parts = (("基本分", self.basic), ("加分", self.bonus), ("扣分", self.deduction))
        given = "，".join(f"{name} {_plain(value)}" for name, value in parts if value)
        of = f"（分值 {_plain(self.section.points)}）" if self.section.points else ""
        return f"{self.section.title}{of}：{given or '0'}"


@dataclass(frozen=True, slots=True)
class Score:
    """A whole checklist, added up."""

    sections: tuple[SectionScore, ...]
    vetoed: bool

    @property
    def total(self) -> Decimal:
        """The sum of the sections, never below zero."""
        return max(sum((section.total for section in self.sections), ZERO), ZERO)

    @property
    def scored(self) -> int:
        """How many criteria have a score."""
        return sum(section.scored for section in self.sections)

    @property
    def asked(self) -> int:
        """How many criteria there are."""
        return sum(section.asked for section in self.sections)

    def explanation(self) -> list[str]:
        """One line a section, the total, and the veto if there is one."""
        lines = [section.explanation() for section in self.sections]
        lines.append(f"合计 {_plain(self.total)} 分")
        return [*lines, "出现一票否决情形，等次为不合格"] if self.vetoed else lines


def add_up(scored: Iterable[Scored]) -> Score:
    """The score of a checklist.

    Each criterion comes with what was earned, for a deduction with what is taken off, for a
    veto with 1 if the case occurred and 0 if not; with None if nobody has scored it. The
    criteria of a section stand together, and bring their section loaded.
    """
    entries = list(scored)
    return Score(
        sections=tuple(
            _section(section, list(group))
            for section, group in groupby(entries, lambda entry: entry[0].section)
        ),
        vetoed=any(score and criterion.kind == CriterionKind.VETO for criterion, score in entries),
    )


def of_years(criterion: Criterion, scores: Iterable[Decimal | None]) -> Decimal | None:
    """What the scores of the years of a cycle come to; None while one is wanting.

    Their mean, to two places; a veto that occurred in any year occurred.
    """
    given = list(scores)
    if not given or None in given:
        return None
    if criterion.kind == CriterionKind.VETO:
        return max(given)
    return (sum(given, ZERO) / len(given)).quantize(CENT, ROUND_HALF_UP)


def _section(section: Section, entries: list[Scored]) -> SectionScore:
    sums = {
        kind: sum((_counted(c, score) for c, score in entries if c.kind == kind), ZERO)
        for kind in CriterionKind
    }
    has_basic = any(criterion.kind == CriterionKind.BASIC for criterion, _ in entries)
    for kind in [CriterionKind.BASIC] if has_basic else CriterionKind:
        sums[kind] = min(sums[kind], section.points or sums[kind])
    return SectionScore(
        section=section,
        basic=sums[CriterionKind.BASIC],
        bonus=sums[CriterionKind.BONUS],
        deduction=sums[CriterionKind.DEDUCTION],
        scored=sum(score is not None for _, score in entries),
        asked=len(entries),
    )


def _counted(criterion: Criterion, score: Decimal | None) -> Decimal:
    """The score within the criterion's points; a veto carries none."""
    if score is None or criterion.kind == CriterionKind.VETO:
        return ZERO
    return min(max(score, ZERO), criterion.points)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
