"""The head of a text, its figures and photos: what is missing, and what has become untrue."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .findings import Finding, Kind, Severity
from .records import Records
from .text import Part, Text

_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s?年")


def year_of(text: Text, records: Records) -> int:
    """The year a text is about: the records', else the one it names most often."""
    if records.year:
        return records.year
    named = Counter(int(y) for line in text.body for y in _YEAR.findall(line.text))
    if not named and (title := text.first(Part.TITLE)):
        named = Counter(int(y) for y in _YEAR.findall(title.text))
    return named.most_common(1)[0][0] if named else 2000


def heads(text: Text, records: Records, year: int) -> Iterator[Finding]:
    """Everything of this kind."""
    yield from _years(text, records, year)
    if text.is_letter:
        yield from _head(text, records)
    yield from _figures(text, records)
    for line in text.photos_gone:
        yield Finding(
            Kind.FIGURE, Severity.CHECK, line.span(0, len(line.text)),
            "这里的照片已被删除，请换一张或去掉这一处。",
        )  # fmt: skip


def _years(text: Text, records: Records, year: int) -> Iterator[Finding]:
    """The year in the title is another one than the text's."""
    title = text.first(Part.TITLE)
    for match in _YEAR.finditer(title.text) if title else ():
        if int(match[1]) == year:
            continue
        whose = "本总结的年度" if records.year else "正文"
        yield Finding(
            Kind.HEAD, Severity.CHECK, title.span(*match.span()),
            f"标题中是 {match[1]} 年，{whose}是 {year} 年。", (match[1], str(year)),
        )  # fmt: skip
    opening = text.first(Part.PARAGRAPH)
    match = _YEAR.match(opening.text) if records.year and opening else None
    if match and int(match[1]) != year:
        yield Finding(
            Kind.HEAD, Severity.CHECK, opening.span(*match.span()),
            f"正文开头是 {match[1]} 年，本总结的年度是 {year} 年。", (match[1], str(year)),
        )  # fmt: skip


def _head(text: Text, records: Records) -> Iterator[Finding]:
    named = {Part.TITLE: "标题", Part.ADDRESSEE: "主送机关", Part.SIGN_OFF: "署名"}
    if not text.needs_addressee:
        del named[Part.ADDRESSEE]
    missing = [label for part, label in named.items() if text.first(part) is None]
    missing += [] if text.dated else ["成文日期"]
    if missing:
        yield Finding(Kind.HEAD, Severity.CHECK, None, f"还没有填写{'、'.join(missing)}。")
    if not text.dated or not records.year:
        return
    if text.dated.year not in (records.year, records.year + 1):
        yield Finding(
            Kind.HEAD, Severity.CHECK, None,
            f"成文日期是 {text.dated.year} 年，本总结的年度是 {records.year} 年。",
        )  # fmt: skip
    elif text.dated.year == records.year and text.dated.month < 10:
        yield Finding(
            Kind.HEAD, Severity.HINT, None,
            f"成文日期是 {text.dated.month} 月 {text.dated.day} 日，全年尚未结束。",
        )  # fmt: skip
    if records.today and text.dated > records.today:
        yield Finding(Kind.HEAD, Severity.HINT, None, "成文日期晚于今天。")


def unknown_figures(text: Text) -> Iterator[Finding]:
    """Names in braces that are no figure of the year."""
    for span in text.unknown:
        yield Finding(
            Kind.FIGURE, Severity.MUST, span, f"没有“{span.figure}”这项数据，请改正或删去。"
        )


def _figures(text: Text, records: Records) -> Iterator[Finding]:
    """Figures that are none, and those that have changed since the text was handed in."""
    yield from unknown_figures(text)
    changed: set[str] = set()
    for span in text.tokens:
        name, then = span.figure, (records.frozen or {}).get(span.figure)
        now = records.values.get(name)
        if then is not None and now is not None and then != now and name not in changed:
            changed.add(name)
            yield Finding(
                Kind.FIGURE, Severity.CHECK, span,
                f"“{name}”报送时为“{then}”，现在的记录为“{now}”。", (then, now), (f"figure-{name}",),
            )  # fmt: skip
