"""The yearly table of the 双清单 as an official document: the figures in words, then the table."""

from __future__ import annotations

from datetime import date

from activities.requests_table import (
    COLUMNS,
    COMPLETION,
    CONTENTMENT,
    NeedTotals,
    RequestTable,
)

from .document import Document, Paragraph, Table, date_of_issue
from .summary.telling.wording import joined


def build_document(table: RequestTable, *, today: date) -> Document:
    """Opening sentence and a table for each side; one of a past year says its last day.

    The title names the unit and the opening the day: a page with nothing but the signature
    would follow the tables, which stand sideways on pages of their own.
    """
    name = table.unit.name_in(table.year)
    as_of = min(today, date(table.year, 12, 31))
    tables = [
        Table(
            columns=COLUMNS,
            rows=tuple(line.cells for line in group.lines),
            caption=group.label,
            landscape=True,
        )
        for group in table.groups
    ]
    return Document(
        title=f"{name}{table.year}年双拥“双清单”办理情况",
        body=(Paragraph(opening(table, name, as_of)), *tables),
    )


def opening(table: RequestTable, name: str, as_of: date) -> str:
    """The figures of the table in words, with what each rate is made of."""
    totals = table.totals
    if not totals.total:
        return f"{table.year}年，{name}没有登记军地双方的需求。"
    sides = joined(f"{group.direction.label}{len(group.lines)}项" for group in table.groups)
    states = joined(f"{label}{number}项" for label, number in totals.states if number)
    late = f"；逾期{totals.overdue}项" if totals.overdue else ""
    return (
        f"截至{date_of_issue(as_of)}，{name}{table.year}年“双清单”共列军地双方需求"
        f"{totals.total}项（{sides}），其中{states}{late}。"
        f"办结率{totals.completion_rate}（{COMPLETION}）。{_rated(totals)}具体情况见下表。"
    )


def _rated(totals: NeedTotals) -> str:
    if not totals.rated:
        return ""
    return f"提出方已评价{totals.rated}项，满意率{totals.satisfaction_rate}（{CONTENTMENT}）。"
