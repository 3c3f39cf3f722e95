"""Worksheets that leave the system."""

import io

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(value):
    """A cell's value that no spreadsheet will run: text that looks like a formula gets a '."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def as_file(workbook: Workbook) -> io.BytesIO:
    """The workbook as an open file, ready to be sent."""
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    return file
