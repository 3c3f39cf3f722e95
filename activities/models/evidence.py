"""Evidence: what proves an activity."""

from __future__ import annotations

import uuid
from functools import partial
from pathlib import PurePosixPath

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from shuangyong.review import StepRefused
from units import permissions

from .activities import Activity
from .drafts import ActivityDraft

_OFFICE = "application/vnd.openxmlformats-officedocument."
WORD, EXCEL = f"{_OFFICE}wordprocessingml.document", f"{_OFFICE}spreadsheetml.sheet"
READABLE = (WORD, EXCEL)
ICONS = {
    "pdf": "bi-file-earmark-pdf", "word": "bi-file-earmark-word",
    "spreadsheet": "bi-file-earmark-spreadsheet", "excel": "bi-file-earmark-spreadsheet",
    "presentation": "bi-file-earmark-slides",
}  # fmt: skip
MOST_FILES = 60  # of one activity


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
    """Evidence is as visible as its activity; that of a draft is its account's alone."""

    def visible_to(self, user):
        """What `user` may open."""
        of_activities = permissions.rows_in_scope(user, "activity__unit")
        return self.filter(of_activities | permissions.rows_of_drafts(user, "draft"))

    def with_content_of(self, offered):
        """The rows that hold what one of `offered` holds, as it is kept or as it was sent."""
        kept, sent = {e.sha256 for e in offered}, {e.sent_sha256 for e in offered} - {""}
        return self.filter(Q(sha256__in=kept) | Q(sent_sha256__in=sent))

    def add_new(self, offered: list[Evidence]) -> list[Evidence]:
        """Save `offered` behind these rows, all of one holder; returns what is among them already.

        In a transaction that has locked the holder. Raises StepRefused when it gets too many.
        """
        existing = list(self)
        known = {digest for proof in existing for digest in proof.digests}
        place, left_out = max((proof.position for proof in existing), default=0), []
        for proof in offered:
            if proof.digests & known:
                left_out.append(proof)
                continue
            known |= proof.digests
            place += 1
            proof.position = place
            if len(existing) + len(offered) - len(left_out) > MOST_FILES:
                raise StepRefused(f"一项活动最多 {MOST_FILES} 份材料，已有 {len(existing)} 份。")
            proof.save()
        return left_out


class Evidence(models.Model):
    """A photo, document or press cutting of an activity.

    Images are re-encoded on upload, upright and without EXIF; `sha256` is of the stored bytes,
    `sent_sha256` of what came, so that the same photo is known again after it was turned here.
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
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    sent_sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
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

    @property
    def digests(self) -> set[str]:
        """Of its content as it is kept and as it was sent."""
        return {self.sha256, self.sent_sha256} - {""}

    @property
    def kind_choices(self) -> list[tuple[str, str]]:
        """What it may be instead."""
        return EvidenceKind.choices

    @property
    def icon(self) -> str:
        """The sign of a document, of Bootstrap's icons."""
        for part, icon in ICONS.items():
            if part in self.content_type:
                return icon
        return "bi-file-earmark-text"

    @property
    def holder(self) -> Activity | ActivityDraft:
        """What it belongs to."""
        return self.activity or self.draft

    def locked_holder(self) -> Activity | ActivityDraft:
        """The same as it is stored now, locked for the rest of the transaction."""
        return type(self.holder).objects.select_for_update().get(pk=self.holder.pk)

    @property
    def can_be_read_here(self) -> bool:
        """True for a document whose text the viewer shows."""
        return self.content_type in READABLE

    @transaction.atomic
    def move_to(self, place: int) -> None:
        """Stand at this place, 0 for the first, among the files of the same holder."""
        others = list(self.locked_holder().evidence.exclude(pk=self.pk))
        others.insert(max(place, 0), self)
        for position, proof in enumerate(others, 1):
            proof.position = position
        Evidence.objects.bulk_update(others, ["position"])

    @transaction.atomic
    def replace(self, file, thumbnail, sha256: str) -> None:
        """Keep another picture instead of this one, such as the same one turned."""
        old = [self.file, self.thumbnail]
        former = [(stored.storage, stored.name) for stored in old]
        self.file, self.thumbnail, self.sha256, self.size = file, thumbnail, sha256, file.size
        self.save()
        for storage, name in former:
            transaction.on_commit(partial(storage.delete, name))

    @transaction.atomic
    def delete(self, *args, **kwargs):
        """Remove the row, and the files once that is certain."""
        stored = [file for file in (self.file, self.thumbnail) if file]
        removed = super().delete(*args, **kwargs)
        for file in stored:
            transaction.on_commit(partial(file.storage.delete, file.name))
        return removed
