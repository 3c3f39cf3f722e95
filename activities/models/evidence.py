"""Evidence: what proves an activity."""

from __future__ import annotations

import uuid
from functools import partial
from pathlib import PurePosixPath

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from units import permissions

from .activities import Activity
from .drafts import ActivityDraft


class EvidenceKind(models.TextChoices):
    """佐证材料 as inspectors sort them."""

    PHOTO = "photo", "照片"
    DOCUMENT = "document", "文件资料"
    PRESS = "press", "新闻报道"


def stored_name(evidence: Evidence, filename: str) -> str:
    """A name of our own; nothing of the user's file name reaches the disk but its checked type."""
    return f"evidence/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()}"


def thumbnail_name(evidence: Evidence, filename: str) -> str:
    """Beside the files, in a folder of their own."""
    return f"thumbnails/{uuid.uuid4().hex}.jpg"


class EvidenceQuerySet(models.QuerySet):
    """Evidence is as visible as its activity."""

    def visible_to(self, user):
        """What `user` may open."""
        return self.filter(permissions.rows_in_scope(user, "activity__unit"))


class Evidence(models.Model):
    """A photo, document or press cutting of an activity.

    Images are re-encoded on upload, upright and without EXIF; `sha256` is of the stored bytes.
    What is uploaded before the activity is saved belongs to its draft until then.
    """

    activity = models.ForeignKey(
        Activity, models.CASCADE, null=True, blank=True, related_name="evidence"
    )
    draft = models.ForeignKey(
        ActivityDraft, models.CASCADE, null=True, blank=True, related_name="evidence",
        editable=False,
    )  # fmt: skip
    kind = models.CharField("类别", max_length=10, choices=EvidenceKind)
    file = models.FileField("文件", upload_to=stored_name, max_length=120)
    thumbnail = models.ImageField(upload_to=thumbnail_name, blank=True, editable=False)
    name = models.CharField("原文件名", max_length=200)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField("大小（字节）", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    caption = models.CharField("说明", max_length=200, blank=True)
    taken_on = models.DateField("拍摄或形成日期", null=True, blank=True)
    position = models.PositiveSmallIntegerField("顺序", default=0)
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "sha256"],
                name="evidence_once_per_activity",
                violation_error_message="这份材料已经上传过。",
                violation_error_code="file",
            ),
            models.UniqueConstraint(
                fields=["draft", "sha256"],
                name="evidence_once_per_draft",
                violation_error_message="这份材料已经上传过。",
                violation_error_code="file",
            ),
            models.CheckConstraint(
                condition=Q(activity=None) ^ Q(draft=None),
                name="evidence_of_an_activity_or_a_draft",
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.name

    def get_absolute_url(self) -> str:
        return reverse("activities:evidence", args=[self.pk])

    @property
    def is_picture(self) -> bool:
        """True for what the page shows as a picture."""
        return bool(self.thumbnail)

    @transaction.atomic
    def delete(self, *args, **kwargs):
        """Remove the row, and the files once that is certain."""
        stored = [file for file in (self.file, self.thumbnail) if file]
        removed = super().delete(*args, **kwargs)
        for file in stored:
            transaction.on_commit(partial(file.storage.delete, file.name))
        return removed
