"""The audit trail as a workbook; its rows are streamed, a year of them needs no memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.styles import Alignment

from shuangyong import streaming
from shuangyong.sheets import add_printed

from .models import AuditEvent

MOST_ROWS = 1_000_000
"""A sheet holds a few more."""
COLUMNS = {
    "编号": 10, "时间": 20, "姓名": 12, "用户名": 14, "来源地址": 16, "操作": 16, "对象": 40,
    "变更": 60, "校验值": 20,
}  # fmt: skip
MOST_IN_A_CELL = 32_000  # characters; Excel refuses more than 32,767


def write_sheet(events: Iterable[AuditEvent], file: BinaryIO) -> None:
    """Write one row for each line."""
    book = Workbook()
    book.remove(book.active)
    add_printed(book, "审计记录", "审计记录", COLUMNS, [])
    sheet = book.active
    style = streaming.style_of(sheet, alignment=Alignment(vertical="top", wrap_text=True))
    rows = (
        streaming.row_of(number, [(value, style) for value in cells_of(event)])
        for number, event in enumerate(events, sheet.max_row + 1)
    )
    streaming.save(book, [rows], file)


def cells_of(event: AuditEvent) -> list:
    """The line's number and time to the second, as it is read in China."""
    return [
        event.pk,
        f"{localtime(event.at):%Y-%m-%d %H:%M:%S}",
        event.actor_name,
        event.actor.username if event.actor else "",
        event.address or "",
        event.action,
        event.target,
        "\n".join(event.described_changes)[:MOST_IN_A_CELL],
        event.hash,
    ]
