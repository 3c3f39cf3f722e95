"""The completion matrix of a round: units × sections, who is late, what they came to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.timezone import localtime

from shuangyong.rates import per_cent
from shuangyong.review import Status, Step
from units import permissions

from .models import Assessment, AssessmentHistory, Criterion, Response, Round, Section
from .scoring import Score, SectionScore, add_up

COMPLETION_FORMULA = (
    "完成率 = 已自评项目数 ÷ 应评项目数；按时报送率 = 按时报送单位数 ÷ 参评单位数。"
)


class Progress(Enum):
    """How far a section has come; value: style, icon, word."""

    EMPTY = ("empty", "bi-square", "未填")
    PARTLY = ("partly", "bi-square-half", "部分")
    FILLED = ("filled", "bi-square-fill", "已填")
    REVIEWED = ("reviewed", "bi-check-square-fill", "已评")

    def __init__(self, style: str, icon: str, word: str):
        self.style, self.icon, self.word = style, icon, word


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit's section: the unit's own scores and, once they may be seen, the reviewed ones."""

    own: SectionScore
    reviewed: SectionScore | None

    @property
    def progress(self) -> Progress:
        """From nothing to reviewed."""
        if self.reviewed and self.reviewed.scored == self.reviewed.asked:
            return Progress.REVIEWED
        if self.own.scored == self.own.asked:
            return Progress.FILLED
        return Progress.PARTLY if self.own.scored else Progress.EMPTY

    @property
    def shown(self) -> SectionScore | None:
        """The score to show: reviewed, else the unit's own; None while there is neither."""
        return self.reviewed or (self.own if self.own.scored else None)

    @property
    def bar(self) -> int | None:
        """The score as per cent of the section's points; None where these are not limited."""
        points = self.own.section.points
        if not points or self.shown is None:
            return None
        return int(min(max(100 * self.shown.total / points, 0), 100))


class Order(Enum):
    """How the rows of the matrix are sorted; value: part of the address, words."""

    UNITS = ("unit", "单位顺序")
    SCORE = ("score", "得分")
    SHARE = ("share", "完成率")

    def __init__(self, key: str, word: str):
        self.key, self.word = key, word

    @classmethod
    def of(cls, key: str | None) -> Order:
        """The order an address asks for; administrative order if it asks for none there is."""
        return next((order for order in cls if order.key == key), cls.UNITS)


