"""Where 署名 and 成文日期 stand at the end of a document (GB/T 9704-2012, 7.3.5)."""

from __future__ import annotations

from reports.composing import Measure, Run, Text, clean
from reports.document import Document, date_of_issue
from reports.faces import Faces
from reports.gongwen import (
    SEALED_DATE_INSET,
    TYPE_WIDTH,
    UNSEALED_DATE_SHIFT,
    UNSEALED_INSET,
    Face,
)

_PLAIN = Measure()


def closing_lines(document: Document, faces: Faces) -> list[tuple[Text, float]]:
    """The lines of the closing, each with its distance in points from the left edge."""
    date = date_of_issue(document.date) if document.date else ""
    lines = (*document.sign_off.split("\n"), date)
    texts = [Text([Run(Face.FANG, clean(line))], faces) for line in lines]
    texts = [text for text in texts if len(text)]
    if not texts:
        return []
    place = _sealed_indents if document.sealed else _unsealed_indents
    widths = [text.width(0, len(text), _PLAIN) for text in texts]
    return list(zip(texts, place(widths, dated=bool(date)), strict=True))


def _sealed_indents(widths: list[float], *, dated: bool) -> list[float]:
    """7.3.5.1: the date four characters from the right, the 署名 centred on it."""
    inset = SEALED_DATE_INSET if dated else 0
    axis = TYPE_WIDTH - max(inset + widths[-1] / 2, max(widths) / 2)
    return [max(axis - width / 2, 0) for width in widths]


def _unsealed_indents(widths: list[float], *, dated: bool) -> list[float]:
    """7.3.5.2: the 署名 two characters from the right, the date begins two further right."""
    *names, date = widths if dated else (*widths, 0)
    longest = max(names, default=date)
    if date > longest:
        start = TYPE_WIDTH - UNSEALED_INSET - date - UNSEALED_DATE_SHIFT
    else:
        start = TYPE_WIDTH - UNSEALED_INSET - longest
    indents = [max(start, 0)] * len(names)
    return [*indents, max(start + UNSEALED_DATE_SHIFT, 0)] if dated else indents
