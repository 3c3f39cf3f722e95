"""Whether the points of a sheet add up; both numbers are named, with the cell they stand in."""

from __future__ import annotations

from decimal import Decimal

from .findings import Findings
from .items import SectionRead
from .plain import plain

Stated = tuple[Decimal, str]


def check_sums(
    sections: list[SectionRead], total: Stated | None, above: Decimal | None, findings: Findings
) -> None:
    """Scoring points against items, items against sections, sections against the total.

    `total` comes from a row of the table with its cell, `above` from the title.
    """
    for section in sections:
        for item in section.items:
            _check_points(item, findings)
        _check_section(section, findings)
    come_to = sum((section.worth for section in sections), Decimal(0))
    if total:
        _compare("合计", total[0], "各部分", come_to, total[1], findings)
    if above is not None and not (total and total[0] == above):
        _compare("标题", above, "各部分", come_to, "", findings)


def _check_points(item, findings: Findings) -> None:
    if not item.scoring_points or item.points is None:
        return
    come_to = sum((points for _, points, _ in item.scoring_points), Decimal(0))
    _compare(f"“{item.content[:20]}”", item.points, "得分点", come_to, item.points_at, findings)


def _check_section(section: SectionRead, findings: Findings) -> None:
    if not section.items or not section.basic:
        return
    if section.points:
        name = f"“{section.title}”"
        _compare(name, section.points, "各项", section.basic, section.at, findings)
    if section.subtotal:
        value, at = section.subtotal
        _compare(f"“{section.title}”小计", value, "各项", section.basic, at, findings)


def _compare(
    what: str, stated: Decimal, parts: str, come_to: Decimal, at: str, findings: Findings
) -> None:
    if stated != come_to:
        differ = plain(abs(stated - come_to))
        findings.add(
            at,
            f"{what}写明 {plain(stated)} 分，{parts}合计 {plain(come_to)} 分，相差 {differ} 分。",
        )
