"""The audit trail: who did what, when, from where; append-only and hash-chained."""

import hashlib
import json

from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """One thing that happened. Each line carries the hash of the line before.

    Names are stored as text beside the keys, so that a line stays true when an account is
    renamed or a record removed.
    """

    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="账号"
    )
    actor_name = models.CharField("姓名", max_length=60, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True)
    action = models.CharField("操作", max_length=40)
    target = models.CharField("对象", max_length=300, blank=True)
    target_key = models.CharField("对象编号", max_length=60, blank=True)
    changes = models.JSONField("变更", default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=["at"], name="audit_by_time"),
            models.Index(fields=["actor", "action", "at"], name="audit_by_account"),
            models.Index(fields=["action", "id"], name="audit_by_action"),
            models.Index(fields=["target_key", "id"], name="audit_by_target"),
            models.Index(fields=["address", "id"], name="audit_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action} {self.target}"

    def save(self, *args, **kwargs):
        """Write a new line; a written one never changes."""
        if self.pk:
            raise TypeError("an audit line is written once")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Refused: the trail is append-only."""
        raise TypeError("an audit line is never deleted")

    @property
    def described_changes(self) -> list[str]:
        """The changes in words; a pair is what stood before and what stands now."""
        return [
            f"{name}：{' → '.join(part or '空' for part in value)}"
            if isinstance(value, list)
            else f"{name}：{value}"
            for name, value in self.changes.items()
        ]

    def computed_hash(self) -> str:
        """SHA-256 over the line's content and the hash of the line before."""
        content = [
            self.at.isoformat(), self.actor_id, self.actor_name, self.address, self.action,
            self.target, self.target_key, self.changes, self.previous_hash,
        ]  # fmt: skip
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
