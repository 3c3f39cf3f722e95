"""What stands at the top of a page: 版头, 标题 with 主送机关, the head of an annex."""

from __future__ import annotations

from reports.composing import Line, Measure, Run, Text, compose
from reports.document import Document, RedHead, addressee_line
from reports.gongwen import (
    BODY_SIZE,
    LINES,
    LINES_ABOVE_REFERENCE,
    LINES_BELOW_ANNEX_LABEL,
    LINES_BELOW_RULE,
    LINES_BELOW_TITLE,
    MARK_CONDENSED,
    MARK_DROP_MM,
    MARK_SIZE,
    MARK_SMALLEST,
    MM,
    PITCH,
    RULE_DROP_MM,
    RULE_WEIGHT,
    TYPE_WIDTH,
    Face,
)
from reports.titles import break_title

from .errors import TooLong
from .lines import BLANK, Lines, whole_lines

FLUSH = Measure()
MOST_MARKS = 5  # lines of 发文机关标志
MOST_TITLE = LINES // 2  # half a page
LEADING = (PITCH - BODY_SIZE) / 2  # above the em box in the line of a body


def set_red_head(lines: Lines, head: RedHead) -> str:
    """发文机关标志, 发文字号 and the red rule; the title below them stands on the grid (7.2)."""
    mark, mark_height = _mark(lines, head.mark)
    number = lines.text(Run(Face.FANG, head.reference))
    if mark_height > MOST_MARKS * MARK_SMALLEST or number.width(0, len(number), FLUSH) > TYPE_WIDTH:
        raise TooLong("发文机关标志或发文字号")
    reference = lines.paragraph(number, Measure(fill=False), kind="reference") or BLANK
    drop = RULE_DROP_MM * MM - LEADING
    height = (
        (LEADING + MARK_DROP_MM * MM + mark_height + LINES_ABOVE_REFERENCE * PITCH)
        + (PITCH + drop + RULE_WEIGHT + LINES_BELOW_RULE * PITCH)
    )  # fmt: skip
    rule = f'<div class="red-rule" style="margin-top:{drop:.4f}pt"></div>'
    return (
        f'<div class="red-head" style="height:{whole_lines(height):.4f}pt">'
        f"{mark}{BLANK * LINES_ABOVE_REFERENCE}{reference}{rule}</div>"
    )


def _mark(lines: Lines, words: str) -> tuple[str, float]:
    """发文机关标志 in one line; one that is too long even if condensed, in several small ones."""
    text = lines.text(Run(Face.TITLE, words))
    ems = text.ems(0, len(text))
    size = min(MARK_SIZE, TYPE_WIDTH / max(ems * MARK_CONDENSED, 1))
    if size < MARK_SMALLEST:
        size = MARK_SMALLEST
        composed = compose(text, Measure(size=size, tracking=0, fill=False))
    else:
        composed = [Line(text.runs(0, len(text)), 0, 0, ems * size)]
    style = f"font-size:{size:.3f}pt;line-height:{size:.3f}pt"
    set_lines = "".join(_condensed(lines, line) for line in composed)
    return f'<p class="mark" style="{style}">{set_lines}</p>', size * len(composed)


def _condensed(lines: Lines, line: Line) -> str:
    """A line of the mark, pressed into the width of the type area."""
    out = (TYPE_WIDTH - line.width) / 2  # below 0: so far it would stand out on either side
    scale = min(1, TYPE_WIDTH / max(line.width, 1))
    style = f"width:{line.width:.3f}pt;margin-left:{out:.3f}pt;transform:scaleX({scale:.4f})"
    return f'<span style="{style}">{lines.runs(line.runs)}</span>'


def set_title(lines: Lines, title: str, *, tag: str = "h1", more: str = "") -> str:
    """The title, broken by words, and the empty line below it."""
    broken = break_title(title, lines.faces)
    if len(broken) > MOST_TITLE:
        raise TooLong("标题")
    return (
        lines.paragraph_of(broken, tag=tag, kind="headline", more=more) + BLANK * LINES_BELOW_TITLE
    )


def set_addressee(lines: Lines, document: Document) -> str:
    """主送机关 at the left edge."""
    return lines.paragraph(lines.text(Run(Face.FANG, addressee_line(document))), FLUSH)


def set_annex_head(lines: Lines, label: str, title: str, mark: str) -> str:
    """附件 and its number on the first line, the title on the third (7.3.7)."""
    text = Text([Run(Face.HEI, label)], lines.faces)
    named = lines.paragraph(text, Measure(fill=False), kind="annex")
    blanks = BLANK * LINES_BELOW_ANNEX_LABEL
    return named + blanks + set_title(lines, title, tag="h2", more=mark)
