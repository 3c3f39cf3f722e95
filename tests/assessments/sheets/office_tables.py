"""考核细则 as offices write them: nobody's are like another's."""

import io

from openpyxl import Workbook

from assessments.sheets.reading import ReadStandard, read_standard


def workbook(rows, *, merged=(), sheet="细则", hidden=()) -> Workbook:
    """One sheet of these rows; None leaves a cell out."""
    book = Workbook()
    page = book.active
    page.title = sheet
    fill(page, rows, merged=merged, hidden=hidden)
    return book


def fill(page, rows, *, merged=(), hidden=()) -> None:
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            if value is not None:
                page.cell(number, place, value)
    for area in merged:
        page.merge_cells(area)
    for number in hidden:
        page.row_dimensions[number].hidden = True


def as_bytes(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(rows, **how) -> ReadStandard:
    """What is read of a sheet with these rows."""
    return read_standard("细则.xlsx", as_bytes(workbook(rows, **how)))


def items_of(read: ReadStandard) -> list[tuple]:
    """Every item as its number, content and points."""
    return [
        (item.get("code", ""), item["content"], item["points"])
        for section in read.data["sections"]
        for item in section["criteria"]
    ]


def sections_of(read: ReadStandard) -> list[tuple[str, str]]:
    return [(section["title"], section["points"]) for section in read.data["sections"]]


def item_of(read: ReadStandard, number: int = 1) -> dict:
    """The item with this running number."""
    return [item for section in read.data["sections"] for item in section["criteria"]][number - 1]


def said(read: ReadStandard) -> list[str]:
    """The findings that want to be mended."""
    return [f"{each['cell']} {each['text']}".strip() for each in read.findings if each["serious"]]
