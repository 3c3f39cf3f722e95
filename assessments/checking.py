"""Whether a standard is sound: what has to be mended before a round, and what is worth a look."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.db.models import Count, Sum
from django.urls import reverse

from units.models import UnitKind

from .allowed_scores import plain
from .measures import PROPOSED_FOR
from .models import Criterion, CriterionKind, Measure, Reward, Section, Standard

ZERO, CENT = Decimal(0), Decimal("0.01")


class Severity(models.TextChoices):
    """An error keeps a round from being opened; a notice only says so."""

    ERROR = "error", "须改正"
    NOTICE = "notice", "提示"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a standard, as a sentence, and the part of it that is meant."""

    severity: Severity
    sentence: str
    standard: Standard
    section: Section | None = None
    criterion: Criterion | None = None

    @property
    def is_error(self) -> bool:
        """True if no round can be opened before it is mended."""
        return self.severity == Severity.ERROR

    @property
    def anchor(self) -> str:
        """The place on the page of the standard."""
        if self.criterion:
            return f"item-{self.criterion.pk}"
        return f"section-{self.section.pk}" if self.section else "standard"

    @property
    def edit_url(self) -> str:
        """Where it is mended."""
        if self.criterion:
            return reverse("assessments:criterion-edit", args=[self.criterion.pk])
        if self.section:
            return reverse("assessments:section-edit", args=[self.section.pk])
        return reverse("assessments:standard-edit", args=[self.standard.pk])


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items of a kind a standard has, and what they come to."""

    kind: CriterionKind
    items: int
    points: Decimal


@dataclass(slots=True)
class _Outline:
    """A standard loaded for its checks: three queries, however large it is."""

    standard: Standard
    sections: list[Section]
    items: dict[int, list[Criterion]]
    measures: list[Measure]

    @classmethod
    def of(cls, standard: Standard) -> _Outline:
        sections = {section.pk: section for section in standard.sections.all()}
        items = defaultdict(list)
        criteria = Criterion.objects.filter(section__standard=standard).order_by("number", "pk")
        for criterion in criteria.annotate(
            parts=Count("scoring_points"), parts_worth=Sum("scoring_points__points")
        ):
            criterion.section = sections[criterion.section_id]
            items[criterion.section_id].append(criterion)
        loaded = {c.pk: c for group in items.values() for c in group}
        measures = Measure.objects.filter(criterion__section__standard=standard)
        measures = list(
            measures.order_by("criterion__number", "pk").select_related("scoring_point")
        )
        for measure in measures:
            measure.criterion = loaded[measure.criterion_id]
        return cls(standard, list(sections.values()), items, measures)

    @property
    def criteria(self) -> list[Criterion]:
        return [item for section in self.sections for item in self.items[section.pk]]

    @property
    def named_kinds(self) -> list[str]:
        """The kinds of unit that items are meant for, and "" for all others if there are."""
        named = {kind for item in self.criteria for kind in item.applies_to}
        kinds = [kind for kind in UnitKind.values if kind in named]
        return kinds if len(kinds) == len(UnitKind) else ["", *kinds]


def check(standard: Standard) -> list[Finding]:
    """Everything there is to say of a standard, errors first; three queries."""
    outline = _Outline.of(standard)
    found = [
        *_total(outline),
        *(finding for section in outline.sections for finding in _section(outline, section)),
        *(finding for item in outline.criteria for finding in _item(outline, item)),
        *_codes(outline),
        *(finding for measure in outline.measures for finding in _measure(outline, measure)),
    ]
    return sorted(found, key=lambda finding: not finding.is_error)


def obstacles(standard: Standard) -> list[str]:
    """What has to be mended before a round by the standard is opened, in the user's words."""
    return [finding.sentence for finding in check(standard) if finding.is_error]


def tallies(criteria: Iterable[Criterion]) -> list[Tally]:
    """基本分 18 项 100 分, 加分 2 项 5 分, …: the kinds that occur."""
    items, points = Counter(), defaultdict(Decimal)
    for criterion in criteria:
        items[criterion.kind] += 1
        points[criterion.kind] += criterion.points
    return [Tally(kind, items[kind], points[kind]) for kind in CriterionKind if items[kind]]


def _total(outline: _Outline) -> Iterator[Finding]:
    standard = outline.standard
    if not outline.criteria:
        yield Finding(Severity.ERROR, "细则还没有考核项目。", standard)
        return
    counted = sum((_worth(outline, section) for section in outline.sections), ZERO)
    if counted != standard.total:
        yield Finding(
            Severity.ERROR,
            f"各部分基本分合计 {plain(counted)} 分，与总分 {plain(standard.total)} 分不符。",
            standard,
        )


