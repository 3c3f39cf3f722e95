"""Writing to the audit trail and checking its chain."""

from __future__ import annotations

from contextvars import ContextVar

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from .models import AuditEvent, User

APPENDING = 0x53_59_61_75  # any number that nothing else in this database locks
_address: ContextVar[str | None] = ContextVar("address", default=None)


class AddressMiddleware:
    """Remembers where a request comes from, for every line that is written while it lasts."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _address.set(address_of(request))
        try:
            return self.get_response(request)
        finally:
            _address.reset(token)


def address_of(request) -> str | None:
    """Where a request came from; behind a proxy what the proxy itself has seen, the last entry."""
    header = "HTTP_X_FORWARDED_FOR" if settings.BEHIND_PROXY else "REMOTE_ADDR"
    return request.META.get(header, "").rpartition(",")[2].strip() or None


@transaction.atomic
def record(
    by: User | None,
    action: str,
    target=None,
    *,
    changes: dict | None = None,
    address: str | None = None,
    name: str = "",
) -> AuditEvent:
    """Append one line. `name` stands in for an account that does not exist (failed log-in)."""
    _one_at_a_time()
    last = AuditEvent.objects.order_by("-pk").first()
    event = AuditEvent(
        at=timezone.now(),
        actor=by,
        actor_name=(str(by) if by else name).replace("\0", "")[:60],
        address=address or _address.get(),
        action=action,
        target=str(target or "")[:300],
        target_key=key_of(target),
        changes=changes or {},
        previous_hash=last.hash if last else "",
    )
    event.hash = event.computed_hash()
    event.save()
    return event


def _one_at_a_time() -> None:
    """Nobody else appends until this transaction has ended.

    On PostgreSQL no line is locked for that: locking the last one would let a second writer, who
    waited for it, continue from a line that is no longer the last, and at first there is none.
    On SQLite whoever writes is alone anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [APPENDING])


def key_of(target) -> str:
    """By what the lines about a record are found: reports.summary:12."""
    return f"{target._meta.label_lower}:{target.pk}" if hasattr(target, "_meta") else ""


def first_broken_line() -> AuditEvent | None:
    """The first line that was altered or whose predecessor is gone; None if all is well."""
    previous = ""
    for event in AuditEvent.objects.order_by("pk").iterator():
        if event.previous_hash != previous or event.hash != event.computed_hash():
            return event
        previous = event.hash
    return None
