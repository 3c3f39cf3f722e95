"""Numbers that are typed: 一、（一）1、（1）and 一是…二是; what is missing, doubled, out of order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .findings import Finding, Kind, Severity
from .text import Line, Part, Text

_HAN = "[一二三四五六七八九十]{1,3}"
_STYLES = (
    ("%s、", re.compile(rf"\s*({_HAN})[、.．]")),
    ("（%s）", re.compile(rf"\s*[（(]({_HAN})[）)]")),
    ("%s、", re.compile(r"\s*([0-9]{1,2})(?:、|[.．](?![0-9]))")),
    ("（%s）", re.compile(r"\s*[（(]([0-9]{1,2})[）)]")),
    ("第%s，", re.compile(rf"\s*第({_HAN})[，、]")),
)
_RUNNING = re.compile(rf"(?:^|(?<=[，。；：、,;:]))({_HAN})是(?![一否])")
_DIGITS = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)}
_SIGNS = "〇一二三四五六七八九"


def numbering(text: Text) -> Iterator[Finding]:
    """What is wrong with typed numbers; those that are set by themselves are always right."""
    open_: list[tuple[int, int]] = []  # style and last number, from the outer to the inner
    section = None
    for line in text.of(Part.HEADING, Part.PARAGRAPH):
        if line.section != section:
            section, open_ = line.section, []
        if found := _number_of(line):
            style, number, match = found
            before = _before(open_, style)
            open_.append((style, number))
            if problem := _problem(before, number, style):
                yield _finding(line, match, problem)
        yield from _running(line)


def _number_of(line: Line) -> tuple[int, int, re.Match] | None:
    for style, (_, pattern) in enumerate(_STYLES):
        if (match := pattern.match(line.text)) and (number := _value(match[1])):
            return style, number, match
    return None


def _before(open_: list[tuple[int, int]], style: int) -> int:
    """The last number of this style under the same heading; what stood below it is closed."""
    for at, (kept, number) in enumerate(open_):
        if kept == style:
            del open_[at:]
            return number
    return 0


def _problem(before: int, number: int, style: int) -> str:
    form = _STYLES[style][0]
    if number == before:
        return f"序号“{_said(form, number, style)}”重复。"
    if number > before + 1:
        missing = "、".join(
            _said("%s", n, style) for n in range(before + 1, min(number, before + 4))
        )
        after = f"“{_said(form, before, style)}”之后" if before else "开头"
        return f"{after}缺序号“{missing}”。"
    if 1 < number < before:
        return f"序号“{_said(form, number, style)}”排在“{_said(form, before, style)}”之后。"
    return ""


def _said(form: str, number: int, style: int) -> str:
    return form % (number if style in (2, 3) else _han(number))


def _running(line: Line) -> Iterator[Finding]:
    """一是…二是…三是 within a paragraph."""
    last = 0
    for match in _RUNNING.finditer(line.text):
        number = _value(match[1])
        if number == 1 or not number:
            last = number or last
        else:
            if last and number != last + 1:
                said = f"“{_han(last)}是”之后应为“{_han(last + 1)}是”，文中为“{match[1]}是”。"
                yield _finding(line, match, said)
            last = number


def _finding(line: Line, match: re.Match, message: str) -> Finding:
    return Finding(Kind.NUMBERING, Severity.CHECK, line.span(*match.span()), message)


def _value(text: str) -> int:
    """1 to 99, 0 for what is none."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    if ten:
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
    return _DIGITS.get(tens, 0)


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{_SIGNS[tens % 10]}十")
    return head + (_SIGNS[ones] if ones else "")
