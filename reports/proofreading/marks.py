"""Punctuation: half-width marks in Chinese text, pairs that do not close, doubled marks, blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .findings import Finding, Kind, Severity
from .text import Line, Part, Text

HAN = r"\u3400-\u9fff"
FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）", ".": "。"}
_HALF = re.compile(
    rf"(?<=[{HAN}”’》）])\s?[,;:?!()]|[,;:?!()](?=\s?[{HAN}“‘《（])|(?<=[{HAN}”’》）])\.(?![0-9.])"
)
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+")
_STRAIGHT = re.compile(rf"(?<=[{HAN}，。、；：])[\"']|[\"'](?=[{HAN}])")
_DOUBLED = re.compile(
    r"[，。；：、]{2,}|[,;:]{2,}|[，。；、：][,;:]|[,;:][，。；、：]|(?<!\.)\.\.(?!\.)|。\.|[！？]{3,}"
)
_BLANK = re.compile(rf"(?<=[{HAN}，。；：、！？])[ \t\u3000\xa0]+(?=[{HAN}“《（，。；：、])")
_ENDINGS = "。！？…：:；;”’）)》!?"
_OPENING = {
    "“": "”",
    "‘": "’",
    "《": "》",
    "（": "）",
    "(": ")",
    "【": "】",
    "〔": "〕",
    "[": "]",
    "「": "」",
}
_CLOSING = {closing: opening for opening, closing in _OPENING.items()}
_EITHER = {
    ")": "（(",
    "）": "（(",
}  # a bracket of the other width closes too; widths are told apart
_LIST = re.compile(r"\s*[0-9一二三四五六七八九十a-zA-Z]{1,3}$")


def marks(text: Text) -> Iterator[Finding]:
    """Everything about punctuation, line by line."""
    for line in text.lines:
        for rule in (_half_width, _full_width, _straight, _doubled, _blanks, _pairs):
            yield from rule(line)
        if line.part == Part.PARAGRAPH:
            yield from _ending(line)


def _once(
    line: Line, found: Iterable[re.Match], kind: Kind, severity: Severity, message: str
) -> Iterator[Finding]:
    """One finding for a line however often it occurs, at the first of the places."""
    found = list(found)
    if found:
        times = f"（本段 {len(found)} 处）" if len(found) > 1 else ""
        span = line.span(*found[0].span())
        yield Finding(kind, severity, span, message.format(span.quote.strip()) + times)


def _half_width(line: Line) -> Iterator[Finding]:
    found = _HALF.finditer(line.text)
    yield from _once(line, found, Kind.WIDTH, Severity.CHECK, "中文中用了半角标点“{}”。")


def _full_width(line: Line) -> Iterator[Finding]:
    found = _WIDE.finditer(line.text)
    yield from _once(line, found, Kind.WIDTH, Severity.CHECK, "“{}”是全角的数字或字母，应为半角。")


def _straight(line: Line) -> Iterator[Finding]:
    found = _STRAIGHT.finditer(line.text)
    yield from _once(line, found, Kind.PAIRS, Severity.CHECK, "直引号 {} 应改为中文引号“ ”。")


def _doubled(line: Line) -> Iterator[Finding]:
    for match in _DOUBLED.finditer(line.text):
        span = line.span(*match.span())
        yield Finding(Kind.PUNCTUATION, Severity.CHECK, span, f"标点“{match[0]}”重复。")


def _blanks(line: Line) -> Iterator[Finding]:
    found = _BLANK.finditer(line.text)
    yield from _once(line, found, Kind.PUNCTUATION, Severity.HINT, "汉字之间有空格。")


def _pairs(line: Line) -> Iterator[Finding]:
    """Quotes, brackets and book marks that are not closed, not opened, or opened twice."""
    open_: list[tuple[str, int]] = []
    for at, mark in enumerate(line.text):
        if mark in _OPENING:
            if any(kept == mark for kept, _ in open_) and mark in "“‘":
                yield _unpaired(line, at, "引号中又有同样的引号，请检查是否漏了后引号。")
                open_ = [(kept, where) for kept, where in open_ if kept != mark]
            open_.append((mark, at))
        elif mark in _CLOSING:
            opening = _EITHER.get(mark, _CLOSING[mark])
            match = next((n for n in range(len(open_) - 1, -1, -1) if open_[n][0] in opening), None)
            if match is not None:
                del open_[match]
            elif not _is_enumerator(line.text, at):
                yield _unpaired(line, at, f"“{mark}”没有与之配对的前一半。")
    for mark, at in open_:
        yield _unpaired(line, at, f"“{mark}”没有与之配对的后一半“{_OPENING[mark]}”。")


def _is_enumerator(text: str, at: int) -> bool:
    """The bracket of 1) at the beginning of an item."""
    return text[at] in ")）" and bool(_LIST.search(text[max(0, at - 4) : at]))


def _unpaired(line: Line, at: int, message: str) -> Finding:
    return Finding(Kind.PAIRS, Severity.CHECK, line.span(at, at + 1), message)


def _ending(line: Line) -> Iterator[Finding]:
    text = line.text.rstrip()
    if text and text[-1] not in _ENDINGS:
        at = len(text) - 1
        yield Finding(Kind.PUNCTUATION, Severity.CHECK, line.span(at, at + 1), "段末没有句号。")
