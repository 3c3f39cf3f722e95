"""A plan as an official document: 指导思想, 工作目标, 工作要求, 工作措施 with their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from activities.models import EVERY_UNIT, Plan, PlanItem
from reports.document import Document, Heading, Paragraph
from shuangyong.occasions import Occasion

Blocks = list[Heading | Paragraph]


def build_plan(plan: Plan) -> Document:
    """The tree that PDF and Word render; a plan without date bears no seal yet."""
    return Document(
        title=plan.title,
        addressee=plan.addressee,
        body=(*_opening(plan), *_parts(plan)),
        sign_off=plan.unit.name_in(plan.year),
        date=plan.dated,
        sealed=plan.dated is not None,
    )


def _opening(plan: Plan) -> Blocks:
    """What stands before 一、; a sub-plan that says nothing there names the plan it answers."""
    if plan.opening.strip() or plan.parent is None:
        return _paragraphs(plan.opening)
    return [Paragraph(f"根据《{plan.parent.title}》，制定本计划。")]


def _parts(plan: Plan) -> Iterator[Heading | Paragraph]:
    """The parts that say something; measures alone need no heading above them."""
    measures = list(plan.items.all())
    parts = {
        "指导思想": _paragraphs(plan.guiding_thought),
        "工作目标": _paragraphs(plan.objectives),
        "工作要求": [block for clause in plan.requirements.all() for block in _clause(clause)],
        "工作措施": [block for item in measures for block in _measure(item, plan, level=2)],
    }
    said = {name: blocks for name, blocks in parts.items() if blocks}
    if not plan.headings:
        yield from (block for item in measures for block in _measure(item, plan, level=1))
        return
    for name, blocks in said.items():
        yield Heading(1, name)
        yield from blocks


def _clause(clause) -> Blocks:
    return [Heading(2, clause.title), *_paragraphs(clause.content)]


def _measure(item: PlanItem, plan: Plan, *, level: int) -> Blocks:
    """Title and content in one paragraph; who, until when and how much in brackets at the end."""
    content = "\n".join(line.strip() for line in item.content.splitlines() if line.strip())
    title = item.title.strip().rstrip("。") + ("。" if content else "")
    return [Heading(level, title, run_in=content + _terms(item, plan))]


def _terms(item: PlanItem, plan: Plan) -> str:
    """（责任单位：市图书馆；完成时间：11月中旬）, of what is recorded and says something.

    The plan's own year is no time to be done by, a kind without a number no target.
    """
    terms = {
        "责任单位": "、".join(_responsible(item, plan)),
        "责任人": item.responsible_person,
        "完成时间": "" if str(item.due) == f"{plan.year}年" else str(item.due or ""),
        "时间节点": "" if item.due or not item.occasion else Occasion(item.occasion).label,
        "目标": f"{item.target_kind or ''}{item.target}" if item.target else "",
    }
    said = "；".join(f"{name}：{value}" for name, value in terms.items() if value)
    return f"（{said}）" if said else ""


def _responsible(item: PlanItem, plan: Plan) -> Iterable[str]:
    """Who answers for a measure; in a sub-plan it goes without saying that its own unit does."""
    own = plan.unit_id if plan.parent_id else None
    names = [unit.label_in(plan.year) for unit in item.units_in_charge if unit.pk != own]
    return [*names, *([EVERY_UNIT] if item.is_for_all else [])]


def _paragraphs(text: str) -> Blocks:
    return [Paragraph(line.strip()) for line in text.splitlines() if line.strip()]
