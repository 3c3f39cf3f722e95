"""Tables that were uploaded and read, and wait to be confirmed."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ImportKind(models.TextChoices):
    """What the rows of an uploaded table are."""

    UNITS = "units", "单位名单"
    ACCOUNTS = "accounts", "联络员账号"
    STANDARD = "standard", "考核细则"


class ImportBatch(models.Model):
    """An uploaded table as it was read, between its preview and the click that takes it over.

    `rows` holds what the preview showed, one object a row, so that what is confirmed is what
    was seen, on whichever server the click arrives.
    """

    kind = models.CharField("内容", max_length=10, choices=ImportKind)
    filename = models.CharField("文件名", max_length=200)
    rows = models.JSONField("内容行", default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )
    at = models.DateTimeField("上传时间", auto_now_add=True)
    done_at = models.DateTimeField("导入时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}《{self.filename}》"
