"""Adds up a checklist: sections, caps, bonus, deductions, veto. Pure: no query, no clock.

Points are Decimal throughout. The same function adds up self-scores and reviewed scores; a
criterion without a score counts nothing, so a missing review never falls back on what the
unit gave itself. `Score.lines` tells how a total comes about, item by item, for pages, tables
and bulletins alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from itertools import groupby

from .allowed_scores import plain
from .models import Criterion, CriterionKind, Round, Section

ZERO = Decimal(0)
CENT = Decimal("0.01")
FORMULA = (
    "总分 = 各部分基本分之和 + 加分 − 扣分，不低于 0 分。每项不超过本项分值；"
    "各部分的基本分（没有基本分的部分为加分、扣分）合计不超过该部分分值。"
    "出现一票否决情形的，等次为不合格。未打分的项目不计分。"
)
MOST = {
    CriterionKind.BASIC: "本部分最多",
    CriterionKind.BONUS: "加分最多",
    CriterionKind.DEDUCTION: "扣分最多",
}
SUMMED = {
    CriterionKind.BASIC: "基本分",
    CriterionKind.BONUS: "加分",
    CriterionKind.DEDUCTION: "扣分",
}
Scored = tuple[Criterion, Decimal | None]
Years = Mapping[int, Decimal | None]


class LineOf(Enum):
    """What a line of an explanation is about."""

    SECTION = "section"
    ITEM = "item"
    SUM = "sum"
    TOTAL = "total"
    VETO = "veto"
    GRADE = "grade"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of how a total comes about.

    points: the most that can be had. given: the score as it was given. counts: what enters the
    total, below zero for what is taken off. notes: why it was cut, or what follows from it.
    """

    of: LineOf
    text: str
    points: Decimal | None = None
    given: Decimal | None = None
    counts: Decimal | None = None
    notes: tuple[str, ...] = ()
    criterion: Criterion | None = None

    @property
    def note(self) -> str:
        """All notes as one sentence."""
        return "；".join(self.notes)


@dataclass(frozen=True, slots=True)
class SectionScore:
    """One section: what its criteria come to, within the section's points (0 is no limit)."""

    section: Section
    basic: Decimal
    bonus: Decimal
    deduction: Decimal
    scored: int
    asked: int
    entries: tuple[Scored, ...] = field(default=(), repr=False)
    cuts: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal:
        """What the section adds to the total; below zero for a section of deductions."""
        return self.basic + self.bonus - self.deduction

    def parts(self) -> list[str]:
        """基本分 17.5，扣分 2 — what is not nought."""
        sums = zip(SUMMED.values(), (self.basic, self.bonus, self.deduction), strict=True)
        return [f"{name} {plain(value)}" for name, value in sums if value]

    def explanation(self) -> str:
        """How the section's total comes about, in the user's words."""
        of = f"（分值 {plain(self.section.points)}）" if self.section.points else ""
        cut = f"（{'；'.join(self.cuts)}）" if self.cuts else ""
        return f"{self.section.title}{of}：{'，'.join(self.parts()) or '0'}{cut}"

    def lines(self, years: Mapping[int, Years]) -> Iterator[Line]:
        """The section and its items."""
        parts = self.parts()
        mixed = ("，".join(parts),) if len(parts) > 1 else ()
        yield Line(
            LineOf.SECTION,
            self.section.title,
            points=self.section.points or None,
            counts=self.total,
            notes=(*mixed, *self.cuts),
        )
        for criterion, score in self.entries:
            yield _item(criterion, score, years.get(criterion.pk, {}))


@dataclass(frozen=True, slots=True)
class Score:
    """A whole checklist, added up; `vetoes` are the cases that occurred."""

    sections: tuple[SectionScore, ...]
    vetoes: tuple[Criterion, ...] = ()
    years: Mapping[int, Years] = field(default_factory=dict, repr=False)

    @property
    def vetoed(self) -> bool:
        """True if a case of 一票否决 occurred."""
        return bool(self.vetoes)

    @property
    def balance(self) -> Decimal:
        """The sum of the sections as it is, also below zero."""
        return sum((section.total for section in self.sections), ZERO)

    @property
    def total(self) -> Decimal:
        """The sum of the sections, never below zero."""
        return max(self.balance, ZERO)

    @property
    def scored(self) -> int:
        """How many criteria have a score."""
        return sum(section.scored for section in self.sections)

    @property
    def asked(self) -> int:
        """How many criteria there are."""
        return sum(section.asked for section in self.sections)

    def of_section(self, section: int) -> Decimal | None:
        """What the section with this key comes to; None while nothing of it is scored."""
        found = next((each for each in self.sections if each.section.pk == section), None)
        return found.total if found and found.scored else None

    def explanation(self) -> list[str]:
        """One line a section, the total, and the vetoes that occurred."""
        lines = [section.explanation() for section in self.sections]
        floor = f"（{_floor(self.balance)}）" if self.balance < 0 else ""
        return [*lines, f"合计 {plain(self.total)} 分{floor}", *map(_veto_in_words, self.vetoes)]

    def lines(self, round_: Round | None = None) -> list[Line]:
        """Every section and item, sums, total and vetoes; with a round the grade as well."""
        lines = [line for section in self.sections for line in section.lines(self.years)]
        lines += self._sums()
        floor = (_floor(self.balance),) if self.balance < 0 else ()
        lines.append(Line(LineOf.TOTAL, "总分", counts=self.total, notes=floor))
        lines += [
            Line(LineOf.VETO, _veto_in_words(criterion), criterion=criterion)
            for criterion in self.vetoes
        ]
        if round_ is not None:
            grade = round_.grade_of(self.total, vetoed=self.vetoed)
            why = "出现一票否决情形" if self.vetoed else round_.scale
            lines.append(Line(LineOf.GRADE, f"等次：{grade.label}", notes=(why,)))
        return lines

    def _sums(self) -> Iterator[Line]:
        """What all sections have of each sort, where there is more than one."""
        sums = (
            sum((section.basic for section in self.sections), ZERO),
            sum((section.bonus for section in self.sections), ZERO),
            -sum((section.deduction for section in self.sections), ZERO),
        )
        if any(sums[1:]):
            for name, value in zip(SUMMED.values(), sums, strict=True):
                yield Line(LineOf.SUM, f"{name}合计", counts=value)