@dataclass(frozen=True, slots=True)
class Row:
    """One unit of the matrix; cells stand under the sections, None where nothing is asked."""

    assessment: Assessment
    cells: tuple[Cell | None, ...]
    own: Score
    reviewed: Score | None
    submitted_on: date | None
    is_late: bool

    @property
    def share(self) -> int:
        """Criteria with a self-score, per cent of those asked, rounded down."""
        return 100 * self.own.scored // self.own.asked if self.own.asked else 0

    @property
    def has_left(self) -> bool:
        """True if the unit has left the round: it is shown, and counted nowhere."""
        return self.assessment.left_on is not None

    @property
    def total(self) -> Decimal | None:
        """The score it stands with: published, else reviewed, else its own."""
        if self.assessment.is_published:
            return self.assessment.total
        shown = self.reviewed or (self.own if self.own.scored else None)
        return shown.total if shown else None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Units × sections of one round."""

    sections: tuple[Section, ...]
    rows: tuple[Row, ...]

    @property
    def asked(self) -> list[Row]:
        """The units that take part; who has left is not among them."""
        return [row for row in self.rows if not row.has_left]

    def sorted_by(self, order: Order) -> list[Row]:
        """The rows; who has left comes last, equal ones in administrative order."""
        keys = {
            Order.UNITS: lambda row: 0,
            Order.SCORE: lambda row: (row.total is None, -(row.total or 0)),
            Order.SHARE: lambda row: -row.share,
        }
        return sorted(self.rows, key=lambda row: (row.has_left, keys[order](row)))

    @property
    def submitted(self) -> int:
        """Units that have handed in at least once."""
        return sum(row.submitted_on is not None for row in self.asked)

    @property
    def in_time(self) -> int:
        """Units that first handed in by their deadline."""
        return sum(row.submitted_on is not None and not row.is_late for row in self.asked)

    @property
    def published(self) -> int:
        """Units whose result is published."""
        return sum(row.assessment.is_published for row in self.asked)

    @property
    def confirmed(self) -> int:
        """Units whose review is finished."""
        return sum(row.assessment.is_official for row in self.asked)

    @property
    def late(self) -> list[Row]:
        """Units past the deadline that have not handed in at all."""
        return [row for row in self.asked if row.is_late and row.submitted_on is None]

    @property
    def in_time_share(self) -> str:
        """按时报送率: units in time, of those that take part."""
        return per_cent(self.in_time, len(self.asked))


def matrix(round_: Round, *, user, today: date) -> Matrix:
    """The round as far as `user` may see it; three queries however many units there are."""
    criteria = Criterion.objects.filter(section__standard=round_.standard_id)
    criteria = list(criteria.select_related("section"))
    assessments = round_.assessments.visible_to(user).select_related("unit").with_submission()
    assessments = list(assessments.order_by("unit__path"))
    for assessment in assessments:
        assessment.round = round_  # its deadlines, without asking again
    scores: dict[int, dict] = defaultdict(dict)
    found = Response.objects.filter(assessment__in=[a.pk for a in assessments]).order_by()
    for assessment, criterion, own, reviewed in found.values_list(
        "assessment_id", "criterion_id", "self_score", "reviewed_score"
    ):
        scores[assessment][criterion] = (own, reviewed)
    sections = tuple(section for section, _ in groupby(criteria, lambda c: c.section))
    rows = (_row(a, criteria, sections, scores[a.pk], user, today) for a in assessments)
    return Matrix(sections, tuple(rows))


def _row(assessment, criteria, sections, scores, user, today) -> Row:
    asked = [c for c in criteria if c.pk in scores]
    own = add_up((c, scores[c.pk][0]) for c in asked)
    reviewed = None
    if permissions.may_see_review(user, assessment):
        reviewed = add_up((c, scores[c.pk][1]) for c in asked)
    submitted_on = _day(assessment.first_submitted_at)
    return Row(
        assessment=assessment,
        cells=tuple(_cell(section, own, reviewed) for section in sections),
        own=own,
        reviewed=reviewed if reviewed and reviewed.scored else None,
        submitted_on=submitted_on,
        is_late=assessment.left_on is None and (submitted_on or today) > assessment.due_on,
    )


def _day(moment) -> date | None:
    return localtime(moment).date() if moment else None


def _cell(section: Section, own: Score, reviewed: Score | None) -> Cell | None:
    def part(score: Score | None) -> SectionScore | None:
        return next((s for s in score.sections if s.section == section), None) if score else None

    asked, given = part(own), part(reviewed)
    return Cell(asked, given if given and given.scored else None) if asked else None


def counts_of(rounds: Iterable[Round], *, user) -> list[tuple[Round, dict[str, int]]]:
    """Each round with how many units were asked, handed in, confirmed, published; one query.

    As far as `user` may see them. Who has handed in once counts, as on the page of the round.
    """
    rounds = list(rounds)
    seen = Assessment.objects.visible_to(user).filter(round__in=rounds, left_on=None)
    handed_in = Exists(AssessmentHistory.objects.filter(record=OuterRef("pk"), step=Step.SUBMIT))
    tallies = seen.order_by().values("round").annotate(
        asked=Count("pk"),
        handed_in=Count("pk", filter=handed_in),
        confirmed=Count("pk", filter=Q(status=Status.CONFIRMED)),
        published=Count("pk", filter=~Q(grade="")),
    )  # fmt: skip
    found = {tally["round"]: tally for tally in tallies}
    return [(round_, found.get(round_.pk, {})) for round_ in rounds]
