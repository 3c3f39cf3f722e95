"""What the three officers find on their first page: what waits for them, and how things stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from shuangyong import charts

from .models import OFFICERS, AuditEvent, Role, Unit, User

SHOWN = 10
DAYS, FORTNIGHT = 7, 14
WATCHED = (
    ("登录失败", "bi-shield-exclamation", "登录失败"),
    ("授权", "bi-people", "授权"),
    ("导出", "bi-download", "导出"),
    ("删除", "bi-trash", "删除"),
)
"""What the auditor looks for first: part of the action, icon, words."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One number at a glance that opens its list; pressing: somebody should do something."""

    label: str
    number: int
    measure: str
    icon: str
    address: str
    pressing: bool = False


def account_tiles(*, waiting_presses: bool) -> list[Tile]:
    """How many accounts there are in which state; one query."""
    found = User.objects.aggregate(
        every=Count("pk", filter=Q(is_active=True)),
        waiting=Count("pk", filter=Q(role="", is_active=True)),
        unused=Count("pk", filter=Q(last_login=None, is_active=True)),
        off=Count("pk", filter=Q(is_active=False)),
    )
    accounts = reverse("units:accounts")
    return [
        Tile("在用账号", found["every"], "个", "bi-people", accounts),
        Tile(
            "待授权", found["waiting"], "个", "bi-hourglass-split", f"{accounts}?state=waiting",
            waiting_presses and found["waiting"] > 0,
        ),
        Tile("从未登录", found["unused"], "个", "bi-person-circle", f"{accounts}?state=unused"),
        Tile("已停用", found["off"], "个", "bi-slash-circle", f"{accounts}?state=off"),
    ]  # fmt: skip


def unit_tile() -> Tile:
    """How many units are in use; one query."""
    number = Unit.objects.filter(is_active=True).count()
    return Tile("在用单位", number, "个", "bi-diagram-3", reverse("units:units"))


def units_without_writers():
    """Units in use for which nobody can record anything yet, in administrative order."""
    writers = User.objects.filter(
        unit=OuterRef("pk"), role__in=(Role.LIAISON, Role.REVIEWER), is_active=True
    )
    return Unit.objects.filter(~Exists(writers), is_active=True).order_by("path")


def officers() -> list[User]:
    """The accounts of 三员 in use, office by office; one query."""
    found = User.objects.filter(role__in=OFFICERS, is_active=True).order_by("pk")
    return sorted(found, key=lambda account: OFFICERS.index(account.role))


def awaiting_rights():
    """Accounts that wait for a role, the oldest first, with what was asked for them."""
    return User.objects.awaiting_rights().select_related("wanted_unit").order_by("pk")


def audit_tiles(today: date) -> list[Tile]:
    """What happened within a week that an auditor looks for first; one query."""
    since = today - timedelta(DAYS - 1)
    events = AuditEvent.objects.filter(at__date__gte=since)
    counts = events.aggregate(**{
        f"n{at}": Count("pk", filter=Q(action__contains=action))
        for at, (action, _, _) in enumerate(WATCHED)
    })  # fmt: skip
    return [
        Tile(
            label, counts[f"n{at}"], "次", icon, audit_address(since, today, action),
            action == "登录失败" and counts[f"n{at}"] > 0,
        )
        for at, (action, icon, label) in enumerate(WATCHED)
    ]  # fmt: skip


def audit_days(today: date) -> list[tuple[date, charts.Chart]]:
    """The lines of each of the last fourteen days, drawn; one query."""
    days = [today - timedelta(back) for back in reversed(range(FORTNIGHT))]
    events = AuditEvent.objects.filter(at__date__gte=days[0]).order_by()
    counted = events.values_list(TruncDate("at", tzinfo=timezone.get_current_timezone())).annotate(
        Count("pk")
    )
    found = Counter(dict(counted))
    tallies = [
        charts.Tallied(f"{day.month}月{day.day}日", found[day], audit_address(day, day))
        for day in days
    ]
    return list(zip(days, charts.cells([("", tallies)], "条"), strict=True))


def audit_address(since: date, until: date, action: str = "") -> str:
    """The audit trail of some days, narrowed to an action."""
    asked = {"since": since.isoformat(), "until": until.isoformat()}
    asked |= {"action": action} if action else {}
    return f"{reverse('units:audit')}?{urlencode(asked)}"