def add_up(scored: Iterable[Scored], years: Mapping[int, Years] | None = None) -> Score:
    """The score of a checklist.

    Each criterion comes with what was earned, for a deduction with what is taken off, for a
    veto with 1 if the case occurred and 0 if not; with None if nobody has scored it. The
    criteria of a section stand together, and bring their section loaded.

    years: of a cycle the scores by criterion and year; only to tell where a score comes from.
    """
    entries = tuple(scored)
    return Score(
        sections=tuple(
            _section(tuple(group))
            for _, group in groupby(entries, lambda entry: entry[0].section_id)
        ),
        vetoes=tuple(
            criterion
            for criterion, score in entries
            if score and criterion.kind == CriterionKind.VETO
        ),
        years=years or {},
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


def years_in_words(criterion: Criterion, scores: Years) -> str:
    """How `of_years` came by its score: 2010 年 8 分、2011 年 9 分，平均 8.5 分."""
    if criterion.kind == CriterionKind.VETO:
        occurred = "、".join(str(year) for year, score in scores.items() if score)
        return f"{occurred} 年发生" if occurred else "各年均未发生"
    each = "、".join(
        f"{year} 年{'未打分' if score is None else f' {plain(score)} 分'}"
        for year, score in scores.items()
    )
    mean = of_years(criterion, scores.values())
    return f"{each}，" + ("不计分" if mean is None else f"平均 {plain(mean)} 分")


def _section(entries: tuple[Scored, ...]) -> SectionScore:
    section = entries[0][0].section
    sums = dict.fromkeys(SUMMED, ZERO)
    scored, has_basic = 0, False
    for criterion, score in entries:
        has_basic = has_basic or criterion.kind == CriterionKind.BASIC
        if score is not None:
            scored += 1
            if criterion.kind != CriterionKind.VETO:
                sums[criterion.kind] += _counted(criterion, score)
    cuts = []
    for kind in [CriterionKind.BASIC] if has_basic else SUMMED:
        if section.points and sums[kind] > section.points:
            most = plain(section.points)
            cuts.append(f"{MOST[kind]} {most} 分，{plain(sums[kind])} 分按 {most} 分计")
            sums[kind] = section.points
    return SectionScore(
        section, *sums.values(), scored=scored, asked=len(entries), entries=entries,
        cuts=tuple(cuts),
    )  # fmt: skip


def _counted(criterion: Criterion, score: Decimal) -> Decimal:
    """The score within the criterion's points."""
    if score > criterion.points:
        return criterion.points
    return max(score, ZERO)


def _item(criterion: Criterion, score: Decimal | None, years: Years) -> Line:
    notes = (years_in_words(criterion, years),) if years else ()
    text = f"第 {criterion.label} 项 {criterion.content}"
    if criterion.kind == CriterionKind.VETO:
        said = "未认定" if score is None else "已发生，一票否决" if score else "未发生"
        return Line(LineOf.ITEM, text, given=score, notes=(*notes, said), criterion=criterion)
    counts = ZERO if score is None else _counted(criterion, score)
    if score is None:
        notes = (*notes, "未打分，不计分")
    elif score != counts:
        limit = "超过本项分值" if score > counts else "低于 0 分"
        notes = (*notes, f"{limit}，按 {plain(counts)} 分计")
    return Line(
        LineOf.ITEM,
        text,
        points=criterion.points,
        given=score,
        counts=-counts if criterion.kind == CriterionKind.DEDUCTION else counts,
        notes=notes,
        criterion=criterion,
    )


def _floor(balance: Decimal) -> str:
    return f"各项相加为 {plain(balance)} 分，不低于 0 分"


def _veto_in_words(criterion: Criterion) -> str:
    return f"出现一票否决情形，等次为不合格：第 {criterion.label} 项 {criterion.content}"
