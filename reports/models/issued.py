"""Documents as they were issued."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.timezone import localdate

from reports.document import date_of_issue

from .summaries import Summary


class IssuedQuerySet(models.QuerySet):
    """Selections of finished documents."""

    def visible_to(self, user) -> IssuedQuerySet:
        """Those of summaries the account may read, without their bytes."""
        mine = self.filter(summary__in=Summary.objects.visible_to(user))
        return mine.defer("pdf").select_related("summary__unit", "issued_by")


class IssuedDocument(models.Model):
    """A finished document: its very bytes, and the figures as they stood.

    A finished year does not drift: what was sent out can always be shown again.
    """

    summary = models.ForeignKey(Summary, models.PROTECT, related_name="issued")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    figures = models.JSONField("当时的数据", default=dict)
    is_archival = models.BooleanField("归档格式（PDF/A）", default=False)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("出具时间", auto_now_add=True)

    objects = IssuedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "正式文件"
        ordering = ("-issued_at",)

    def __str__(self) -> str:
        return f"{self.summary} {date_of_issue(localdate(self.issued_at))}"

    def save(self, *args, **kwargs):
        """Seal the bytes with their SHA-256."""
        self.sha256 = hashlib.sha256(self.pdf).hexdigest()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("reports:issued", args=[self.pk])

    @property
    def is_intact(self) -> bool:
        """Whether the bytes are still those that were issued."""
        return hashlib.sha256(self.pdf).hexdigest() == self.sha256

    @property
    def digest_groups(self) -> list[str]:
        """The SHA-256 in groups of four, to be read out and compared."""
        return [self.sha256[at : at + 4] for at in range(0, len(self.sha256), 4)]
