"""The red head and the imprint of a Word file (GB/T 9704-2012, 7.2 and 7.4).

The red rule is the border of a paragraph; the imprint is a table that stands on the lower edge of
the type area, on the page of the paragraph that follows it in the file.
"""

from __future__ import annotations

from django.utils.html import escape
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports import docx_sheet as sheet
from reports.composing import Run, Text, clean
from reports.document import Imprint, RedHead, date_of_issue
from reports.docx_sheet import LINE_TWIPS, style_id, twips
from reports.faces import Faces
from reports.gongwen import (
    BODY_SIZE,
    IMPRINT_SIZE,
    INNER_RULE_MM,
    LEFT_MM,
    LINES_ABOVE_REFERENCE,
    LINES_BELOW_RULE,
    MARK_CONDENSED,
    MARK_DROP_MM,
    MARK_SIZE,
    MARK_SMALLEST,
    MM,
    OUTER_RULE_MM,
    RULE_DROP_MM,
    RULE_WEIGHT,
    TYPE_WIDTH,
    Face,
)

_COPIES = "抄送："
_HINT = '<w:rFonts w:hint="eastAsia"/>'


def red_head(head: RedHead, faces: Faces) -> list:
    """The paragraphs of the 版头; the last one carries the red rule and the room below it.

    A long 发文机关标志 is condensed, then smaller, as in the PDF.
    """
    mark = [line for part in head.mark.split("\n") if (line := clean(part))]
    widest = max((_ems(line, faces) for line in mark), default=1)
    size = max(min(MARK_SIZE, int(TYPE_WIDTH / (widest * MARK_CONDENSED))), MARK_SMALLEST)
    narrow = max(min(1, TYPE_WIDTH / (widest * size)), MARK_CONDENSED)
    look = f'<w:w w:val="{int(narrow * 100)}"/><w:sz w:val="{size * 2}"/>'
    above = f'<w:spacing w:before="{twips(MARK_DROP_MM * MM)}"/>'
    paragraphs = [
        _paragraph(sheet.MARK, line, "" if at else above, look) for at, line in enumerate(mark)
    ]
    drop = RULE_DROP_MM * MM - (sheet.LINE - BODY_SIZE) / 2
    rule = (
        f"<w:pBdr>{_rule('bottom', RULE_WEIGHT, drop, sheet.RED_DIGITS)}</w:pBdr>"
        f"<w:spacing {_lines('before', LINES_ABOVE_REFERENCE)} {_lines('after', LINES_BELOW_RULE)}/>"
    )
    return [*paragraphs, _paragraph(sheet.REFERENCE, clean(head.reference), rule)]


def imprint(foot: Imprint):
    """The 版记 as a table without upright rules (w:tbl); None if it says nothing.

    Measured from the edge of the paper: some programs let no table as wide as the type area
    stand apart otherwise.
    """
    copies, printer = clean(foot.copies_to).rstrip("。"), clean(foot.printed_by)
    date = f"{date_of_issue(foot.printed_on)}印发" if foot.printed_on else ""
    lines = [f"{_COPIES}{copies}。"] if copies else []
    if printer or date:
        lines.append(f"{printer}\t{date}" if date else printer)
    if not lines:
        return None
    width = twips(TYPE_WIDTH)
    rules = _rule("top", OUTER_RULE_MM * MM) + _rule("bottom", OUTER_RULE_MM * MM)
    rules += _rule("insideH", INNER_RULE_MM * MM)
    padding = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    rows = "".join(_imprint_row(line, width) for line in lines)
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:topFromText="0" w:bottomFromText="0" '
        f'w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="{twips(LEFT_MM * MM)}" '
        'w:tblpYSpec="bottom"/>'
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{rules}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{padding}</w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{rows}</w:tbl>'
    )


def _ems(line: str, faces: Faces) -> float:
    text = Text([Run(Face.TITLE, line)], faces)
    return text.ems(0, len(text))


def _imprint_row(line: str, width: int) -> str:
    """A line one character in on both sides; a broken one goes on below its first name (7.4.2)."""
    character = twips(IMPRINT_SIZE)
    hang = len(_COPIES) if line.startswith(_COPIES) else 0
    place = (
        f'<w:tabs><w:tab w:val="right" w:pos="{width - character}"/></w:tabs>'
        f'<w:ind w:leftChars="{hang * 100 + 100}" w:left="{(hang + 1) * character}" '
        f'w:rightChars="100" w:right="{character}" '
        f'w:hangingChars="{hang * 100}" w:hanging="{hang * character}"/>'
    )
    return (
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f"</w:tcPr>{_paragraph_xml(sheet.IMPRINT, line, place)}</w:tc></w:tr>"
    )


def _rule(side: str, weight: float, space: float = 0, colour: str = "000000") -> str:
    """A border; Word counts its weight in eighths of a point."""
    return (
        f'<w:{side} w:val="single" w:sz="{round(weight * 8)}" w:space="{round(space)}" '
        f'w:color="{colour}"/>'
    )


def _lines(side: str, count: int) -> str:
    return f'w:{side}Lines="{count * 100}" w:{side}="{count * LINE_TWIPS}"'


def _paragraph(style: str, text: str, place: str = "", look: str = ""):
    return parse_xml(_paragraph_xml(style, text, place, look, nsdecls("w")))


def _paragraph_xml(style: str, text: str, place: str, look: str = "", spaces: str = "") -> str:
    parts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t"))
    return (
        f'<w:p {spaces}><w:pPr><w:pStyle w:val="{style_id(style)}"/>{place}</w:pPr>'
        f"<w:r><w:rPr>{_HINT}{look}</w:rPr>{'<w:tab/>'.join(parts)}</w:r></w:p>"
    )
