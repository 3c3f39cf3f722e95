"""迎检材料汇编: what proves an assessment, made into one file."""

from __future__ import annotations

import uuid
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from assessments.models import Assessment, Round
from shuangyong.long_work import LongWork, MakingState
from units import permissions


class BinderFormat(models.TextChoices):
    """As it is handed to inspectors; the values are also file endings."""

    PDF = "pdf", "迎检材料汇编（PDF）"
    ZIP = "zip", "电子档案盒（ZIP）"


def binder_name(binder: Binder, filename: str) -> str:
    """A name of our own, as for evidence."""
    return f"binders/{uuid.uuid4().hex}.{binder.form}"


class BinderQuerySet(models.QuerySet):
    """Binders, of one unit's assessment or of a whole round."""

    def visible_to(self, user):
        """What `user` may read and take along; scores that are not published stay inside."""
        return self.filter(permissions.rows_of_binders(user))

    def like(self, binder: Binder):
        """Of the same assessment or round, in the same format, made for the same unit."""
        return self.filter(
            assessment=binder.assessment_id, round=binder.round_id, form=binder.form,
            by__unit=binder.by.unit_id,
        )  # fmt: skip


class Binder(LongWork):
    """迎检材料汇编: what proves an assessment, made into one file at a moment in time."""

    WORKING = (MakingState.WAITING, MakingState.WORKING)

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, null=True, blank=True, related_name="binders",
        verbose_name="考核表",
    )  # fmt: skip
    round = models.ForeignKey(
        Round, models.CASCADE, null=True, blank=True, related_name="binders", verbose_name="考核"
    )
    form = models.CharField("格式", max_length=3, choices=BinderFormat, default=BinderFormat.PDF)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )
    shows_review = models.BooleanField("含考评分", default=False, editable=False)
    state = models.CharField(
        "状态", max_length=8, choices=MakingState, default=MakingState.WAITING, editable=False
    )
    phase = models.CharField("步骤", max_length=20, blank=True, editable=False)
    file = models.FileField(upload_to=binder_name, blank=True, max_length=120, editable=False)
    name = models.CharField("文件名", max_length=200, editable=False)
    size = models.PositiveBigIntegerField("大小（字节）", default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    pages = models.PositiveIntegerField("页数", default=0, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    """Of the records it was made from: another one now means that they have changed since."""
    at = models.DateTimeField("申请时间", auto_now_add=True)
    made_at = models.DateTimeField("生成时间", null=True, editable=False)

    objects = BinderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "材料汇编"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(assessment=None) ^ Q(round=None),
                name="binder_of_an_assessment_or_a_round",
                violation_error_message="材料汇编属于一份考核表或一次考核。",
                violation_error_code="assessment",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> Assessment | Round:
        """What it is the binder of."""
        return self.assessment or self.round

    @transaction.atomic
    def delete(self, *args, **kwargs):
        """Remove the row, and the file once that is certain."""
        removed = super().delete(*args, **kwargs)
        if self.file:
            transaction.on_commit(partial(self.file.storage.delete, self.file.name))
        return removed
