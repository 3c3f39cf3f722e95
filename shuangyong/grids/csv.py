"""Comma-separated files in the encodings that offices use: UTF-8, GB18030, UTF-16."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator

from django.core.exceptions import ValidationError

from .model import BLANK_ROWS, MOST_CHARACTERS, MOST_COLUMNS, Grid, GridRow, tidy

DELIMITERS = ",\t;，；"
MOST_LINE = 4_000_000  # characters of one line; a cell alone has at most 131,072 (csv's own limit)
TELL_EVERY = 500  # rows
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_PART = 1 << 16


def csv_grid(
    name: str, content: bytes, *, most: int, progress: Callable[[int], None] | None = None
) -> Grid:
    """The table in a csv file; rows are counted as a spreadsheet program counts them."""
    encoding = _encoding(name, content)
    grid = Grid("")
    try:
        for row in _rows(content, encoding):
            if len(grid.rows) == most:
                grid.overflows = True
                break
            _take(grid, row)
            if progress and len(grid.rows) % TELL_EVERY == 0:
                progress(len(grid.rows))
    except csv.Error:
        at = grid.rows[-1].number + 1 if grid.rows else 1
        raise ValidationError(
            f"“{name}”第 {at} 行起无法读取：引号不成对，或一格的内容过长。请另存为 xlsx 后再上传。"
        ) from None
    return grid


def _take(grid: Grid, row: GridRow) -> None:
    grid.too_wide = grid.too_wide or any(cell.strip() for cell in row.cells[MOST_COLUMNS:])
    row.cells = [tidy(cell) for cell in row.cells[:MOST_COLUMNS]]
    if any(row.cells):
        grid.rows.append(row)


def _rows(content: bytes, encoding: str) -> Iterator[GridRow]:
    lines = _lines(content, encoding)
    reader = csv.reader(lines, delimiter=_delimiter(content, encoding), strict=True)
    blank = characters = 0
    for number, cells in enumerate(reader, 1):
        size = sum(map(len, cells))
        blank, characters = (0 if size else blank + 1), characters + size
        if characters > MOST_CHARACTERS:
            raise ValidationError("表格内容过多，请分成几个文件。")
        if blank > BLANK_ROWS:
            return
        yield GridRow(number, cells)


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    while line := text.readline(MOST_LINE):
        if len(line) >= MOST_LINE:
            raise csv.Error
        yield line


def _encoding(name: str, content: bytes) -> str:
    """The first encoding that all of it is written in; ValidationError if there is none."""
    known = next((code for mark, code in _BOMS.items() if content.startswith(mark)), None)
    if known is None and b"\0" in content:
        raise ValidationError(f"“{name}”不是文本表格，请上传 xlsx 或 csv 文件。")
    for encoding in [known] if known else ["utf-8", "gb18030"]:
        if _is_written_in(encoding, content):
            return encoding
    raise ValidationError(f"“{name}”的文字编码无法识别，请另存为 xlsx 或 UTF-8 编码的 csv。")


def _is_written_in(encoding: str, content: bytes) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _PART):
            decoder.decode(content[start : start + _PART])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _delimiter(content: bytes, encoding: str) -> str:
    """The sign that stands most often outside quotation marks in the first lines."""
    start = content[: 4 * _PART].decode(encoding, errors="ignore")
    bare = re.sub(r'"[^"]*"', "", "\n".join(start.splitlines()[:20]))
    return max(DELIMITERS, key=bare.count)
