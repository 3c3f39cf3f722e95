"""Every save of a summary ends here, whoever wrote into it and for whatever reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from reports.models import Summary
from units import audit
from units.models import AuditEvent, User

from .revising.versions import REGENERATED, TYPED, Place, keep

EDITED = "修改总结"
REASONS = {
    EDITED: "保存",
    "重新生成总结": REGENERATED,
    "恢复总结版本": "恢复",
}
"""An entry of the audit trail as the reason of a version."""
STRETCH = timedelta(minutes=10)
"""So long what one account types one after the other is one change in the audit trail."""
LOOKED_BACK = 20  # lines of the account; no search through years of them


def saved(
    summary: Summary,
    *,
    by: User,
    reason: str,
    typing: bool = False,
    detail: str = "",
    without: Iterable[str] | None = None,
    order: Iterable[Place] | None = None,
) -> None:
    """Sign what has been written into head or sections: revision, name, version, audit trail.

    In the transaction that wrote it, with the summary locked. typing: one of the many saves
    while somebody types. detail: said behind the reason of the version; without, order: see
    `versions.keep`.
    """
    summary.revision += 1
    summary.changed_by = by
    summary.save(update_fields=["revision", "changed_by", "changed_at"])
    told = TYPED if typing else f"{REASONS.get(reason, reason)}{detail}"
    keep(summary, by=by, reason=told, without=without, order=order)
    if not (typing and _is_told(summary, by, reason)):
        audit.record(by, reason, summary)


def _is_told(summary: Summary, by: User, reason: str) -> bool:
    last = AuditEvent.objects.filter(actor=by).order_by("-pk")[:LOOKED_BACK]
    key, since = audit.key_of(summary), timezone.now() - STRETCH
    return any((e.target_key, e.action) == (key, reason) and e.at >= since for e in last)
