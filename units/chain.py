"""Is the audit trail whole? Its hash chain, and the anchor that stands for pruned lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .models import AuditEvent

PRUNED = "清理审计记录"
LAST_HASH = "末条校验值"
"""Under this name the line about a pruning carries the hash of the last line that went."""
AT_ONCE = 2000


@dataclass(frozen=True)
class Checked:
    """What a walk along the chain has found."""

    broken: AuditEvent | None
    count: int
    last_hash: str
    was_seen: bool
    """Whether the line went by whose hash was noted outside of the system."""


def check(known: str = "", tell: Callable[[int], None] = lambda done: None) -> Checked:
    """Walk from the first line to the last, or to the first that was altered or lost its former.

    The first line of a pruned trail continues from a line that is gone: the last line about a
    pruning has to carry exactly that line's hash. `known` is the hash of a line that has to be
    there: what was noted outside of the system shows even if the end of the trail was cut off
    or the whole of it written anew.
    """
    previous, count, was_seen = anchor(), 0, not known
    for event in AuditEvent.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        if event.previous_hash != previous or event.hash != event.computed_hash():
            return Checked(event, count, previous, was_seen)
        previous, count = event.hash, count + 1
        was_seen = was_seen or event.hash == known
        tell(count)
    return Checked(None, count, previous, was_seen)


def anchor() -> str:
    """The hash from which the first line has to continue; "" while nothing was pruned."""
    lines = AuditEvent.objects.filter(action=PRUNED, actor=None).order_by("-pk")
    changes = lines.values_list("changes", flat=True).first()
    return str(changes.get(LAST_HASH, "")) if changes else ""


def first_broken_line() -> AuditEvent | None:
    """The first line that was altered or whose predecessor is gone; None if all is well."""
    return check().broken
