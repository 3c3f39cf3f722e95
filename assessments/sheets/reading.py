"""A file as a standard: the sheet that looks like one is read, and everything odd is named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from shuangyong.grids import Grid, grids

from .building import Builder
from .findings import Findings
from .lines import Lines, find_head
from .plain import MOST_ITEMS
from .title import Title, read_title_rows

MOST_ROWS = 5000
MOST_CHARACTERS = 500_000
NO_TABLE = (
    "没有找到考核细则的表头。表头应有“考核内容”（或“项目”“评分标准”）和“分值”（或“基本分”）等列。"
)


@dataclass(slots=True)
class ReadStandard:
    """What a file says, as `plain` data, and what a person should look at."""

    data: dict
    findings: Findings
    sheet: str
    items: int = field(init=False)

    def __post_init__(self):
        self.items = sum(len(section["criteria"]) for section in self.data["sections"])


def read_standard(name: str, content: bytes, *, kinds: Iterable[str] = ()) -> ReadStandard:
    """The standard in an xlsx or csv file; `kinds` are the activity kinds a measure may name.

    Of several sheets the one with most items. Raises ValidationError, in words that say what
    to do, if the file is no table or no sheet of it holds a standard.
    """
    found, others = [], []
    for grid in grids(name, content, most=MOST_ROWS):
        read = _read_sheet(grid, set(kinds), name)
        if read is None:
            others.append(grid.name)
        else:
            found.append(read)
    if not found:
        raise ValidationError(NO_TABLE)
    best = max(found, key=lambda read: read.items)
    if best.items > MOST_ITEMS:
        raise ValidationError(f"工作表“{best.sheet}”超过 {MOST_ITEMS} 项，请分成几个细则。")
    alike = [read.sheet for read in found if read is not best]
    if alike:
        best.findings.add(
            "", f"读取的是工作表“{best.sheet}”；{_named(alike)}也像考核细则，没有读取。"
        )
    if others:
        best.findings.note("", f"读取的是工作表“{best.sheet}”，没有读取{_named(others)}。")
    return best


def _named(names: list[str]) -> str:
    return "、".join(f"“{name}”" for name in names)


def _read_sheet(grid: Grid, kinds: set[str], filename: str) -> ReadStandard | None:
    if sum(len(cell) for row in grid.rows for cell in row.cells) > MOST_CHARACTERS:
        raise ValidationError(f"工作表“{grid.name}”内容过多，请只保留考核细则。")
    head = find_head(grid)
    if head is None:
        return None
    lines = Lines.of(grid, head)
    title = read_title_rows(lines.above, own=head.is_own)
    if not title.name:
        title.name = re.sub(r"\.[A-Za-z]{1,5}$", "", filename)[:120]
    findings = Findings()
    if grid.overflows:
        findings.add("", f"超过 {MOST_ROWS} 行，其余的行没有读取。")
    if grid.too_wide:
        findings.add("", "第 100 列以后还有内容，没有读取。")
    builder = Builder(lines, title, findings, kinds)
    data = builder.build()
    return ReadStandard(data, findings, grid.name) if builder.count else None


__all__ = ["ReadStandard", "Title", "read_standard"]
