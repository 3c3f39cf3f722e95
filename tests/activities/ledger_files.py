"""Ledgers for tests: workbooks and csv files as other people make them."""

import io

from openpyxl import Workbook

from activities.ledgers.reading import LedgerFile, read_ledger


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(rows, *, merged=(), title="台账", formats=(), hidden=()) -> bytes:
    """An xlsx file with these rows from the first one on; `formats` are (cell, format) pairs."""
    book = Workbook()
    fill(book.active, rows, merged=merged, title=title, formats=formats, hidden=hidden)
    return saved(book)


def fill(sheet, rows, *, merged=(), title="", formats=(), hidden=()) -> None:
    sheet.title = title or sheet.title
    for row in rows:
        sheet.append(row)
    for cell, code in formats:
        sheet[cell].number_format = code
    for area in merged:
        sheet.merge_cells(area)
    for number in hidden:
        sheet.row_dimensions[number].hidden = True


def read(rows, **kwargs) -> LedgerFile:
    return read_ledger("台账.xlsx", workbook(rows, **kwargs))


def cells(rows, **kwargs) -> list[dict[str, str]]:
    """The cells of every row that is an activity."""
    return [row.cells for row in read(rows, **kwargs).rows]


def left_out(rows, **kwargs) -> dict[int, str]:
    return dict(read(rows, **kwargs).left_out)