def _worth(outline: _Outline, section: Section) -> Decimal:
    """What a section adds to the total: bonus, deductions and vetoes are no part of it."""
    items = outline.items[section.pk]
    if items and not _basic(items):
        return ZERO
    return section.points or max(_sums(outline, section).values())


def _basic(items: Iterable[Criterion]) -> list[Criterion]:
    return [item for item in items if item.kind == CriterionKind.BASIC]


def _sums(outline: _Outline, section: Section) -> dict[str, Decimal]:
    """The basic points by the kind of unit that is asked; "" for a unit no item names."""
    basic = _basic(outline.items[section.pk])
    return {
        kind: sum(
            (item.points for item in basic if not item.applies_to or kind in item.applies_to), ZERO
        )
        for kind in outline.named_kinds
    }


def _section(outline: _Outline, section: Section) -> Iterator[Finding]:
    items = outline.items[section.pk]

    def finding(severity: Severity, sentence: str) -> Finding:
        return Finding(severity, f"“{section.title}”{sentence}", outline.standard, section)

    if not items and not section.points:
        yield finding(Severity.NOTICE, "没有考核项目。")
    if not section.points or not outline.criteria:
        return
    points = plain(section.points)
    if items and not _basic(items):
        most = sum((item.points for item in items), ZERO)
        if 0 < most < section.points:
            yield finding(Severity.NOTICE, f"各项合计 {plain(most)} 分，达不到本部分 {points} 分。")
        return
    sums = _sums(outline, section)
    if section.points not in sums.values():
        nearest = max(sums.values())
        yield finding(
            Severity.ERROR, f"各项基本分合计 {plain(nearest)} 分，与本部分 {points} 分不符。"
        )
        return
    for kind, total in sums.items():
        if total != section.points:
            who = UnitKind(kind).label if kind else "其他单位"
            yield finding(
                Severity.NOTICE,
                f"对{who}适用的基本分合计 {plain(total)} 分，与本部分 {points} 分不同。",
            )


def _item(outline: _Outline, item: Criterion) -> Iterator[Finding]:
    def finding(severity: Severity, sentence: str) -> Finding:
        said = f"第 {item.label} 项{sentence}"
        return Finding(severity, said, outline.standard, item.section, item)

    if item.kind == CriterionKind.VETO:
        if item.points:
            yield finding(Severity.NOTICE, "是一票否决项，所填分值不计入得分。")
        return
    points = plain(item.points)
    if not item.points:
        yield finding(Severity.ERROR, f"是{item.get_kind_display()}项，还没有分值。")
        return
    if item.step is not None and item.step > item.points:
        yield finding(Severity.ERROR, f"的计分单位 {plain(item.step)} 分大于本项分值 {points} 分。")
    elif item.step is not None and item.kind == CriterionKind.BASIC and item.points % item.step:
        yield finding(
            Severity.NOTICE, f"的分值 {points} 分不是计分单位 {plain(item.step)} 分的整数倍。"
        )
    yield from _scoring_points(item, finding)


def _scoring_points(item: Criterion, finding) -> Iterator[Finding]:
    """Those of a basic item make up its points; of a bonus its points are the most there is."""
    if not item.parts:
        return
    worth, is_basic = item.parts_worth.quantize(CENT), item.kind == CriterionKind.BASIC
    if worth < item.points or (is_basic and worth > item.points):
        yield finding(
            Severity.ERROR if is_basic else Severity.NOTICE,
            f"的得分点合计 {plain(worth)} 分，与本项 {plain(item.points)} 分不符。",
        )


def _codes(outline: _Outline) -> Iterator[Finding]:
    seen = set()
    for item in outline.criteria:
        if item.label in seen:
            yield Finding(
                Severity.NOTICE, f"编号“{item.label}”不止一项使用。", outline.standard,
                item.section, item,
            )  # fmt: skip
        seen.add(item.label)


def _measure(outline: _Outline, measure: Measure) -> Iterator[Finding]:
    item = measure.criterion

    def notice(sentence: str) -> Finding:
        said = f"第 {item.label} 项{sentence}"
        return Finding(Severity.NOTICE, said, outline.standard, item.section, item)

    if item.kind not in PROPOSED_FOR:
        yield notice(f"是{item.get_kind_display()}项，统计办法不会给出建议分。")
        return
    most = (measure.scoring_point or item).points
    if measure.points is not None and measure.points > most:
        what = "每次得分" if measure.reward == Reward.EACH else "统计得分"
        yield notice(f"的{what} {plain(measure.points)} 分多于可得的 {plain(most)} 分。")
