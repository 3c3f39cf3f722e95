"""What a list is narrowed to, said again: as chips, as an address, as what to loosen."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Model

from .filters import MAIN, ActivityFilter

NO_FILTERS = {"sort"}
KEPT = ("year", "view")
TRIED = 6
"""How many filters are tried one by one when nothing is found."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter: its name, what it is called, its value in words, the address without it."""

    name: str
    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Head:
    """A column head; `address` sorts by it, `sorted` is for aria-sort, `column` can be hidden."""

    label: str
    css: str
    address: str = ""
    sorted: str = "none"
    column: str = ""


def values_of(chosen: ActivityFilter) -> dict[str, str]:
    """The normal form of an address: only filters that exist, with values they understand."""
    if not chosen.is_bound:
        return {}
    chosen.form.is_valid()
    cleaned = ((name, chosen.form.cleaned_data.get(name)) for name in chosen.form.fields)
    return {
        name: str(value.pk if isinstance(value, Model) else value)
        for name, value in cleaned
        if value not in (None, "")
    }


def address(request, values: dict[str, str]) -> str:
    """A query with these values, in the same year and look."""
    kept = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    return f"?{urlencode(values | kept)}"


def chips_of(chosen: ActivityFilter) -> list[Chip]:
    """The active filters in the order of the form."""
    values = values_of(chosen)
    return [
        Chip(
            name,
            str(chosen.form.fields[name].label),
            in_words(chosen.form, name),
            address(chosen.request, {other: v for other, v in values.items() if other != name}),
        )
        for name in values
        if name not in NO_FILTERS
    ]


def in_words(form, name: str) -> str:
    """The value of a filter as the form names it."""
    value = form.cleaned_data[name]
    if isinstance(value, Model):
        return getattr(value, "label", None) or str(value)
    labels = {}
    for key, label in getattr(form.fields[name], "choices", ()):
        labels |= dict(label) if isinstance(label, list | tuple) else {key: label}
    return str(labels.get(value, value))


def ignored_in(chosen: ActivityFilter) -> list[str]:
    """What of the address was not understood, for a note; a value is not repeated."""
    form = chosen.form
    notes = []
    for name, errors in form.errors.as_data().items():
        if name != "unit" and errors[0].code == "invalid_choice":
            said = "没有这个选项。"
        else:
            said = "".join(message for error in errors for message in error.messages)
        done = "没有查到活动" if name == "unit" else "这个条件没有起作用"
        notes.append(f"“{form.fields[name].label}”：{said}{done}。")
    return notes


def loosened(chosen: ActivityFilter, chips: list[Chip]) -> list[tuple[Chip, int]]:
    """Of filters that find nothing together: each with how many there are without it.

    One query for each filter, of which there are only so many.
    """
    if len(chips) > TRIED:
        return []
    values = values_of(chosen)
    found = []
    for chip in chips:
        others = {name: value for name, value in values.items() if name != chip.name}
        wider = ActivityFilter(others, chosen.queryset, request=chosen.request)
        found.append((chip, wider.qs.order_by().count()))
    return [(chip, number) for chip, number in found if number]


def number_folded(chips: list[Chip]) -> int:
    """How many of the active filters stand under 更多条件."""
    return sum(chip.name not in MAIN for chip in chips)


def heads(chosen: ActivityFilter) -> list[Head]:
    """The heads of the list's columns: time both ways, administrative order, status."""
    values = values_of(chosen)
    now = values.get("sort", "-date")
    others = {name: value for name, value in values.items() if name != "sort"}

    def sort_by(order: str) -> str:
        return address(chosen.request, others | {"sort": order})

    in_time = {"date": "ascending", "-date": "descending"}.get(now, "none")
    return [
        Head("时间", "", sort_by("date" if now == "-date" else "-date"), in_time),
        Head("活动名称", ""),
        Head("类别", "wide", column="kind"),
        Head("单位", "wide", sort_by("unit"), "ascending" if now == "unit" else "none", "unit"),
        Head("节点", "wide", column="occasion"),
        Head("参加部队", "wide", column="troops"),
        Head("数量", "wide", column="counts"),
        Head("计划措施", "wide", column="measure"),
        Head("材料", "number", column="files"),
        Head("状态", "", sort_by("status"), "ascending" if now == "status" else "none"),
    ]
