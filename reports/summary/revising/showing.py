"""What generating anew would do to a section, as its page shows it: texts with marks."""

from __future__ import annotations

from dataclasses import dataclass

from reports.models import SummarySection
from shuangyong.redline import Effort, Line, Run, compared, marked

from .regenerating import Fate, Row


@dataclass(frozen=True, slots=True)
class Panel:
    """A text under a title, with what was changed marked."""

    title: str
    heading: list[Run]
    lines: list[Line]
    insert: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with its texts: one, or two side by side."""

    row: Row
    panels: list[Panel]
    chosen: str


def shown(row: Row, chosen: str, effort: Effort) -> Shown:
    """The row with what is to be read before one chooses."""
    return Shown(row, [_panel(*told, effort) for told in _told(row)], chosen)


def _told(row: Row):
    """Title, section and what it is compared with."""
    stored, made = row.stored, row.made
    before = (stored.made_heading, stored.made_text) if stored and stored.key else None
    match row.fate:
        case Fate.CONFLICT if before:
            yield "您的文字（与原来生成的相比）", stored, before
            yield "新生成的文字（与原来生成的相比）", made, before
        case Fate.CONFLICT:
            yield "现在的文字", stored, None
            yield "新生成的文字（与现在的相比）", made, (stored.heading, stored.text)
        case Fate.UPDATED:
            yield "", made, (stored.heading, stored.text)
        case Fate.KEPT:
            yield "", stored, before
        case _:
            yield "", stored or made, None


def _panel(
    title: str, section: SummarySection, before: tuple[str, str] | None, effort: Effort
) -> Panel:
    heading, text = before or (section.heading, section.text)
    return Panel(
        title,
        marked(heading, section.heading, effort),
        compared(text, section.text, effort),
        section.get_insert_display() if section.insert else "",
    )
