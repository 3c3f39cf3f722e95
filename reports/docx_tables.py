"""Tables of a Word file: the columns of the PDF, the head repeated, rows never broken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import escape
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports import docx_sheet as sheet
from reports.composing import clean
from reports.document import Table
from reports.docx_sheet import style_id, twips
from reports.faces import Faces
from reports.gongwen import TABLE_PADDING
from reports.tables import SIDEWAYS, UPRIGHT, Grid, lay_out

_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_HEAD = "<w:tblHeader/>"
SLACK = 0.5  # points of the padding given up, so that a short entry is not wrapped by rounding


def write_table(table: Table, faces: Faces):
    """The table as Word keeps it (w:tbl), as wide as the type area."""
    grid = lay_out(table, faces, SIDEWAYS if table.landscape else UPRIGHT)
    text, head = (
        (sheet.SIDEWAYS_TEXT, sheet.SIDEWAYS_HEAD)
        if table.landscape
        else (sheet.CELL_TEXT, sheet.CELL_HEAD)
    )
    everywhere = [True] * len(grid.widths)
    rows = [_row(table.columns, grid, head, everywhere, grid.head.height, _HEAD)]
    rows += [
        _row(cells, grid, text, grid.centred, row.height)
        for cells, row in zip(table.rows, grid.rows, strict=True)
    ]
    columns = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in grid.widths)
    return parse_xml(
        f"<w:tbl {nsdecls('w')}>{_properties(grid)}<w:tblGrid>{columns}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )


def _properties(grid: Grid) -> str:
    padding = "".join(
        f'<w:{side} w:w="{twips(TABLE_PADDING - SLACK)}" w:type="dxa"/>'
        for side in ("left", "right")
    )
    return (
        f'<w:tblPr><w:tblW w:w="{twips(sum(grid.widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{padding}</w:tblCellMar></w:tblPr>"
    )


def _row(
    cells: Sequence[str],
    grid: Grid,
    style: str,
    centred: Iterable[bool],
    height: float,
    more: str = "",
) -> str:
    entries = "".join(
        _cell(cell, width, style, centre=centre)
        for cell, width, centre in zip(cells, grid.widths, centred, strict=True)
    )
    whole = "<w:cantSplit/>" if height <= grid.style.width / 2 else ""  # else it is broken anyhow
    least = twips(min(height, grid.style.width))
    return (
        f'<w:tr><w:trPr>{whole}<w:trHeight w:val="{least}" w:hRule="atLeast"/>{more}'
        f"</w:trPr>{entries}</w:tr>"
    )


def _cell(text: str, width: float, style: str, *, centre: bool) -> str:
    place = '<w:jc w:val="center"/>' if centre else ""
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/>{place}</w:pPr>{_run(line)}</w:p>'
        for line in text.split("\n")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraphs}</w:tc>"
    )


def _run(line: str) -> str:
    text = escape(clean(line))
    hint = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
    return f'<w:r>{hint}<w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
