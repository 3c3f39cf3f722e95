"""Sections and items as they are read from rows, and as the `plain` data of a standard."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from ..models import CriterionKind
from ..rules import read_rule
from .cells import MOST
from .findings import Findings
from .headings import Column
from .plain import plain
from .title import Title

MOST_TITLE, MOST_CODE, MOST_POINT = 80, 20, 200
Scoring = tuple[str, Decimal, dict | None]


@dataclass(slots=True)
class Item:
    """One item, while its rows are read."""

    content: str
    code: str
    at: str
    points: Decimal | None = None
    points_at: str = ""
    kind: CriterionKind | None = None
    rule: str = ""
    evidence: str = ""
    step: Decimal | None = None
    applies_to: list[str] = field(default_factory=list)
    scoring_points: list[Scoring] = field(default_factory=list)
    measures: list[dict] = field(default_factory=list)

    def add(self, column: Column, text: str) -> None:
        """More words of the content, the rule or the evidence, on a line of their own."""
        name = {Column.RULE: "rule", Column.EVIDENCE: "evidence"}.get(column, "content")
        before = getattr(self, name)
        if text and text not in before.split("\n"):
            setattr(self, name, f"{before}\n{text}" if before else text)


@dataclass(slots=True)
class SectionRead:
    """One section, while its rows are read; `raw` is its title as the sheet has it."""

    title: str
    raw: str
    points: Decimal | None
    at: str
    subtotal: tuple[Decimal, str] | None = None
    items: list[Item] = field(default_factory=list)

    @property
    def basic(self) -> Decimal:
        """What its items come to that everybody can earn."""
        basic = (item for item in self.items if item.kind == CriterionKind.BASIC)
        return sum((item.points or Decimal(0) for item in basic), Decimal(0))

    @property
    def worth(self) -> Decimal:
        """What it adds to the total: its own points, unless it only adds or takes off."""
        if self.items and all(item.kind != CriterionKind.BASIC for item in self.items):
            return Decimal(0)
        return self.points if self.points is not None else self.basic


def settle(sections: list[SectionRead], left: list[str], findings: Findings, *, own: bool) -> None:
    """What is read between the lines, and what is too long for its place: told, and kept whole."""
    for number, section in enumerate(sections, 1):
        if len(section.title) > MOST_TITLE:
            findings.note(section.at, f"标题超过 {MOST_TITLE} 字，全文记入说明。")
            left.append(f"第 {number} 部分：{section.raw}")
            section.title = section.title[:MOST_TITLE]
        for item in section.items:
            if len(item.code) > MOST_CODE:
                item.content, item.code = f"{item.code} {item.content}", ""
            if not own:
                _settle_points(item, findings)
            item.scoring_points = [
                _short(each, item, left, findings) for each in item.scoring_points
            ]


def _settle_points(item: Item, findings: Findings) -> None:
    """A veto has none; else what its scoring points come to, and what the rule says of them."""
    if item.kind == CriterionKind.VETO:
        item.points = Decimal(0)
        return
    if item.scoring_points and item.points is None:
        item.points = min(sum((worth for _, worth, _ in item.scoring_points), Decimal(0)), MOST)
    if item.points is None:
        if "分值：" not in item.rule:
            at = item.points_at or item.at
            findings.add(at, f"“{item.content[:20]}”没有分值，暂按 0 分。")
        item.points = Decimal(0)
    if item.points and not item.scoring_points and item.step is None:
        rule = read_rule(item.rule, item.points)
        item.step = rule.step
        item.scoring_points = [(text, worth, None) for text, worth in rule.points]


def _short(point: Scoring, item: Item, left: list[str], findings: Findings) -> Scoring:
    text, points, measure = point
    if len(text) > MOST_POINT:
        findings.note(item.at, f"得分点超过 {MOST_POINT} 字，全文记入说明。")
        left.append(text)
    return text[:MOST_POINT], points, measure


def as_data(
    title: Title, sections: list[SectionRead], total, left: list[str], *, own: bool
) -> dict:
    """All that was read, as the plain data of a standard."""
    told = total[0] if total else title.total
    if told is None:
        told = min(sum((section.worth for section in sections), Decimal(0)), MOST)
    data: dict = {"name": title.name, "total": plain(told), "sections": []}
    for name in ("basis", "year", "year_to"):
        if value := getattr(title, name):
            data[name] = value
    for section in sections:
        points = section.points if section.points is not None else section.basic
        data["sections"].append({
            "title": section.title,
            "points": plain(min(points, MOST)),
            "criteria": [_item(item) for item in section.items],
        })  # fmt: skip
    note = [line.removeprefix("说明：") if own else line for line in (*title.rest, *left)]
    return data | ({"note": "\n".join(note)} if note else {})


def _item(item: Item) -> dict:
    data = {
        "code": item.code,
        "content": item.content,
        "points": plain(item.points or Decimal(0)),
        "rule": item.rule,
        "evidence_wanted": item.evidence,
        "applies_to": item.applies_to,
        "step": item.step and plain(item.step),
        "measures": item.measures,
        "scoring_points": [
            {"text": text, "points": plain(points)} | ({"measure": measure} if measure else {})
            for text, points, measure in item.scoring_points
        ],
    }
    if item.kind != CriterionKind.BASIC:
        data["kind"] = str(item.kind)
    return {name: value for name, value in data.items() if value not in ("", [], None)}
