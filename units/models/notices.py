"""Notices: what an office tells a unit, above all that something is late (催办)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

from units import permissions

from .units import Unit


class NoticeKind(models.TextChoices):
    """Why a notice was sent."""

    REMINDER = "reminder", "催办"
    INFORMATION = "information", "通知"


class NoticeQuerySet(models.QuerySet):
    """Notices, in the words of the field."""

    def addressed_to(self, user):
        """What the account's own unit has been sent."""
        seen = permissions.may_see_records(user)
        return self.filter(unit=user.unit_id) if seen else self.none()

    def unread_by(self, user):
        """What this account has not opened yet."""
        read = NoticeReading.objects.filter(notice=OuterRef("pk"), user=user)
        return self.addressed_to(user).exclude(Exists(read))


class Notice(models.Model):
    """A notice to a unit; everyone who works for the unit sees it in the workbench."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="notices", verbose_name="收件单位")
    kind = models.CharField("类别", max_length=12, choices=NoticeKind, default=NoticeKind.REMINDER)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容", blank=True)
    path = models.CharField("相关页面", max_length=200, blank=True, help_text="站内地址")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发件人"
    )
    at = models.DateTimeField("发出时间", auto_now_add=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["unit", "-at"])]

    def __str__(self) -> str:
        return self.title


class NoticeReading(models.Model):
    """That somebody has read a notice, and when."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField("阅读时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "阅读记录"
        constraints = [
            models.UniqueConstraint(fields=["notice", "user"], name="notice_read_once_by_each")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d %H:%M}"
