"""The year's assessment: how it was held, what it came to, and what is still wanting.

Of results only what has been published is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from activities.branches import ItemState
from assessments.models import Assessment, CriterionKind, Grade, Response, Round
from reports.summary.parts import paragraph
from reports.summary.sources import Sourced, source
from reports.summary.telling.wording import joined
from shuangyong.review import EDITABLE

from .leadership import INNER, Paragraphs, counted_units
from .records import YearRecords

SHORT_TITLE = 40
NAMED = 3


def assessment(records: YearRecords) -> Paragraphs:
    """按照《双拥工作考核细则》对8个单位进行考核."""
    told = paragraph(*(_held(round_) for round_ in records.rounds))
    return [told] if told else []


def _held(round_: Round) -> Sourced:
    done = "，部分单位已完成考评" if 0 < round_.confirmed < round_.asked else ""
    told = f"按照《{round_.standard.name}》对{round_.asked}个单位进行考核{done}。"
    return Sourced(told, (source(round_),))


def results(records: YearRecords) -> Paragraphs:
    """The unit's own published results, then those of the rounds it held."""
    told = paragraph(
        *(_own(result, records.responses) for result in records.own), *_graded(records)
    )
    return [told] if told else []


def _own(result: Assessment, responses: Iterable[Response]) -> Sourced:
    """得97.5分，等次为优秀, with how many of the basic items have their full points."""
    items = [r for r in responses if r.assessment_id == result.pk and _is_basic(r)]
    full = sum(r.reviewed_score >= r.criterion.points for r in items)
    best = f"，{len(items)}个考核项目中{full}个得满分" if full else ""
    told = (
        f"在“{result.round.name}”中得{plain(result.total)}分，"
        f"等次为{result.get_grade_display()}{best}。"
    )
    return Sourced(told, (source(result),))


def _graded(records: YearRecords) -> Iterable[Sourced]:
    for round_ in records.rounds:
        told = [a for a in records.graded if a.round_id == round_.pk]
        grades = Counter(a.grade for a in told)
        parts = joined(f"{g.label}{grades[g]}个" for g in Grade if grades[g])
        if told:
            yield Sourced(
                f"“{round_.name}”已公布{len(told)}个单位的考核结果：{parts}。",
                (source(round_), *map(source, told)),
            )


def shortcomings(records: YearRecords) -> Paragraphs:
    """What is late or unfinished, and where points were lost; nothing is judged beyond that."""
    told = paragraph(*_overdue(records), *_late(records), *_lost(records))
    return [told] if told else []


def _overdue(records: YearRecords) -> Iterable[Sourced]:
    late = {branch.pk for branch in records.branches if branch.state == ItemState.OVERDUE}
    items = [item for item in records.plan.items.all() if item.pk in late] if late else []
    if items:
        titles = "".join(_quoted(item.title) for item in items[:NAMED])
        more = "等措施" if len(items) > 1 else "这项措施"
        yield Sourced(f"年度计划中{titles}{more}尚未完成。", tuple(map(source, items)))


def _late(records: YearRecords) -> Iterable[Sourced]:
    plans = [
        sub for sub in records.sub_plans
        if sub.deadline and sub.deadline < records.day and sub.status in EDITABLE
    ]  # fmt: skip
    for late, what in ((plans, "双拥工作单项计划"), (records.late, "考核自评")):
        if late:
            names = [record.unit.name_in(records.year) for record in late]
            yield Sourced(
                f"{counted_units(names, NAMED)}尚未报送{what}。", tuple(map(source, late))
            )


def _lost(records: YearRecords) -> Iterable[Sourced]:
    """Items of the own published results that fell short, the greatest loss first."""
    for result in records.own:
        short = [r for r in records.responses if r.assessment_id == result.pk and lost_with(r) > 0]
        short.sort(key=lambda r: (-lost_with(r), r.criterion.number, r.pk))
        if short:
            titles = "".join(dict.fromkeys(_item(r) for r in short[:NAMED]))
            more = "等项目" if len(short) > 1 else "一项"
            yield Sourced(
                f"在“{result.round.name}”中，{titles}{more}得分较低，有待加强。",
                (source(result), *map(source, short)),
            )


def lost_with(response: Response):
    """Points that were lost with an item: short of its full points, or deducted."""
    if _is_basic(response):
        return response.criterion.points - response.reviewed_score
    return response.reviewed_score


def _is_basic(response: Response) -> bool:
    return response.criterion.kind == CriterionKind.BASIC


def _item(response: Response) -> str:
    content = " ".join(response.criterion.content.split()).rstrip("。；")
    named = content if len(content) <= SHORT_TITLE else response.criterion.section.title
    return _quoted(named)


def _quoted(name: str) -> str:
    """“‘八一’走访慰问”: quotes within quotes are single ones."""
    return f"“{name.strip().rstrip('。').translate(INNER)}”"


def plain(points) -> str:
    """97.5, 90: without idle zeros."""
    return f"{points.normalize():f}"
