"""Where a figure on a page leads to, and how long its bar is."""

from __future__ import annotations

from django import template

from reports.figures import Comparison, Row, YearFigures

register = template.Library()


@register.simple_tag
def opens(figures: YearFigures, line=None) -> str:
    """The list of the activities behind a line of the figures, or behind all of them."""
    return figures.address(line.stands_for if line else ())


@register.simple_tag
def opens_valued(figures: YearFigures, category: str) -> str:
    """The list of the activities with a contribution of this category whose value is known."""
    return figures.address((("valued", category),))


@register.simple_tag
def opens_monthless(figures: YearFigures) -> str:
    """The list of the activities that belong to no month."""
    return figures.address((("begun", "0"),))


@register.simple_tag
def cells(compared: Comparison, row: Row) -> list[tuple]:
    """Of one figure the value of every year with the address of its records."""
    pairs = zip(row.values, compared.years, strict=True)
    return [(value, compared.address(row, year) if value else "") for value, year in pairs]


@register.simple_tag
def change(compared: Comparison, at: int) -> str:
    """How one of the totals differs from the year before."""
    return compared.change(compared.totals[at]) if compared.years else ""


@register.simple_tag
def row_change(compared: Comparison, row: Row) -> str:
    """How one figure differs from the year before."""
    return compared.change(row)


@register.filter
def most(lines) -> int:
    """The largest number of activities among lines, at least 1: the length of a full bar."""
    return max([line.activities for line in lines] or [1]) or 1


@register.filter
def sum_of(lines) -> int:
    """The activities of all lines together."""
    return sum(line.activities for line in lines)


@register.filter
def in_yuan(value) -> bool:
    """True if 元 ends the amount, and may stand small behind it: not in 10000元以上."""
    return str(value).endswith("元")


@register.filter
def without_yuan(value) -> str:
    """The amount without the 元 that stands behind it."""
    return str(value).removesuffix("元")
