"""What stands at the end of a document: 附件说明, 署名 with 成文日期, 版记."""

from __future__ import annotations

from reports.closings import closing_lines
from reports.composing import Line, Measure, Run, Text, compose
from reports.document import Document, Imprint, attachment_lines, imprint_lines
from reports.gongwen import (
    CELL,
    IMPRINT_SIZE,
    INDENT,
    LINES,
    LINES_ABOVE_ATTACHMENTS,
    LINES_ABOVE_SEALED,
    LINES_ABOVE_UNSEALED,
    PITCH,
    TYPE_WIDTH,
    Face,
)

from .errors import TooLong
from .lines import BLANK, Lines

FLUSH = Measure()
MOST_IMPRINT = LINES - 4  # lines of a 版记
IMPRINT = Measure(
    width=TYPE_WIDTH - IMPRINT_SIZE,
    size=IMPRINT_SIZE,
    tracking=0,
    first=IMPRINT_SIZE,
    rest=IMPRINT_SIZE * 4,  # below the first character after 抄送：
)


def set_attachments(lines: Lines, document: Document) -> str:
    """附件说明: a name that is broken goes on below its own first character (7.3.4)."""
    named = attachment_lines(document)
    blanks = BLANK * LINES_ABOVE_ATTACHMENTS if named else ""
    several = len(named) > 1
    return blanks + "".join(_attachment(lines, line, numbered=several) for line in named)


def _attachment(lines: Lines, line: str, *, numbered: bool) -> str:
    prefix = "附件：" if line.startswith("附件：") else ""
    number = line[len(prefix) :].partition(" ")[0] + " " if numbered else ""
    lead = Text([Run(Face.FANG, f"{prefix}{number}附")], lines.faces)
    first = INDENT if prefix else INDENT + 3 * CELL
    rest = first + lead.width(0, len(lead), FLUSH) - FLUSH.size
    measure = Measure(first=first, rest=rest, fill=False)
    return lines.paragraph(lines.text(Run(Face.FANG, line)), measure)


def set_closing(lines: Lines, document: Document) -> str:
    """署名 and 成文日期; never alone on a page (7.3.5.5)."""
    placed = closing_lines(document, lines.faces)
    if not placed:
        return ""
    content = "".join(
        lines.paragraph(text, Measure(first=indent, rest=indent, fill=False))
        for text, indent in placed
    )
    blanks = LINES_ABOVE_SEALED if document.sealed else LINES_ABOVE_UNSEALED
    return f'<div class="closing">{BLANK * blanks}{content}</div>'


def set_imprint(lines: Lines, imprint: Imprint) -> str:
    """版记 at the foot of the last page, where the text leaves it room (7.4)."""
    entries = [_imprint_entry(lines, line) for line in imprint_lines(imprint)]
    if not entries:
        return ""
    if sum(map(len, entries)) > MOST_IMPRINT:
        raise TooLong("抄送机关或印发机关")
    rows = "".join(f'<p class="entry">{"".join(entry)}</p>' for entry in entries)
    room = (sum(map(len, entries)) + 1) * PITCH
    return (
        f'<div class="reserve" style="height:{room:.3f}pt"><div class="imprint">{rows}</div></div>'
    )


def _imprint_entry(lines: Lines, line: str) -> list[str]:
    left, em, right = line.partition("\u2003")
    text = lines.text(Run(Face.FANG, left))
    if not em:
        return [lines.line(part) for part in compose(text, IMPRINT)]
    *full, last = compose(text, IMPRINT)
    date = lines.text(Run(Face.FANG, right))
    width = date.width(0, len(date), IMPRINT)
    set_lines = [lines.line(part) for part in full]
    gap = IMPRINT.width - last.indent - last.width - width
    if gap < IMPRINT_SIZE:
        set_lines.append(lines.line(last))
        last, gap = Line((), IMPRINT_SIZE, 0, 0), IMPRINT.width - IMPRINT_SIZE - width
    spread = f'<span class="gap" style="width:{gap:.3f}pt"></span>'
    both = lines.runs(last.runs) + spread + lines.runs(date.runs(0, len(date)))
    set_lines.append(f'<span class="line" style="padding-left:{last.indent:.3f}pt">{both}</span>')
    return set_lines
