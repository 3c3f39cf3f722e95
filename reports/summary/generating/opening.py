"""The opening of a summary: what guided the year, and what it came to in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reports.figures import YearFigures
from reports.summary.parts import Part, paragraph
from reports.summary.sources import Sourced, source
from reports.summary.telling.wording import joined
from reports.summary.tokens import BRACES, TOKEN, filled, values_of

from .records import YearRecords

# guidance that can follow the unit's name: 市文化局以科学发展观为统领，…
PREDICATES = (
    "以", "坚持", "认真", "深入", "全面", "按照", "围绕", "紧紧", "高举", "贯彻", "落实", "牢固",
)  # fmt: skip
FEW_KINDS = 4
NOTHING_DONE = "没有已确认的双拥活动。"
BRIEF = 50
"""Characters of guidance that a single page has room for."""


def opening(records: YearRecords, *, brief: bool = False) -> list[tuple[Sourced, ...]]:
    """Guidance from the plan, then the year's figures, which follow the records."""
    plan, lead = records.plan, f"{records.year}年，{records.name}"
    guidance = plan.guiding_thought.strip().rstrip("。") if plan else ""
    said = []
    is_long = brief and len(guidance) > BRIEF and records.figures.activities
    if guidance.startswith(PREDICATES) and not is_long:
        said.append(Sourced(f"{lead}{guidance}。", (source(plan),)))
        lead = ""
    if not records.figures.activities:
        said.append(Sourced(f"{lead or f'{records.year}年'}{NOTHING_DONE}"))
    else:
        names = ("活动总数", "活动单位数", "驻军部队数", "慰问金")
        live = live_sentence(records.figures, lead.translate(BRACES) or "全年", brief=brief)
        said.append(Sourced(live, tuple(f"figure-{name}" for name in names)))
    return [paragraph(*said)]


def without_idle(parts: Sequence[Part]) -> list[Part]:
    """The parts without saying that nothing was done, where anything else is told."""
    others = [part for part in parts if part.key != "opening" and part.says_something]
    if not others:
        return list(parts)

    def kept(part: Part) -> Part:
        told = [[p for p in pieces if not _is_idle(p)] for pieces in part.paragraphs]
        return replace(part, paragraphs=tuple(tuple(pieces) for pieces in told if pieces))

    found = [kept(part) if part.key == "opening" else part for part in parts]
    return [part for part in found if part.key != "opening" or part.says_something or part.level]


def _is_idle(piece: Sourced) -> bool:
    return not piece.sources and piece.text.endswith(NOTHING_DONE)


def figures_sentence(figures: YearFigures) -> str:
    """全年共开展双拥活动21项，其中…; the numbers are the selector's."""
    return filled(live_sentence(figures, "全年"), values_of(figures))


def live_sentence(figures: YearFigures, lead: str, *, brief: bool = False) -> str:
    """The same with its figures as {活动总数}; brief: only the most frequent kinds."""
    values = values_of(figures)

    def live(name: str) -> str:
        token = f"{{{name}}}"
        return token if TOKEN.fullmatch(token) else values[name]

    kinds = list(figures.by_kind)
    if brief and len(kinds) > FEW_KINDS:
        kinds = sorted(kinds, key=lambda tally: -tally.count)[:FEW_KINDS]
    told = joined(
        f"{tally.label.translate(BRACES)}{live(f'{tally.label}项数')}项" for tally in kinds
    )
    told += "等" if len(kinds) < len(figures.by_kind) else ""
    units = f"，由{live('活动单位数')}个单位组织开展" if figures.units > 1 else ""
    troops = f"，涉及驻军部队{live('驻军部队数')}支" if figures.troops else ""
    money = f"，送上慰问金{live('慰问金')}" if figures.money else ""
    return f"{lead}共开展双拥活动{live('活动总数')}项，其中{told}{units}{troops}{money}。"
