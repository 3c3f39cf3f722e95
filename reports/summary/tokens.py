"""Figures within a text: {活动总数} is written, and read as the figure is at the time.

A figure follows the records while the summary is written; what it was when the summary was handed
in stays with it (`Summary.frozen`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from reports.figures import YearFigures

TOKEN = re.compile(r"\{([^{}\n]{1,40})\}")
BRACES = str.maketrans("{}", "｛｝")
"""Braces that stand in a record name no figure: they are printed full-width."""
UNKNOWN = "〔无此数据：%s〕"


def values_of(figures: YearFigures) -> dict[str, str]:
    """Every figure that a text may name, as it is printed; without 项 and 个, with 元 and 人."""
    values = {
        "活动总数": str(figures.activities),
        "活动单位数": str(figures.units),
        "驻军部队数": str(figures.troops),
        "慰问金": str(figures.money or "0元"),
        "投入折合金额": str(figures.value or "0元"),
        "单项计划数": str(figures.sub_plans),
        "已确认单项计划数": str(figures.sub_plans_confirmed),
        "需求数": str(figures.requests),
        "已办结需求数": str(figures.requests_done),
    }
    values |= {f"{tally.label}项数": str(tally.count) for tally in figures.by_kind}
    values |= {f"{line.label}合计": str(line.number) for line in figures.counts}
    return values


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text as it is read; a name that is none of the figures is shown as a fault."""
    return TOKEN.sub(lambda found: values.get(found[1], UNKNOWN % found[1]), text)


def unknown_in(text: str, values: Mapping[str, str]) -> list[str]:
    """The names in braces that are none of the figures, in the order of the text."""
    return [name for name in TOKEN.findall(text) if name not in values]
