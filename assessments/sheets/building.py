"""Rows become sections, items and scoring points; what fits nowhere goes into the note."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from ..models import CriterionKind
from .adding_up import check_sums
from .cells import (
    MOST,
    chinese_number,
    is_points,
    kind_named,
    looks_like_heading,
    normal,
    read_applies,
    read_code,
    read_points,
    read_title,
    split_code,
)
from .findings import Findings
from .headings import Column
from .items import Item, SectionRead, as_data, settle
from .keeping import lost
from .kinds import kind_by_words
from .lines import Line, Lines
from .measure_words import OF_POINT, read_measure
from .places import SAYS_A_TOTAL, is_total, last_item, places_of
from .plain import plain
from .title import Title

_NOTE = re.compile(r"注\s*[:：\d.、]|注$|说明|备注|填表|附注|附[:：件表]|[※*]")
_UPPER = re.compile(r"(?:[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]{1,3})")
_LOWER = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")


@dataclass
class Builder:
    """Goes through the rows once; `build` gives the standard as `plain` data."""

    lines: Lines
    title: Title
    findings: Findings
    kinds: set[str]
    sections: list[SectionRead] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    """Words that fit nowhere, in their order."""
    total: tuple[Decimal, str] | None = None
    count: int = 0

    def __post_init__(self):
        self.own = self.lines.head.is_own
        self.places = places_of(self.lines)
        self.item: Item | None = None
        self.topic = self.under = ""
        self.last_item = last_item(self.lines, self.places)
        self.has_numbers = any(
            read_code(line.cells.get(place, "")).isdecimal()
            for line in self.lines.below
            for place in self.places.get(Column.NUMBER, ())
        )

    def build(self) -> dict:
        """The standard, with everything that is odd among the findings."""
        hidden = [line.number for line in self.lines.below if line.hidden and line.cells]
        if hidden:
            rows = "、".join(map(str, hidden))
            self.findings.add(f"第 {rows} 行", "是隐藏行，没有作为项目导入，文字记入说明。")
        for cell, fault in self.lines.faults:
            self.findings.add(cell, fault)
        for line in self.lines.below:
            if line.hidden:
                self.left += line.words
            elif line.cells:
                self._row(line)
        self.count = sum(len(section.items) for section in self.sections)
        self._drop_running_numbers()
        settle(self.sections, self.left, self.findings, own=self.own)
        check_sums(self.sections, self.total, self.title.total, self.findings)
        data = self._as_data()
        if not self.own and (more := list(lost(self.lines, data))):
            self.left += [f"{cell}：{text}" for cell, text in more]
            cells = "、".join(cell for cell, _ in more[:20])
            self.findings.note(cells, "没有合适的位置，记入说明。")
            data = self._as_data()
        return data

    def _as_data(self) -> dict:
        return as_data(self.title, self.sections, self.total, self.left, own=self.own)

    def _row(self, line: Line) -> None:
        if self.own and self.total:
            self.left += line.words
        elif self._is_head_again(line):
            return
        elif is_total(line) and (not self.own or 0 in line.cells):  # no 得分点 called 合计
            self._take_total(line)
        elif self._is_alone(line):
            self._lone(line)
        else:
            self._usual(line)

    def _is_head_again(self, line: Line) -> bool:
        heads = set(self.lines.head.texts.values())
        return len(line.cells) > 1 and set(line.words) <= heads

    def _take_total(self, line: Line) -> None:
        first, place = line.words[0], min(line.cells)
        plain = "".join(normal(first).split()).rstrip(":：")
        said = SAYS_A_TOTAL.fullmatch(plain)
        cells = [(p, line.cells[p]) for p in self.places.get(Column.POINTS, []) if p in line.cells]
        cells += [(p, text) for p, text in sorted(line.cells.items()) if is_points(text)]
        if said and len(line.words) == 1:
            value, at = Decimal(said[2]), line.at(place)
        elif cells:
            value, at = read_points(cells[0][1]).value, line.at(cells[0][0])
        else:
            return
        if value is None:
            return
        if ("小计" in plain or "分计" in plain) and not self._is_of_the_whole(value):
            if self.sections and self.sections[-1].points is None:
                self.sections[-1].points, self.sections[-1].at = value, at
            elif self.sections:
                self.sections[-1].subtotal = (value, at)
        else:
            self.total = (value, at)

    def _is_of_the_whole(self, value: Decimal) -> bool:
        """A 小计 under items that are only vetoes, or only bonuses of another sum, is the total."""
        items = self.sections[-1].items if self.sections else []
        worth = sum((item.points or Decimal(0) for item in items), Decimal(0))
        basic = any(item.kind == CriterionKind.BASIC for item in items)
        return bool(items) and not basic and value > worth

    def _is_alone(self, line: Line) -> bool:
        """One text over the whole width, or in a column that says nothing by itself."""
        if len(line.cells) != 1 or self.own:
            return False
        (place,) = line.cells
        said = self.places.get(Column.CONTENT, [])
        (text,) = line.words
        is_text = self._is_heading(text) or bool(_NOTE.match(normal(text)))
        return line.wide >= 3 or place not in said or is_text

    def _is_heading(self, text: str) -> bool:
        return looks_like_heading(text) or (kind_named(text) is not None and len(text) <= 12)

    def _lone(self, line: Line) -> None:
        text, place = line.words[0], min(line.cells)
        if _NOTE.match(normal(text)) or (
            line.number > self.last_item and not self._is_heading(text)
        ):
            self.left.append(text)
        elif place in self.places.get(Column.SECTION, []) and line.wide < 3:
            self._usual(line)
        elif self._is_heading(text) or (
            line.wide >= 3 and len(text) <= 40 and text[-1] not in "。；"
        ):
            self._open_section(text, line.at(place))
        elif self.item is not None:
            column = self.lines.head.meanings.get(place)
            self.item.add(
                column if column in (Column.RULE, Column.EVIDENCE) else Column.CONTENT, text
            )
        else:
            self.left.append(text)

    def _open_section(self, text: str, at: str, points: Decimal | None = None) -> None:
        title, stated = (text, None) if self.own else read_title(text)
        self.under = ""
        if not self.own and self._is_lower(title):
            self.under = title
            points = stated if points is None else points
            if points is not None:
                self.left.append(f"{title}：{plain(points)} 分")
            return
        stated = Decimal(0) if self.own else stated
        self.sections.append(SectionRead(title, text, stated if points is None else points, at))
        self.item = None

    def _is_lower(self, title: str) -> bool:
        """（一） under 一、: a heading within a section."""
        return bool(_LOWER.match(title)) and any(_UPPER.match(s.title) for s in self.sections)

    def _text(self, line: Line, column: Column) -> str:
        found = [line.cells[p] for p in self.places.get(column, []) if p in line.cells]
        return "\n".join(found)

    def _at(self, line: Line, column: Column) -> str:
        return line.at((self.places.get(column) or [0])[0])

    def _is_above(self, line: Line, column: Column) -> bool:
        return any(place in line.above for place in self.places.get(column, []))

    def _usual(self, line: Line) -> None:
        self._take_section(line)
        if self._is_headed(line):
            place, text = next((p, t) for p, t in sorted(line.cells.items()) if not is_points(t))
            points = read_points(self._text(line, Column.POINTS)).value
            self._open_section(text, line.at(place), points)
            return
        if self._is_branch(line):
            points = read_points(self._text(line, Column.POINTS)).value
            self._open_section(
                f"{self._text(line, Column.NUMBER).rstrip('、.． ')}、{self._text(line, Column.CONTENT)}",
                self._at(line, Column.POINTS),
                points,
            )
            return
        if not self._text(line, Column.CONTENT):
            self._take_more(line)
        elif self._goes_on(line):
            self._take_shared(line)
        else:
            self._take_item(line)

    def _take_section(self, line: Line) -> None:
        text = self._text(line, Column.SECTION)
        if not text:
            return
        before = self.sections[-1].raw if self.sections else None
        if text != before or self.own:
            points = read_points(self._text(line, Column.SECTION_POINTS)).value
            at = Column.SECTION_POINTS if points is not None else Column.SECTION
            self._open_section(text, self._at(line, at), points)

    def _is_headed(self, line: Line) -> bool:
        """一、组织领导 with nothing beside it but points, in a table whose items have numbers."""
        words = [(p, text) for p, text in sorted(line.cells.items()) if not is_points(text)]
        if self.own or Column.SECTION in self.places or len(words) != 1:
            return False
        (place, text), *_ = words
        said = self.places.get(Column.CONTENT, [])
        numbered = self.has_numbers and not self._text(line, Column.NUMBER)
        return looks_like_heading(text) and (place not in said or line.wide >= 2 or numbered)

    def _is_branch(self, line: Line) -> bool:
        """一 | 组织领导 | 20 over 1 | … | 5: a section that stands among the items."""
        if self.own or Column.SECTION in self.places or not self.has_numbers:
            return False
        number = chinese_number(self._text(line, Column.NUMBER))
        return number is not None and bool(self._text(line, Column.CONTENT))

    def _goes_on(self, line: Line) -> bool:
        """A row more of the same item: its points, or its number, are merged with those above."""
        if self.item is None or self.own:
            return False
        if self._text(line, Column.POINTS):
            return False
        return self._is_above(line, Column.POINTS) or (
            self._is_above(line, Column.NUMBER) and not self._text(line, Column.NUMBER)
        )

    def _take_shared(self, line: Line) -> None:
        number = self._text(line, Column.NUMBER)
        content = self._text(line, Column.CONTENT)
        if number:
            self.findings.note(
                self._at(line, Column.NUMBER), "与上一行合并为一个分值，作为同一项导入。"
            )
            content = f"{number}. {content}"
        self.item.add(Column.CONTENT, content)
        self._take_words(line)

    def _take_item(self, line: Line) -> None:
        if not self.sections:
            self._open_section("考核内容", "")
        content = self._text(line, Column.CONTENT)
        code = self._text(line, Column.NUMBER)
        if not self.own:
            code = read_code(code)
            if not code and Column.NUMBER not in self.places:
                code, content = split_code(content)
        if not self._is_above(line, Column.TOPIC):
            self.topic = self._text(line, Column.TOPIC)
        for words in (self.topic, self.under):
            if words and words not in content:
                content = f"{words}：{content}"
        self.item = Item(content=content, code=code, at=self._at(line, Column.CONTENT))
        self.sections[-1].items.append(self.item)
        self._take_points(line)
        self._take_words(line)
        self._take_kind(line)
        self._take_step(line)
        self._take_applies(line)
        self._take_point(line)

    def _take_points(self, line: Line) -> None:
        text, item = self._text(line, Column.POINTS), self.item
        found = read_points(text)
        item.points, item.kind = found.value, found.kind
        item.points_at = self._at(line, Column.POINTS)
        if not found.readable:
            self.findings.add(
                item.points_at, f"分值“{text}”不是一个分数，暂按 0 分，原文记入评分办法。"
            )
            item.add(Column.RULE, f"分值：{text}")
        elif found.rest:
            item.add(Column.RULE, found.rest)

    def _take_words(self, line: Line) -> None:
        """Rule, evidence, remarks, and columns that mean nothing to a standard."""
        self.item.add(Column.RULE, self._text(line, Column.RULE))
        self.item.add(Column.EVIDENCE, self._text(line, Column.EVIDENCE))
        if remark := self._text(line, Column.NOTE):
            self.item.add(Column.RULE, f"备注：{remark}")
        known = {place for places in self.places.values() for place in places}
        for place, text in sorted(line.cells.items()):
            if place not in known or place in self.places.get(Column.SCORE, []):
                self._take_strange(place, text, line)

    def _take_strange(self, place: int, text: str, line: Line) -> None:
        head = " ".join(self.lines.head.texts.get(place, "").split())
        label = self.item.code if self.item and self.item.code else f"{line.at(place)}"
        self.left.append(f"第 {label} 项{head}：{text}")
        if place in self.places.get(Column.SCORE, []):
            self.findings.note(line.at(place), f"“{head}”列的“{text[:20]}”不属于细则，记入说明。")

    def _take_kind(self, line: Line) -> None:
        item = self.item
        named = kind_named(self._text(line, Column.KIND))
        if self.own or named:
            item.kind = named or CriterionKind.BASIC
        elif item.kind is None:
            item.kind = kind_by_words(item, self.sections[-1].title)

    def _take_step(self, line: Line) -> None:
        if text := self._text(line, Column.STEP):
            found = read_points(text)
            if found.value and not found.rest:
                self.item.step = found.value
            else:
                self.findings.add(
                    self._at(line, Column.STEP), f"计分单位“{text}”看不懂，记入说明。"
                )
                self.left.append(f"第 {self.item.code} 项计分单位：{text}")

    def _take_applies(self, line: Line) -> None:
        if text := self._text(line, Column.APPLIES):
            self.item.applies_to, unknown = read_applies(text)
            if unknown:
                at = self._at(line, Column.APPLIES)
                self.findings.add(at, f"没有单位类别“{'、'.join(unknown)}”，记入说明。")
                self.left.append(f"第 {self.item.code} 项适用单位：{text}")

    def _take_more(self, line: Line) -> None:
        """A row without a content of its own: more of the item above, or words without one."""
        words = {c: t for c in Column if c != Column.SECTION and (t := self._text(line, c))}
        words.pop(Column.SECTION_POINTS, None)
        if not words:
            return
        if self.item is None:
            self.left += [text for column, text in words.items() if not is_points(text)]
            return
        if Column.POINT in words or Column.POINT_POINTS in words or self.own:
            self._take_point(line)
            if not self.own:
                self._take_words(line)
            return
        rule, points = words.get(Column.RULE, ""), read_points(words.get(Column.POINTS, ""))
        if rule and points.value is not None:
            self._split(rule, points.value, self._at(line, Column.POINTS))
            words.pop(Column.RULE)
        elif Column.POINTS in words:
            self.findings.add(self._at(line, Column.POINTS), "分值旁边没有内容，记入说明。")
            self.left.append(f"{self._at(line, Column.POINTS)}：{words[Column.POINTS]}")
        for column, text in words.items():
            if column in (Column.RULE, Column.EVIDENCE):
                self.item.add(column, text)
            elif column in (Column.NOTE, Column.TOPIC):
                self.item.add(Column.RULE, f"备注：{text}")

    def _split(self, rule: str, value: Decimal, at: str) -> None:
        """The item's rows have points each: they are its scoring points, and add up to it."""
        item = self.item
        if not item.scoring_points:
            item.scoring_points.append((item.rule or item.content, item.points or Decimal(0), None))
        item.scoring_points.append((rule, value, None))
        item.points = min(sum((p for _, p, _ in item.scoring_points), Decimal(0)), MOST)
        item.points_at = at
        item.add(Column.RULE, rule)

    def _take_point(self, line: Line) -> None:
        """A scoring point that has columns of its own, and the measures beside it."""
        text = self._text(line, Column.POINT)
        points = read_points(self._text(line, Column.POINT_POINTS))
        if not points.readable:
            self.findings.add(self._at(line, Column.POINT_POINTS), "得分点的分值不是一个分数。")
            text = f"{text}（{points.rest}）"
        of_point = None
        for words in filter(None, self._text(line, Column.MEASURE).split("\n")):
            measure = read_measure(words.removeprefix(f"{OF_POINT}："))
            if measure is None or not set(measure.get("kinds", [])) <= self.kinds:
                self.findings.add(
                    self._at(line, Column.MEASURE), f"统计办法“{words}”看不懂，记入说明。"
                )
                self.left.append(f"第 {self.item.code} 项统计办法：{words}")
            elif words.startswith(OF_POINT) and text:
                of_point = measure
            else:
                self.item.measures.append(measure)
        if text:
            self.item.scoring_points.append((text, points.value or Decimal(0), of_point))

    def _drop_running_numbers(self) -> None:
        """A number that is the running one anyway is not the office's own."""
        items = [item for section in self.sections for item in section.items]
        twice = Counter(item.code for item in items)
        for number, item in enumerate(items, 1):
            if item.code == str(number) and (self.own or twice[item.code] == 1):
                item.code = ""
