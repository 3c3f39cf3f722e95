"""What the year's plan came to, and what the next one has in store."""

from __future__ import annotations

from activities.branches import Branch, ItemState
from activities.models import PlanItem
from reports.summary.parts import Part, paragraph
from reports.summary.sources import Sourced, source
from reports.summary.telling.wording import sentence

from .leadership import Paragraphs, listed
from .records import YearRecords

ITEM = 3
BRIEF = 4
FEW = 3
"""So many measures of the next year are numbered; fewer stand in one paragraph."""


def measures(records: YearRecords) -> Paragraphs:
    """Measures with what came of them.

    One that is merely planned is not told as done; one that an activity fulfilled is told there.
    """
    if records.plan is None:
        return []
    states = {branch.pk: branch for branch in records.branches}
    told = [
        Sourced(_outcome(item, states.get(item.pk), records.year), (source(item),))
        for item in records.plan.items.all()
        if item.pk not in records.fulfilled
    ]
    found = paragraph(*told)
    return [found] if found else []


def _outcome(item: PlanItem, branch: Branch | None, year: int) -> str:
    due = item.due.formal(year) if item.due else ""
    if item.outcome:
        return sentence([due, item.outcome])
    answered = len(branch.below) if branch and branch.state == ItemState.DONE else 0
    if not answered:
        return ""
    who = "有关单位" if answered == 1 else f"{answered}个单位"
    return sentence([due, f"{who}落实了“{item.title.strip().rstrip('。')}”的要求"])


def next_year(records: YearRecords) -> list[Part]:
    """Next year's measures, if they are planned already: numbered, or in one paragraph."""
    plan = records.next_plan
    items = list(plan.items.all()) if plan else []
    if not items:
        return []
    if len(items) >= FEW and all(item.content.strip() for item in items):
        return [_numbered(item) for item in items]
    lead = f"{plan.year}年，"
    told = [
        Sourced(sentence([item.content]), (source(item),)) for item in items if item.content.strip()
    ]
    bare = [item for item in items if not item.content.strip()]
    if bare:
        more = "等工作" if len(bare) > 1 else ""
        words = f"{'还将' if told else ''}安排{listed(item.title for item in bare)}{more}。"
        told.append(Sourced(words, tuple(map(source, bare))))
    return [Part("next_year", 0, "", (paragraph(Sourced(lead, (source(plan),)), *told),))]


def brief_next_year(records: YearRecords) -> Paragraphs:
    """2012年，计划创新双拥工作机制、加强经验交流."""
    plan = records.next_plan
    items = list(plan.items.all()) if plan else []
    if not items:
        return []
    titles = listed(item.title for item in items[:BRIEF])
    more = "等工作" if len(items) > BRIEF else ""
    if titles.startswith("“"):
        titles, more = f"做好{titles}", "等工作"
    told = f"{plan.year}年，计划{titles}{more}。"
    return [paragraph(Sourced(told, tuple(map(source, items))))]


def _numbered(item: PlanItem) -> Part:
    """1. 加强领导，提高认识。继续加强…"""
    refs = (source(item),)
    lines = [line.strip() for line in item.content.splitlines() if line.strip()]
    title = item.title.strip().rstrip("。") + "。"
    return Part(
        source(item), ITEM, Sourced(title, refs), tuple((Sourced(line, refs),) for line in lines)
    )
