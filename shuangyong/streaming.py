"""Long tables into xlsx: openpyxl makes the workbook with its heads, the rows are streamed in.

openpyxl needs an object for every cell; a row that is only a string takes a quarter of the time
and no memory. The rows go behind those that the sheet has already.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from .sheets import as_file, literal, safe

Value = str | int | Decimal | date | None
AT_ONCE = 200  # rows in one piece for the compressor
_EPOCH = date(1899, 12, 30)
_DIMENSION = re.compile(rb"<dimension [^>]*/>")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def style_of(sheet, **dress) -> int:
    """The number of a style in the sheet's workbook: border, alignment, font, number_format."""
    cell = sheet.cell(1, 16_384)
    for name, value in dress.items():
        setattr(cell, name, value)
    number = cell.style_id
    del sheet._cells[1, 16_384]
    return number


def row_of(number: int, cells: Iterable[tuple[Value, int]], *, height: float | None = None) -> str:
    """A row of values with the numbers of their styles; texts begin no formula.

    `height` in points; every cell is written, so that empty ones have their border.
    """
    tall = f' ht="{height}" customHeight="1"' if height else ""
    written = [
        _cell(f"{_letter(place)}{number}", value, style)
        for place, (value, style) in enumerate(cells)
    ]
    return f'<row r="{number}"{tall}>{"".join(written)}</row>'


def save(workbook: Workbook, rows: list[Iterable[str]], file: BinaryIO) -> None:
    """Save the workbook with these rows at the end of its sheets, in the order of the sheets."""
    parts = {f"xl/worksheets/sheet{n}.xml": each for n, each in enumerate(rows, 1)}
    with (
        zipfile.ZipFile(as_file(workbook)) as made,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as whole,
    ):
        for name in made.namelist():
            content = made.read(name)
            if name not in parts:
                whole.writestr(name, content)
                continue
            above, end, below = _DIMENSION.sub(b"", content).partition(b"</sheetData>")
            with whole.open(name, "w", force_zip64=True) as sheet:
                sheet.write(above)
                for piece in _pieces(parts[name]):
                    sheet.write(piece)
                sheet.write(end + below)


def _pieces(rows: Iterable[str]) -> Iterator[bytes]:
    gathered: list[str] = []
    for row in rows:
        gathered.append(row)
        if len(gathered) == AT_ONCE:
            yield "".join(gathered).encode()
            gathered.clear()
    yield "".join(gathered).encode()


_LETTERS = [get_column_letter(place) for place in range(1, 201)]


def _letter(place: int) -> str:
    return _LETTERS[place] if place < len(_LETTERS) else get_column_letter(place + 1)


def _cell(at: str, value: Value, style: int) -> str:
    if value is None or value == "":
        return f'<c r="{at}" s="{style}"/>'
    if isinstance(value, str):
        text = literal(safe(value)).translate(_MARKUP)
        return (
            f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        )
    number = (value - _EPOCH).days if isinstance(value, date) else value
    return f'<c r="{at}" s="{style}"><v>{number}</v></c>'
