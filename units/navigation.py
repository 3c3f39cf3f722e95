"""The main menu: what each role finds there, and the year switch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from . import permissions
from .years import same_page


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu; `section` is the start of the addresses it stands for."""

    label: str
    icon: str
    view: str
    allowed: object
    section: str

    def shown(self, request) -> dict:
        """What the template needs: address, label, icon, and whether the page is in it."""
        inside = (
            request.path == "/" if self.section == "/" else request.path.startswith(self.section)
        )
        return {
            "url": reverse(self.view),
            "label": self.label,
            "icon": self.icon,
            "here": inside,
            "tally": partial(tally, self.view, request),
        }


@dataclass(frozen=True, slots=True)
class Tally:
    """A number beside an entry, and what it counts, as in “3 项待办”."""

    number: int
    words: str

    def __str__(self) -> str:
        return f"{self.number} {self.words}"


COUNTERS: dict[str, tuple[Callable, str]] = {}


def register_count(view: str, counter: Callable, words: str) -> None:
    """Show a number beside the entry that leads to `view`.

    `counter` gets the request and answers with a number, in one query; `words` says of what.
    The rooms above fill this in from AppConfig.ready, since the menu cannot know of them.
    """
    COUNTERS[view] = (counter, words)


def tally(view: str, request) -> Tally | None:
    """The number beside an entry; None where nothing is counted or nothing waits.

    Templates call it, so that a fragment or a document costs no query for a menu it lacks.
    """
    if view not in COUNTERS:
        return None
    counter, words = COUNTERS[view]
    number = counter(request)
    return Tally(number, words) if number else None


MENU = (
    Entry("工作台", "bi-house", "reports:workbench", lambda user: True, "/"),
    Entry("待审核", "bi-inbox", "reports:review", permissions.is_reviewer, "/review/"),
    Entry("计划", "bi-list-check", "activities:plans", permissions.may_see_records, "/plans/"),
    Entry("活动", "bi-calendar-event", "activities:activities", permissions.may_see_records, "/activities/"),
    Entry("双清单", "bi-arrow-left-right", "activities:requests", permissions.may_see_records, "/requests/"),
    Entry("考核", "bi-clipboard-check", "assessments:rounds", permissions.may_see_records, "/assessments/"),
    Entry("总结与报表", "bi-file-earmark-text", "reports:reports", permissions.may_see_records, "/reports/"),
    Entry("单位与领导小组", "bi-diagram-3", "units:units", permissions.may_see_units, "/units/"),
    Entry("活动类别", "bi-tags", "activities:kinds", permissions.may_manage_common_kinds, "/activities/kinds/"),
    Entry("账号", "bi-people", "units:accounts", permissions.may_see_accounts, "/accounts/"),
    Entry("审计", "bi-shield-check", "units:audit", permissions.may_read_audit, "/audit/"),
)  # fmt: skip
EARLIEST_OFFERED = 2009


def navigation(request) -> dict:
    """Context of every page: menu entries of the role, years to switch between."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    this_year = timezone.localdate().year
    return {
        "menu": [entry.shown(request) for entry in MENU if entry.allowed(user)],
        "has_notices": permissions.may_see_records(user),
        "unread": partial(tally, "units:notices", request),
        "year": request.year,
        "session_seconds": settings.SESSION_COOKIE_AGE,
        "same_page": same_page(request),
        "years": range(max(this_year, request.year) + 1, EARLIEST_OFFERED - 1, -1),
    }
