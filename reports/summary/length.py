"""How long a document is before it is laid out, and whether it is too long for a request."""

from __future__ import annotations

from reports.document import Document, plain_text
from reports.gongwen import CELLS, LINES

LONG = 60
"""Pages from which on the worker lays a document out: a request would take several seconds."""


def pages_of(document: Document) -> int:
    """About how many pages: full lines of its paragraphs, pictures and charts half a page each."""
    lines = sum(-(-max(len(line), 1) // CELLS) for line in plain_text(document).split("\n"))
    blocks = [*document.body, *(block for annex in document.annexes for block in annex.body)]
    drawn = sum(hasattr(block, "data") or hasattr(block, "series") for block in blocks)
    return max(1, -(-(lines + drawn * LINES // 2) // LINES))


def is_long(document: Document) -> bool:
    """Whether the worker has to lay it out."""
    return pages_of(document) > LONG
