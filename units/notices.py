"""Sending and reading notices: what an office tells a unit in its workbench."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from shuangyong import mail
from shuangyong.review import StepRefused

from . import audit, permissions
from .models import BUSINESS_ROLES, Notice, NoticeKind, NoticeReading, Unit, User

NAMED = 5  # so many units are named in a refusal; the rest is counted


@dataclass(slots=True)
class Delivery:
    """What went out. `mail_failed` is set once the notices are stored and mail was tried."""

    notices: list[Notice]
    mail_failed: bool = False

    @property
    def units(self) -> int:
        """How many units were written to."""
        return len({notice.unit_id for notice in self.notices})


def send(
    units: Iterable[Unit], *, by: User, kind: NoticeKind, title: str, text: str, path: str
) -> Delivery:
    """The same notice to each of these units; all of them get it or none. See `deliver`."""
    drafts = [Notice(unit=unit, kind=kind, title=title, text=text, path=path) for unit in units]
    return deliver(drafts, by=by)


@transaction.atomic
def deliver(drafts: list[Notice], *, by: User) -> Delivery:
    """Store these notices, each with its unit, and write to the units' people if mail is set up.

    All go out or none. Raises PermissionDenied for who may not write to one of the units, and
    StepRefused if a unit has been reminded of the same matter (the same `path`) today, naming
    the unit and the time. The number of queries does not depend on how many there are.
    """
    if not drafts:
        raise StepRefused("没有需要发送的单位。")
    if not all(permissions.may_chase(by, notice.unit) for notice in drafts):
        raise PermissionDenied
    # two windows queue up here, and the second finds what the first has sent
    list(Unit.objects.select_for_update().filter(pk__in={n.unit_id for n in drafts}))
    _refuse_repeated(drafts)
    for notice in drafts:
        notice.by = by
    delivery = Delivery(Notice.objects.bulk_create(drafts))
    names = "、".join(dict.fromkeys(notice.unit.name for notice in drafts))
    matters = "；".join(dict.fromkeys(notice.title for notice in drafts))
    action = f"发送{NoticeKind(drafts[0].kind).label}"
    audit.record(by, action, names, changes={"单位": names, "事项": matters})
    transaction.on_commit(lambda: _mail(delivery))
    return delivery


def _refuse_repeated(drafts: list[Notice]) -> None:
    last = last_reminders(_matter(n) for n in drafts if n.kind == NoticeKind.REMINDER)
    sent = [last[key] for key in map(_matter, drafts) if key in last and _is_of_today(last[key])]
    if sent:
        told = "；".join(
            f"{notice.unit.label}（{timezone.localtime(notice.at):%H:%M}）"
            for notice in sent[:NAMED]
        )
        more = f"等 {len(sent)} 项" if len(sent) > NAMED else ""
        raise StepRefused(f"今天已经催办过，没有重复发送：{told}{more}。")


def _matter(notice: Notice) -> tuple[int, str]:
    return notice.unit_id, notice.path


def last_reminders(about: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Notice]:
    """The last 催办 for each (unit's key, path), with `read_at`; one query."""
    keys = set(about)
    if not keys:
        return {}
    units, paths = ({key[place] for key in keys} for place in (0, 1))
    found = Notice.objects.reminders().filter(unit__in=units, path__in=paths)
    found = found.with_first_reading().select_related("unit").order_by("at", "pk")
    return {_matter(notice): notice for notice in found if _matter(notice) in keys}


@dataclass(frozen=True, slots=True)
class Reminding:
    """How it stands with chasing one unit about one matter."""

    last: Notice | None
    may_send: bool


def remindings(user: User, matters: Iterable[tuple[Unit, str]]) -> list[Reminding]:
    """For each (unit, path) the last 催办, and whether `user` may send one now; one query."""
    matters = list(matters)
    last = last_reminders((unit.pk, path) for unit, path in matters)
    found = [(unit, last.get((unit.pk, path))) for unit, path in matters]
    return [
        Reminding(sent, permissions.may_chase(user, unit) and not (sent and _is_of_today(sent)))
        for unit, sent in found
    ]


def _is_of_today(notice: Notice) -> bool:
    return timezone.localdate(notice.at) == timezone.localdate()


def mark_read(notice: Notice, user: User) -> None:
    """Note that this account has opened the notice; the first time counts."""
    if Notice.objects.addressed_to(user).filter(pk=notice.pk).exists():
        NoticeReading.objects.get_or_create(notice=notice, user=user)


def mark_all_read(user: User) -> int:
    """Note that this account has seen all there is; how many were unread."""
    unread = Notice.objects.unread_by(user)
    readings = [NoticeReading(notice=notice, user=user) for notice in unread]
    NoticeReading.objects.bulk_create(readings, ignore_conflicts=True)
    return len(readings)


def _mail(delivery: Delivery) -> None:
    """One letter to each unit whose people have an address; a failure is kept for the sender."""
    if not mail.is_configured():
        return
    by_unit: dict[int, list[Notice]] = {}
    for notice in delivery.notices:
        by_unit.setdefault(notice.unit_id, []).append(notice)
    people = User.objects.filter(unit__in=by_unit, is_active=True, role__in=BUSINESS_ROLES)
    addresses: dict[int, list[str]] = {}
    for unit_id, address in people.exclude(email="").values_list("unit_id", "email"):
        addresses.setdefault(unit_id, []).append(address)
    letters = [_letter(by_unit[unit_id], to) for unit_id, to in addresses.items()]
    delivery.mail_failed = not mail.post(letters)


def _letter(notices: list[Notice], to: list[str]) -> mail.Letter:
    subject = notices[0].title if len(notices) == 1 else f"{notices[0].title}等 {len(notices)} 项"
    told = "\n\n".join(f"{notice.title}\n{notice.text}" for notice in notices)
    sender = notices[0].by.unit
    return mail.Letter(to, subject, f"{told}\n\n请登录双拥工作管理系统办理。\n{sender}\n")
