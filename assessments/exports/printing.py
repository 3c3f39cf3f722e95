"""What the sheets of a round share: rows across the whole width, heights, frames."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import ceil

from openpyxl.styles import Alignment, Font, PatternFill

from assessments.models import Criterion, CriterionKind
from shuangyong.sheets import BOX, safe

LINE = 15  # points
BOLD = Font(bold=True)
SHADED = PatternFill("solid", fgColor="F2F2F2")


def number(value: Decimal | None):
    """A score as a number cell, without idle zeros; empty for none."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def given(criterion: Criterion, score: Decimal | None):
    """A score as an office writes it: a deduction below zero, a veto in words."""
    if score is None:
        return None
    if criterion.kind == CriterionKind.VETO:
        return "已发生" if score else "未发生"
    return number(-score if criterion.kind == CriterionKind.DEDUCTION else score)


def across(sheet, text: str, columns: int, *, centred: bool = False, bold: bool = False) -> int:
    """A row with one text over the whole width; returns its number."""
    sheet.append([safe(text)])
    row = sheet.max_row
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    horizontal = "center" if centred else "left"
    cell = sheet.cell(row, 1)
    cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)
    cell.font = Font(bold=bold)
    width = sum(dimension.width for dimension in sheet.column_dimensions.values())
    sheet.row_dimensions[row].height = LINE * lines(text, width) + 4
    return row


def lines(text, width: float) -> int:
    """How many lines a text takes in a column: programs do not find out by themselves."""
    return sum(
        max(1, ceil(sum(1 if c.isascii() else 2 for c in part) * 1.08 / max(width - 1, 1)))
        for part in str("" if text is None else text).split("\n")
    )


def frame(
    sheet, first: int, last: int, widths: Sequence[float], left: set[int], apart: set[int]
) -> None:
    """Borders, wrapping and heights of rows.

    Columns from 1: those in `left` stand flush left, those `apart` are merged over several rows
    and do not make a row higher.
    """
    for row in sheet.iter_rows(min_row=first, max_row=last, max_col=len(widths)):
        for cell in row:
            flush = cell.column in left and cell.row > first
            cell.border = BOX
            cell.alignment = Alignment(
                horizontal="left" if flush else "center", vertical="center", wrap_text=True
            )
        counted = [c for c in row if c.column not in apart or c.row == first]
        most = max(lines(c.value, widths[c.column - 1]) for c in counted)
        sheet.row_dimensions[row[0].row].height = LINE * most + 4
