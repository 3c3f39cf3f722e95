"""Old lines of the audit trail leave the database for an archive file, never sooner than allowed.

GB/T 22239-2019 and the 网络安全法 (article 21) want them kept for six months at least.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from . import audit, audit_guard, chain
from .models import AuditEvent

KEPT = timedelta(days=184)
"""No six months of a calendar are longer."""


class CannotPrune(Exception):
    """Why nothing was removed, in words for the person at the terminal."""


@dataclass(frozen=True)
class Pruned:
    """What went, and where it stands now."""

    count: int
    path: Path
    sha256: str


@transaction.atomic
def prune(before: date, folder: Path) -> Pruned | None:
    """Remove every line older than `before`; None if there is none.

    The lines stand in the archive, synced to the disk, before the first of them goes. Removed is
    what lies before the first line that is to stay: if a clock was set back, rather too little.
    """
    latest = timezone.localdate() - KEPT
    if before > latest:
        raise CannotPrune(f"审计记录至少保存六个月，最多只能清理 {latest} 以前的记录。")
    audit.take_turn()
    if chain.check().broken:
        raise CannotPrune("审计记录已有改动或缺失，没有清理。请先运行 verify_audit 查明原因。")
    lines = AuditEvent.objects.order_by("pk")
    moment = timezone.make_aware(datetime.combine(before, time.min))
    if kept := lines.filter(at__gte=moment).values_list("pk", flat=True).first():
        lines = lines.filter(pk__lt=kept)
    if not (count := lines.count()):
        return None
    first, last = lines.first(), lines.last()
    path = folder / f"audit-{first.pk}-{last.pk}-{last.hash[:8]}.jsonl"
    sha256 = write_archive(lines, path)
    with audit_guard.lifted(connection), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {audit_guard.TABLE} WHERE id <= %s", [last.pk])  # noqa: S608
    days = f"{timezone.localdate(first.at)} 至 {timezone.localdate(last.at)}"
    told = {
        "条数": f"{count}", "时间": days, chain.LAST_HASH: last.hash, "档案": path.name,
        "档案SHA-256": sha256,
    }  # fmt: skip
    audit.record(None, chain.PRUNED, changes=told, name="命令行", after=last.hash)
    return Pruned(count, path, sha256)


def write_archive(lines, path: Path) -> str:
    """Write one JSON object a line under a temporary name, sync, rename; returns the SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial, digest = path.with_suffix(".part"), hashlib.sha256()
    with partial.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        for line in lines.iterator(chunk_size=chain.AT_ONCE):
            data = f"{json.dumps(as_plain(line), ensure_ascii=False)}\n".encode()
            digest.update(data)
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return digest.hexdigest()


def as_plain(line: AuditEvent) -> dict:
    """Everything that the hash is taken over, and the hash: the archive proves itself."""
    return {
        "id": line.pk, "at": line.at.isoformat(), "actor": line.actor_id,
        "actor_name": line.actor_name, "address": line.address, "action": line.action,
        "target": line.target, "target_key": line.target_key, "changes": line.changes,
        "previous_hash": line.previous_hash, "hash": line.hash,
    }  # fmt: skip
