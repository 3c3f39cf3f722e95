"""Long documents laid out by the worker while a page shows how far it is."""

from __future__ import annotations

import uuid
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse

from shuangyong.long_work import LongWork, MakingState

from .summaries import Summary


def rendition_name(rendition: Rendition, filename: str) -> str:
    """A name of our own, as for evidence."""
    return f"renditions/{uuid.uuid4().hex}.{rendition.form}"


class Rendition(LongWork):
    """A long summary as a file, made by the worker from one saved state of it."""

    WORKING = (MakingState.WAITING, MakingState.WORKING)

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="renditions")
    form = models.CharField("格式", max_length=4)
    options = models.JSONField(default=dict, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )
    state = models.CharField(
        "状态", max_length=8, choices=MakingState, default=MakingState.WAITING,
        editable=False,
    )  # fmt: skip
    file = models.FileField(upload_to=rendition_name, blank=True, max_length=120, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False, db_index=True)
    """Of document, format and options: the same ones need not be laid out again."""
    at = models.DateTimeField("申请时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "生成的文件"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.summary)

    def get_absolute_url(self) -> str:
        return reverse("reports:rendition", args=[self.pk])

    @transaction.atomic
    def delete(self, *args, **kwargs):
        """Remove the row, and the file once that is certain."""
        removed = super().delete(*args, **kwargs)
        if self.file:
            transaction.on_commit(partial(self.file.storage.delete, self.file.name))
        return removed
