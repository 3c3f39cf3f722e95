"""One's deadlines as an iCalendar file, for Outlook and telephones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from icalendar import TRANSP, Calendar, Event

from .deadlines import Deadline

CONTENT_TYPE = "text/calendar; charset=utf-8"
OURS = "shuangyong"


def ics(
    deadlines: Iterable[Deadline],
    *,
    key: str,
    name: str,
    now: datetime,
    absolute: Callable[[str], str],
) -> bytes:
    """An all-day event for each deadline; `absolute` makes an address of the site complete.

    The same deadline has the same UID in every export, so importing again changes the event
    instead of adding one.
    """
    calendar = Calendar.new(
        name=name,
        method="PUBLISH",
        language="zh-CN",
        prodid="-//双拥工作管理系统//日历//ZH",
        uid=f"{key}@{OURS}",
    )
    for deadline in deadlines:
        calendar.add_component(_event(deadline, now, absolute(deadline.url)))
    return calendar.to_ical()


def _event(deadline: Deadline, now: datetime, url: str) -> Event:
    """By RFC 5545 the end of an all-day event is the day after its last."""
    return Event.new(
        uid=f"{deadline.key}@{OURS}",
        summary=deadline.title,
        start=deadline.start,
        end=deadline.end + timedelta(days=1),
        description=f"{deadline.standing}\n{url}",
        url=url,
        stamp=now,
        transparency=TRANSP.TRANSPARENT,
    )
