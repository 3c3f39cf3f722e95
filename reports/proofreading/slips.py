"""Typical slips that need no record to be seen: typos, repeated words, what was left in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from opencc import OpenCC

from .findings import Finding, Kind, Severity
from .text import Line, Part, Text, sentences_in

HAN = r"\u3400-\u9fff"
LONGEST_SENTENCE = 150  # characters
SAID_TWICE = 12  # characters from which a sentence that stands twice is no refrain
_CLAUSE = re.compile(rf"[{HAN}]{{6,60}}")
_TWICE = re.compile(r"([的了和在是与把被及从使由])\1")
_WORD_TWICE = re.compile(rf"(?P<word>(?P<a>[{HAN}])(?!(?P=a))[{HAN}]{{1,3}})(?P=word)")
# verbs and idioms that are doubled on purpose: 学习学习
_MEANT_TWICE = (
    "学习",
    "研究",
    "讨论",
    "商量",
    "考虑",
    "了解",
    "锻炼",
    "活动活动",
    "一个",
    "一次",
    "一批",
    "一步",
    "一年",
    "一项",
)
_LEFT_IN = re.compile(
    r"[（(]?本文[^。\n]{0,60}?(?:提供参考|提供|整理|转载|收集|搜集)[^。\n]{0,10}[）)]?|更多[^。\n]{0,30}请(?:查看|关注|点击|访问|浏览)[^。\n]{0,30}"
    r"|(?:文章|资料|内容)来源[：:][^。\n]{0,40}|(?:https?://|www\.)[\x21-\x7e]{1,200}"
)
_PLACEHOLDER = re.compile(
    r"第[NnXxＮＸ×]+[届次期]|[×✕]{2,20}|[XxＸｘ]{2,20}(?![A-Za-z])|_{2,40}|＿{2,40}|（?待(?:补充?|填|核实|定)）|TODO|[?？]{3,20}"
)
_BROKEN_YEAR = re.compile(
    r"(?<![0-9A-Za-z])[0-9]{0,3}[XxＸｘ×]{1,3}[0-9]{0,2}\s?年|(?<![0-9])[0-9]{3}\s?年(?=[，,度月])"
)
_NO_MEASURE = re.compile(
    rf"(?<![0-9年月日第.])[0-9]{{1,6}}(?=(?:节目|作品|演员|官兵|战士|群众|图书|单位|部队)[{HAN}，。；、]?)"
)
_TYPED_NUMBER = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十0-9]{1,3}[)）]|[0-9]{1,2}(?:、|[.．](?![0-9])))"
)
_BOTH_WAYS = frozenset("著乾瞭藉徵夥覆濛於餘後裏係云")  # also simplified, or a name


def slips(text: Text) -> Iterator[Finding]:
    """Everything of this kind, line by line."""
    for line in text.lines:
        for rule in LINE_RULES:
            yield from rule(line)
    yield from _said_twice(text)


def _typos(line: Line) -> Iterator[Finding]:
    pattern, known = typo_list()
    for match in pattern.finditer(line.text):
        right, reason, exceptions = known[match[0]]
        if _stands_in(line.text, match.start(), match.end(), exceptions):
            continue
        why = f"（{reason}）" if reason else ""
        yield Finding(
            Kind.TYPO, Severity.CHECK, line.span(*match.span()),
            f"“{match[0]}”疑为“{right}”{why}。", (match[0], right),
        )  # fmt: skip


@cache
def typo_list() -> tuple[re.Pattern, dict[str, tuple[str, str, tuple[str, ...]]]]:
    """What is often mistyped, from `typos.tsv`: wrong, right, reason, words where it is right."""
    known = {}
    for row in (Path(__file__).parent / "typos.tsv").read_text("utf-8").splitlines():
        if row.strip() and not row.startswith("#"):
            wrong, right, reason, exceptions = (*row.split("\t"), "", "", "")[:4]
            known[wrong] = (right, reason, tuple(filter(None, exceptions.strip().split("、"))))
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), known


def _stands_in(text: str, start: int, end: int, words: tuple[str, ...]) -> bool:
    for word in words:
        at = text.find(word, max(0, end - len(word)), start + len(word))
        if (0 <= at <= start and at + len(word) >= end) or (
            0 <= at < end and at + len(word) > start
        ):
            return True
    return False


def _doubled(line: Line) -> Iterator[Finding]:
    for match in _TWICE.finditer(line.text):
        if match[0] == "了了" and line.text[match.start() - 1 : match.start()] == "不":
            continue
        yield _repeated(line, match, f"“{match[0]}”重复。")
    for match in _WORD_TWICE.finditer(line.text):
        if not match[0].startswith(_MEANT_TWICE) and match["word"][-1] not in "一又个":
            yield _repeated(line, match, f"“{match['word']}”连写两遍。")
    clauses = list(_CLAUSE.finditer(line.text))
    for before, after in pairwise(clauses):
        if before[0] == after[0] and after.start() - before.end() <= 2:
            yield _repeated(line, after, f"“{after[0]}”与前一句重复。")


def _repeated(line: Line, match: re.Match, message: str) -> Finding:
    return Finding(Kind.REPEATED, Severity.CHECK, line.span(*match.span()), message)


def _said_twice(text: Text) -> Iterator[Finding]:
    """The same sentence in two places: copied, or merged twice."""
    seen: set[str] = set()
    for line in text.of(Part.PARAGRAPH):
        for start, end in sentences_in(line):
            said = line.text[start:end]
            if len(said) >= SAID_TWICE and said in seen:
                yield Finding(
                    Kind.REPEATED, Severity.HINT, line.span(start, end), "这句话前文已有。"
                )
            seen.add(said)


def _left_in(line: Line) -> Iterator[Finding]:
    years = [m.span() for m in _BROKEN_YEAR.finditer(line.text)]
    found = [(m.span(), "“{}”像是从别处带来的文字。") for m in _LEFT_IN.finditer(line.text)]
    found += [(span, "“{}”中的年份不完整。") for span in years]
    found += [
        (m.span(), "“{}”还没有填写。")
        for m in _PLACEHOLDER.finditer(line.text)
        if not any(start <= m.start() < end for start, end in years)
    ]
    for place, message in found:
        span = line.span(*place)
        yield Finding(Kind.TYPO, Severity.CHECK, span, message.format(span.quote))


def _no_measure(line: Line) -> Iterator[Finding]:
    start = m.end() if (m := _TYPED_NUMBER.match(line.text)) else 0
    for match in _NO_MEASURE.finditer(line.text, start):
        yield Finding(
            Kind.TYPO, Severity.CHECK, line.span(match.start(), min(match.end() + 2, len(line.text))),
            "数字后缺量词。",
        )  # fmt: skip


def _traditional(line: Line) -> Iterator[Finding]:
    """Traditional characters; each run of them once."""
    plain = simplified_alike(line.text)
    at = 0
    while at < len(plain):
        end = at
        while end < len(plain) and plain[end] != line.text[end]:
            end += 1
        if end > at:
            span = line.span(at, end)
            yield Finding(
                Kind.TYPO, Severity.CHECK, span,
                f"“{span.quote}”是繁体字，应为“{plain[at:end]}”。", (span.quote, plain[at:end]),
            )  # fmt: skip
        at = end + 1


def simplified_alike(text: str) -> str:
    """The text with its traditional characters simplified, as long as it is."""
    table = {}
    for character in set(text):
        if "\u3400" <= character <= "\u9fff" and character not in _BOTH_WAYS:
            plain = _simple(character)
            if len(plain) == 1 and plain != character:
                table[ord(character)] = plain
    return text.translate(table) if table else text


@cache
def _simple(character: str) -> str:
    return _converter().convert(character)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _too_long(line: Line) -> Iterator[Finding]:
    for start, end in sentences_in(line):
        if line.is_running and end - start > LONGEST_SENTENCE:
            yield Finding(
                Kind.LENGTH, Severity.HINT, line.span(start, end),
                f"这句话有 {end - start} 字，建议分开写。",
            )  # fmt: skip


def _number_in_heading(line: Line) -> Iterator[Finding]:
    """A number that is typed before a heading whose number is set by itself."""
    match = _TYPED_NUMBER.match(line.text)
    if match and line.part == Part.HEADING and line.section is not None:
        yield Finding(
            Kind.NUMBERING, Severity.CHECK, line.span(*match.span()),
            "标题的序号会自动加上，请删去手写的序号。",
        )  # fmt: skip


LINE_RULES = (
    _typos, _doubled, _left_in, _no_measure, _traditional, _too_long, _number_in_heading,
)  # fmt: skip
