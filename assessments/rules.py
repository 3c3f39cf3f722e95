"""评分办法 read: by which step an item is scored, and into which scoring points it falls.

It proposes, a person decides. What a rule does not say clearly (a range such as “1—3分”,
“酌情得分”, levels that exclude each other) is left open, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from math import gcd

NUMERALS = dict(
    zip("半一二两三四五六七八九十", [Decimal("0.5"), 1, 2, 2, *range(3, 11)], strict=True)
)
PLAIN = str.maketrans("０１２３４５６７８９．", "0123456789.")
LONGEST = 200  # of a scoring point's text
MOST = Decimal("9999.99")
ZERO, CENT = Decimal(0), Decimal("0.01")

NO_POINTS_MEANT = r"(?!\s*(?:之|钟|析|类|工|以上|以下|及以|段))"
AMOUNT = re.compile(
    r"[（(]?\s*(?:(?<![\d.])(?P<figure>\d+(?:\.\d+)?)|(?<=[得加扣减计给各为记])(?P<word>[半一二两三四五六七八九十]))"
    rf"\s*分{NO_POINTS_MEANT}\s*[）)]?"
)
A_RANGE = re.compile(r"\d\s*[-—–－~～至到]+\s*\d+(?:\.\d+)?\s*分")
OPEN = re.compile(r"酌情|视情|按比例|适当|相应[得扣加减]|不等")
FULL = re.compile(r"[得计给]满分|[得计给]全分")
CAP = re.compile(
    r"(?:满分|最高|最多|上限|封顶|不超过|合计|共计|总计|总分|累计|本项)"
    r"(?:不超过|[为是得加扣减计可分：:\s]){0,5}$"
)
TIMES = "项次条个件场处名人篇起例户份封本期届幅部台册对家支"
EACH = re.compile(
    r"每(?!个?(?:年|季|月|周|星期|日|天|学期|半年|两年))"
    rf"|(?:做到|完成|达到|增加|多|缺少|缺|少|漏|差)\s*(?:一|1)\s*[{TIMES}][^，,；;。]{{0,4}}$"
)
TAKEN_OFF = re.compile(r"[扣减]\s*$")
SHARED = re.compile(r"各(?:自)?\s*[得加计给记占为]?\s*$")
A_VERB = r"(?:[得加给占为]|(?<![审统设会登书标])[计记])"  # not the end of 审计 or 登记
VERB = re.compile(rf"(?:的|者)?[，,：:\s]*(?:可|各)?{A_VERB}?[：:\s]*$")
SENTENCE_END = re.compile(r"[；;。！\n]")
NOTHING_EARNED = re.compile(r"不[得给计]分|否则|为止")
BULLET = re.compile(
    r"^\s*(?:[（(]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[）)]|\d{1,2}\s*[.、．)）](?!\d)|[①-⑳])\s*"
)
EDGES = " \t\r\n，,、：:；;。-—"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a 评分办法 says.

    step: the least by which scores differ, in points; the item's own points if it is all or
    nothing; None if the rule leaves it open or names scoring points. points: text and points
    of each 得分点; together they are always exactly the item's points.
    """

    step: Decimal | None
    points: tuple[tuple[str, Decimal], ...]


NOTHING = Rule(None, ())


@dataclass(frozen=True, slots=True)
class _Clause:
    """A part of the rule that names an amount, with the words before it."""

    before: str
    amount: Decimal

    @property
    def is_cap(self) -> bool:
        return bool(CAP.search(self.before))

    @property
    def is_repeated(self) -> bool:
        """每做到一项得…, or what is taken off: earned or lost more than once, or in part."""
        return bool(EACH.search(self.before) or TAKEN_OFF.search(self.before))

    def scoring_points(self, separators: str) -> list[tuple[str, Decimal]]:
        """The clause as scoring points: one, or with 各 one for every part of it."""
        parts = [self.before]
        if shared := SHARED.search(self.before):
            parts = re.split(separators, self.before[: shared.start()].strip(EDGES))
        return [(_text(part), self.amount) for part in parts]


def read_rule(text: str, points: Decimal) -> Rule:
    """What the 评分办法 of an item with so many points says; nothing if it is not clear.

    “每做到一项得0.5分” is a step of 0.5; “达到要求得1分” of one point all or nothing;
    “职责明确0.25分，有计划和总结0.25分，述职0.5分” three scoring points.
    """
    text = text.translate(PLAIN)
    if points <= 0 or A_RANGE.search(text):
        return NOTHING
    clauses = [clause for clause in _clauses(text) if clause.amount and not clause.is_cap]
    if any(not _can_be_stored(clause.amount) for clause in clauses):
        return NOTHING
    repeated = any(clause.is_repeated for clause in clauses)
    if not repeated and (split := _split(clauses, points)):
        return Rule(None, split)
    if OPEN.search(text):
        return NOTHING
    return Rule(_step(text, clauses, points, repeated=repeated), ())


def _step(text: str, clauses: list[_Clause], points: Decimal, *, repeated: bool) -> Decimal | None:
    amounts = [clause.amount for clause in clauses]
    if repeated:
        step = reduce(gcd, (int(amount / CENT) for amount in amounts)) * CENT
        return step if step <= points else None
    if amounts == [points] or (not amounts and FULL.search(text)):
        return points
    return None


def _split(clauses: list[_Clause], points: Decimal) -> tuple[tuple[str, Decimal], ...]:
    """Two or more scoring points that come to the item's points; empty if there are none."""
    for separators in (r"[、，,]", r"[、，,]|以及|[和与及]"):
        parts = [part for clause in clauses for part in clause.scoring_points(separators)]
        fits = all(0 < len(text) <= LONGEST for text, _ in parts)
        if len(parts) > 1 and fits and sum((worth for _, worth in parts), ZERO) == points:
            return tuple(parts)
    return ()


def _clauses(text: str) -> Iterator[_Clause]:
    start = 0
    for found in AMOUNT.finditer(text):
        before = text[start : found.start()]
        last_sentence = SENTENCE_END.split(before.rstrip("；;。\n"))[-1]
        figure = found["figure"]
        amount = Decimal(figure) if figure else Decimal(NUMERALS[found["word"]])
        yield _Clause(last_sentence, amount)
        start = found.end()


def _text(before: str) -> str:
    """What earns the points, without number, verb and the parts that earn none."""
    parts = re.split(r"[，,]", VERB.sub("", before))
    kept = "，".join(part for part in parts if not NOTHING_EARNED.search(part))
    return _with_whole_brackets(BULLET.sub("", kept.strip(EDGES)).strip(EDGES))


def _with_whole_brackets(text: str) -> str:
    """Without a bracket at either end whose other half fell to another clause."""
    opened, closed = len(re.findall("[（(]", text)), len(re.findall("[）)]", text))
    if opened < closed:
        return text.lstrip("）)").strip(EDGES)
    return text.rstrip("（(").lstrip("（(").strip(EDGES) if opened > closed else text


def _can_be_stored(amount: Decimal) -> bool:
    return amount <= MOST and amount == amount.quantize(CENT)
