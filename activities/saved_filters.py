"""Filters of the list of activities under a name: the ones everybody has, and one's own."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse

from shuangyong.review import Status
from units import permissions
from units.models import SavedFilter

from .chosen import address, values_of
from .filters import ActivityFilter
from .models import Activity

PAGE = "activities:activities"
MOST = 30
"""As many an account may keep."""
LONGEST_QUERY = 2000
OF_WRITERS = [
    ("草稿，待提交", {"status": Status.DRAFT}),
    ("被退回", {"status": Status.RETURNED}),
]
OF_REVIEWERS = [("已提交", {"status": Status.SUBMITTED})]  # some may await another office
OF_ALL = [
    ("缺佐证材料", {"evidence": "no"}),
    ("计划外", {"planned": "no"}),
    ("缺主要内容", {"missing": "narrative"}),
]


@dataclass(frozen=True, slots=True)
class Quick:
    """A filter to be opened in one click; `number` is None where counting would be dear."""

    label: str
    query: str
    number: int | None
    is_open: bool


def quick_filters(request, chosen: ActivityFilter) -> list[Quick]:
    """The filters that everybody has, by role; one query, answered by an index."""
    user = request.user
    now = {name: value for name, value in values_of(chosen).items() if name != "sort"}
    offered = OF_REVIEWERS if permissions.is_reviewer(user) else []
    offered = [*offered, *(OF_WRITERS if permissions.may_write(user) else []), *OF_ALL]
    in_year = Activity.objects.visible_to(user).in_year(request.year).order_by()
    numbers = dict(in_year.values_list("status").annotate(Count("pk")))
    return [
        Quick(
            label,
            address(request, values),
            numbers.get(values["status"], 0) if "status" in values else None,
            values == now,
        )
        for label, values in offered
    ]


def saved_by(user):
    """The filters that an account keeps for this list."""
    return SavedFilter.objects.filter(user=user, page=PAGE)


def normal_query(request, query: str) -> str:
    """What of a query is filters of this list, without year and page; "" if nothing is.

    Whatever else was posted, an address elsewhere included, is left out.
    """
    asked = QueryDict(query[:LONGEST_QUERY].removeprefix("?"))
    chosen = ActivityFilter(asked, Activity.objects.none(), request=request)
    return urlencode(values_of(chosen))


def address_of(saved: SavedFilter) -> str:
    """The list as this filter leaves it."""
    return f"{reverse(PAGE)}?{saved.query}"
