"""Word and Excel files as plain text on our own page: read piece by piece, nothing is run.

Only the parts with text are unpacked, bounded in size (`shuangyong.archives`), and whatever a
file links to stays where it is. What is too long is cut, and the page says so.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse
from django.utils.formats import date_format
from openpyxl import load_workbook

from shuangyong import archives

from .models import Evidence
from .models.evidence import WORD

MOST_BLOCKS = 400  # paragraphs and rows of a Word file
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 5, 200, 30
MOST_TEXT = 2000  # characters of one paragraph or cell
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EXCEL_PARTS = (
    "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/",
)  # fmt: skip
_DAMAGED = "已损坏，不能预览，请下载后查看。"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading (level 1 to 3), or a table of texts with its title."""

    text: str = ""
    level: int = 0
    rows: list[list[str]] | None = None


@dataclass(slots=True)
class Preview:
    """What the page shows of a document; `note` says what is missing, `failure` why all of it."""

    blocks: list[Block] = field(default_factory=list)
    note: str = ""
    failure: str = ""


def preview_of(evidence: Evidence) -> Preview:
    """The text of a Word or Excel file."""
    read = read_word if evidence.content_type == WORD else read_excel
    with evidence.file.open() as file:
        content = file.read()
    try:
        return read(content)
    except archives.Refused as refusal:
        return Preview(failure=f"“{evidence.name}”{refusal}")
    except (ParseError, DefusedXmlException):
        return Preview(failure=f"“{evidence.name}”{_DAMAGED}")


# --- Word: headings, paragraphs, tables in their order


def read_word(content: bytes) -> Preview:
    """The text of a .docx in its order, up to MOST_BLOCKS paragraphs and rows."""
    parts = archives.parts_of(content, {"word/document.xml", "word/styles.xml"}.__contains__)
    if "word/document.xml" not in parts:
        raise archives.Refused(_DAMAGED)
    levels = _heading_levels(parts.get("word/styles.xml"))
    preview, left = Preview(), MOST_BLOCKS
    for element in _body_elements(parts["word/document.xml"]):
        if left <= 0:
            preview.note = f"预览只显示前 {MOST_BLOCKS} 段，全文请下载查看。"
            break
        block = _block(element, levels, left)
        if block is not None:
            preview.blocks.append(block)
            left -= len(block.rows or [0])
    return preview


def _body_elements(document: bytes) -> Iterator[Element]:
    """Paragraphs and tables that stand directly in the text, each forgotten after it was read."""
    depth = 0
    for event, element in iterparse(io.BytesIO(document), events=("start", "end")):
        if element.tag in (_W + "p", _W + "tbl"):
            depth += 1 if event == "start" else -1
            if event == "end" and not depth:
                yield element
                element.clear()


def _heading_levels(styles: bytes | None) -> dict[str, int]:
    """Style id -> level, for the styles that Word or WPS use for headings."""
    levels = {}
    for style in fromstring(styles).iter(_W + "style") if styles else ():
        name = style.find(_W + "name")
        words = (name.get(_W + "val") if name is not None else "").lower().split()
        if words and words[0] == "title":
            levels[style.get(_W + "styleId")] = 1
        elif len(words) == 2 and words[0] == "heading" and words[1].isdecimal():
            levels[style.get(_W + "styleId")] = min(int(words[1]), 3)
    return levels


def _block(element: Element, levels: dict[str, int], most: int) -> Block | None:
    if element.tag == _W + "tbl":
        rows = [_row(row) for row in islice(element.iter(_W + "tr"), most)]
        return Block(rows=rows) if rows else None
    text = _text(element)
    style = element.find(f"{_W}pPr/{_W}pStyle")
    level = levels.get(style.get(_W + "val"), 0) if style is not None else 0
    return Block(text, level) if text else None


def _row(row: Element) -> list[str]:
    cells = islice(row.findall(_W + "tc"), MOST_COLUMNS)
    return ["\n".join(filter(None, map(_text, cell.iter(_W + "p")))) for cell in cells]


def _text(paragraph: Element) -> str:
    """What a paragraph reads, tabs and breaks included; what was deleted is not in `w:t`."""
    signs = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n"}
    words = (
        element.text or "" if element.tag == _W + "t" else signs.get(element.tag, "")
        for element in paragraph.iter()
    )
    return "".join(words).strip()[:MOST_TEXT]


# --- Excel: the first sheets as tables


def read_excel(content: bytes) -> Preview:
    """The values of an .xlsx as they were last saved: its first sheets, rows and columns."""
    parts = archives.parts_of(content, lambda name: name.startswith(_EXCEL_PARTS))
    try:
        with warnings.catch_warnings():  # openpyxl warns of what it leaves out, such as pictures
            warnings.simplefilter("ignore")
            return _sheets(archives.packed(parts))
    except Exception:  # noqa: BLE001 - a damaged workbook may fail anywhere in the library
        raise archives.Refused(_DAMAGED) from None


def _sheets(file) -> Preview:
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    preview, cut = Preview(), len(book.worksheets) > MOST_SHEETS
    for sheet in book.worksheets[:MOST_SHEETS]:
        sheet.reset_dimensions()  # what a file claims about its size need not be true
        lines = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1, values_only=True)
        rows = [[_shown(value) for value in line] for line in lines]
        cut = cut or len(rows) > MOST_ROWS or any(any(row[MOST_COLUMNS:]) for row in rows)
        preview.blocks.append(Block(sheet.title, 2))
        preview.blocks.append(
            Block(rows=_without_empty([row[:MOST_COLUMNS] for row in rows[:MOST_ROWS]]))
        )
    if cut:
        preview.note = (
            f"预览只显示前 {MOST_SHEETS} 个工作表、每表前 {MOST_ROWS} 行 {MOST_COLUMNS} 列，"
            "全部内容请下载查看。"
        )
    return preview


def _without_empty(rows: list[list[str]]) -> list[list[str]]:
    """The rows without empty ones, as wide as the widest that has something in it."""
    filled = [row for row in rows if any(row)]
    width = max((at + 1 for row in filled for at, text in enumerate(row) if text), default=0)
    return [(row + [""] * width)[:width] for row in filled]


def _shown(value) -> str:
    """A cell as a Chinese spreadsheet shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        value = value.date() if value.time() == time.min else value
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return date_format(value, "Y-m-d")
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)[:MOST_TEXT]
