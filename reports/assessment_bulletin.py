"""考核通报: what a round came to, as an official document to the units of an office.

Every sentence states what a record holds; what no record says is not said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db import models
from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils.timezone import localtime

from assessments.allowed_scores import plain
from assessments.models import Assessment, AssessmentHistory, CriterionKind, Grade, Round
from assessments.results import Lost, Ranked, lost_points, mean, ranking
from shuangyong.review import Status, Step
from units.models import Unit, UnitKind, User, names_in

from .document import Block, Document, Heading, Paragraph, Table, date_of_issue

MOST_LOST = 5  # items named where points were lost


class Part(models.TextChoices):
    """What a 考核通报 can tell beside the results themselves; also parts of its address."""

    PROCESS = "process", "考核组织情况"
    SCORES = "scores", "各单位得分表"
    RANKING = "ranking", "得分表按名次排列"
    COMMENDED = "commended", "表扬优秀单位"
    LOST = "lost", "主要失分项目"
    REQUEST = "request", "工作要求"


USUAL = (Part.PROCESS, Part.SCORES, Part.COMMENDED, Part.LOST, Part.REQUEST)


@dataclass(frozen=True, slots=True)
class Taken:
    """How many units took a step, and from when to when."""

    units: int
    first: date
    last: date

    @property
    def between(self) -> str:
        """2011年11月7日至11月18日."""
        if self.first == self.last:
            return date_of_issue(self.first)
        last = self.last
        until = f"{last.month}月{last.day}日"
        if last.year != self.first.year:
            until = date_of_issue(last)
        return f"{date_of_issue(self.first)}至{until}"


@dataclass(frozen=True, slots=True)
class AssessmentBulletin:
    """The results of a round as they are published; `names` has the units' full names then."""

    round: Round
    unit: Unit
    content: tuple[str, ...]
    dated: date
    asked: int
    left: tuple[Assessment, ...]
    published: tuple[Assessment, ...]
    lost: tuple[Lost, ...]
    submitted: Taken | None
    reviewed: Taken | None
    names: dict[int, str]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title of the document."""
        return f"关于{years_of(self.round)}双拥工作考核情况的通报"

    @property
    def query(self) -> str:
        """The choices, as the address of page and files carries them."""
        return urlencode({"content": self.content, "dated": self.dated}, doseq=True)

    def get_absolute_url(self) -> str:
        path = reverse("reports:assessment-bulletin", args=[self.round.pk])
        return f"{path}?{self.query}"

    def tells(self, part: Part) -> bool:
        """True if this part was chosen."""
        return part in self.content

    def name_of(self, unit: Unit) -> str:
        """What the unit was called in the last year that is assessed."""
        return self.names.get(unit.pk, unit.name)

    def with_grade(self, grade: Grade) -> list[Assessment]:
        """The published checklists with this grade, in administrative order."""
        return [assessment for assessment in self.published if assessment.grade == grade]


def years_of(round_: Round) -> str:
    """2011年度, or 2008—2011年度 for a cycle."""
    return f"{round_.year}—{round_.year_to}年度" if round_.year_to else f"{round_.year}年度"


def write_assessment_bulletin(
    round_: Round, *, user: User, content: list[str], dated: date
) -> AssessmentBulletin:
    """The bulletin of a round; a fixed number of queries."""
    assessments = list(round_.assessments.select_related("unit").order_by("unit__path"))
    asked = [assessment for assessment in assessments if assessment.left_on is None]
    with_lost = Part.LOST in content
    return AssessmentBulletin(
        round=round_,
        unit=round_.unit,
        content=tuple(content),
        dated=dated,
        asked=len(asked),
        left=tuple(assessment for assessment in assessments if assessment.left_on is not None),
        published=tuple(assessment for assessment in asked if assessment.is_published),
        lost=tuple(lost_points(round_, user=user, published_only=True)) if with_lost else (),
        submitted=_days(round_, Step.SUBMIT),
        reviewed=_days(round_, Step.CONFIRM),
        names=names_in(round_.years[-1]),
    )


def _days(round_: Round, step: Step) -> Taken | None:
    """How many of the units that take part have come past this step, and when they took it."""
    status = [Status.CONFIRMED] if step == Step.CONFIRM else [Status.SUBMITTED, Status.CONFIRMED]
    lines = AssessmentHistory.objects.filter(
        record__round=round_, record__left_on=None, record__status__in=status, step=step
    )
    found = lines.aggregate(units=Count("record", distinct=True), first=Min("at"), last=Max("at"))
    if not found["units"]:
        return None
    first, last = (localtime(found[name]).date() for name in ("first", "last"))
    return Taken(found["units"], first, last)


def build_document(bulletin: AssessmentBulletin) -> Document:
    """The document: how it was carried out, results by grade, scores, lost points, requests."""
    return Document(
        title=bulletin.title,
        addressee="各成员单位" if bulletin.unit.kind == UnitKind.OFFICE else "各单位",
        body=(*_opening(bulletin), *_body(bulletin)),
        sign_off=bulletin.name_of(bulletin.unit),
        date=bulletin.dated,
    )


def _opening(bulletin: AssessmentBulletin) -> Iterator[Block]:
    standard = bulletin.round.standard
    is_named = standard.basis.strip("《》") in ("", standard.name)
    basis = "" if is_named else f"（依据：{standard.basis}）"
    yield Paragraph(
        f"按照《{standard.name}》{basis}，{bulletin.name_of(bulletin.unit)}对{bulletin.asked}个单位"
        f"{years_of(bulletin.round)}双拥工作进行了考核。现将考核情况通报如下。"
    )


def _body(bulletin: AssessmentBulletin) -> Iterator[Block]:
    if bulletin.tells(Part.PROCESS):
        yield Heading(1, "考核组织情况")
        yield from map(Paragraph, _process(bulletin))
    yield Heading(1, "考核结果")
    yield from _grades(bulletin)
    if bulletin.published and (bulletin.tells(Part.SCORES) or bulletin.tells(Part.RANKING)):
        yield _table(bulletin)
    if bulletin.tells(Part.COMMENDED) and bulletin.with_grade(Grade.EXCELLENT):
        yield Heading(1, "予以表扬的单位")
        yield Paragraph(f"对评为优秀等次的{_names(bulletin, Grade.EXCELLENT)}予以通报表扬。")
    if bulletin.lost:
        yield Heading(1, "主要失分项目")
        yield from _lost(bulletin)
    if bulletin.tells(Part.REQUEST):
        yield Heading(1, "工作要求")
        yield from map(Paragraph, _requests(bulletin))


def _process(bulletin: AssessmentBulletin) -> Iterator[str]:
    round_ = bulletin.round
    yield (
        f"本次考核采取单位自评、{bulletin.name_of(bulletin.unit)}逐项审核的办法进行，"
        f"自评截止{date_of_issue(round_.self_deadline)}，满分{plain(round_.standard.total)}分。"
    )
    told = []
    if taken := bulletin.submitted:
        told.append(f"{taken.units}个单位于{taken.between}报送自评")
    if taken := bulletin.reviewed:
        told.append(f"{taken.units}个单位的考核表于{taken.between}审定")
    if told:
        yield f"{'，'.join(told)}。"
    for assessment in bulletin.left:
        yield (
            f"{bulletin.name_of(assessment.unit)}因{assessment.left_because.rstrip('。')}，"
            f"自{date_of_issue(assessment.left_on)}起退出考核。"
        )


def _grades(bulletin: AssessmentBulletin) -> Iterator[Block]:
    """How many have which grade, then who, in administrative order."""
    if not bulletin.published:
        yield Paragraph("考核结果尚未公布。")
        return
    counts = "，".join(
        f"{grade.label}{len(found)}个" for grade in Grade if (found := bulletin.with_grade(grade))
    )
    average = mean([assessment.total for assessment in bulletin.published])
    yield Paragraph(
        f"共有{len(bulletin.published)}个单位的考核结果审定，其中{counts}，"
        f"平均得分{plain(average)}分。"
    )
    for grade in Grade:
        if bulletin.with_grade(grade):
            yield Paragraph(f"{grade.label}等次：{_names(bulletin, grade)}。")
    if waiting := bulletin.asked - len(bulletin.published):
        yield Paragraph(f"另有{waiting}个单位的考核结果尚未审定。")


def _names(bulletin: AssessmentBulletin, grade: Grade) -> str:
    return "、".join(bulletin.name_of(each.unit) for each in bulletin.with_grade(grade))


def _table(bulletin: AssessmentBulletin) -> Table:
    if not bulletin.tells(Part.RANKING):
        rows = (
            (str(place), *_row(bulletin, assessment))
            for place, assessment in enumerate(bulletin.published, 1)
        )
        return Table(("序号", "单位", "得分", "等次"), tuple(rows))
    ranked = ranking(bulletin.published)
    rows = ((_rank(place), *_row(bulletin, place.assessment)) for place in ranked)
    return Table(("名次", "单位", "得分", "等次"), tuple(rows))


def _rank(place: Ranked) -> str:
    return f"{place.rank}（并列）" if place.is_shared else str(place.rank)


def _row(bulletin: AssessmentBulletin, assessment: Assessment) -> tuple[str, str, str]:
    name = bulletin.name_of(assessment.unit)
    return name, plain(assessment.total), assessment.get_grade_display()


def _lost(bulletin: AssessmentBulletin) -> Iterator[Block]:
    yield Paragraph("从逐项考评看，失分单位较多的项目是：")
    for item in bulletin.lost[:MOST_LOST]:
        criterion = item.criterion
        content = criterion.content.strip().rstrip("。；;")
        lost = "扣" if criterion.kind == CriterionKind.DEDUCTION else "失"
        yield Heading(
            3,
            "",
            f"{content}（第{criterion.label}项，{plain(criterion.points)}分）："
            f"{item.losing}个单位失分，平均{lost}{plain(item.average)}分。",
        )


def _requests(bulletin: AssessmentBulletin) -> Iterator[str]:
    """What follows from the results; of failed units only where there are any."""
    yield "请各单位对照考核结果逐项查找失分原因，制定整改措施，落实到责任人。"
    if bulletin.with_grade(Grade.FAILED):
        yield (
            f"{_names(bulletin, Grade.FAILED)}要针对不合格的原因抓紧整改，"
            f"并将整改情况书面报{bulletin.name_of(bulletin.unit)}。"
        )
    open_until = [a.objections_until for a in _with_round(bulletin) if a.objections_until]
    if open_until and max(open_until) >= bulletin.dated:
        yield (
            f"对考核得分有异议的，可在{date_of_issue(max(open_until))}前（含当日）"
            f"向{bulletin.name_of(bulletin.unit)}申请复核。"
        )


def _with_round(bulletin: AssessmentBulletin) -> Iterator[Assessment]:
    for assessment in bulletin.published:
        assessment.round = bulletin.round
        yield assessment
