"""Writing to the audit trail and checking its chain."""

from __future__ import annotations

from contextvars import ContextVar

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from .chain import first_broken_line
from .models import AuditEvent, User

__all__ = ["AddressMiddleware", "address_of", "first_broken_line", "key_of", "record", "take_turn"]

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
    key: str = "",
    after: str = "",
) -> AuditEvent:
    """Append one line. `name` stands in for an account that does not exist (failed log-in).

    `key` is for a target that is no record, see `key_of`.
    The line continues from the last one there is; if none is left, from the hash `after`.
    """
    take_turn()
    last = AuditEvent.objects.order_by("-pk").values_list("hash", flat=True).first()
    event = AuditEvent(
        at=timezone.now(),
        actor=by,
        actor_name=(str(by) if by else name).replace("\0", "")[:60],
        address=address or _address.get(),
        action=action,
        target=str(target or "")[:300],
        target_key=key or key_of(target),
        changes=changes or {},
        previous_hash=last or after,
    )
    event.hash = event.computed_hash()
    event.save()
    return event


def take_turn() -> None:
    """Wait until nobody else appends; lasts until the transaction ends.

    SQLite takes its lock at BEGIN. On PostgreSQL a lock of its own: a locked line could be
    pruned while somebody waits for it, and then nobody would hold anything.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [APPENDING])


def key_of(target) -> str:
    """By what the lines about a record are found: reports.summary:12."""
    return f"{target._meta.label_lower}:{target.pk}" if hasattr(target, "_meta") else ""
