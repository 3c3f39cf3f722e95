"""Notices: what an office tells a unit, above all that something is late (催办)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

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
        return self.with_reading_of(user).addressed_to(user).filter(is_read=False)

    def with_reading_of(self, user):
        """Adds `is_read`: whether this account has opened it."""
        read = NoticeReading.objects.filter(notice=OuterRef("pk"), user=user)
        return self.annotate(is_read=Exists(read))

    def with_first_reading(self):
        """Adds `read_at`: when the first of the unit's people opened it, None if nobody has."""
        return self.annotate(read_at=models.Min("readings__at"))

    def recent_for(self, user):
        """What has come to the account's unit, unread first, with `is_read` and the sender."""
        mine = self.addressed_to(user).with_reading_of(user)
        return mine.select_related("by__unit").order_by("is_read", "-at", "-pk")

    def sent_from(self, user):
        """What the account's office has sent; whoever of its reviewers did."""
        return self.filter(by__unit=user.unit_id) if permissions.is_reviewer(user) else self.none()

    def visible_to(self, user):
        """What came to the account's unit or went out from its office."""
        return self.addressed_to(user) | self.sent_from(user)

    def reminders(self):
        """Only 催办."""
        return self.filter(kind=NoticeKind.REMINDER)


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

    def get_absolute_url(self) -> str:
        return reverse("units:notice", args=[self.pk])


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
