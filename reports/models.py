"""What it adds up to: the year's summary, and documents as they were issued."""

from __future__ import annotations

import hashlib
import uuid
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from assessments.models import Assessment, Round
from shuangyong.long_work import LongWork
from shuangyong.review import HistoryLine
from units import permissions
from units.records import UnitRecord, UnitRecordQuerySet


class Summary(UnitRecord):
    """工作总结 of a unit's year: generated from the records, then edited by people."""

    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("标题", max_length=120)
    addressee = models.CharField("主送机关", max_length=100, blank=True)
    sign_off = models.CharField("署名", max_length=100, blank=True)
    dated = models.DateField("成文日期", null=True, blank=True)

    objects = UnitRecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工作总结"
        ordering = ("-year", "unit__path")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                name="one_summary_per_year",
                violation_error_message="该单位本年度已有工作总结。",
                violation_error_code="year",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:summary", args=[self.pk])


class SummarySection(models.Model):
    """A heading and the text under it; numbers are set when the document is laid out.

    Level 0 is text without a heading, such as the opening. In `text` every line is a
    paragraph.
    """

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField("顺序")
    level = models.PositiveSmallIntegerField("层级", default=1)
    heading = models.TextField("标题", blank=True)
    text = models.TextField("正文", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "总结部分"
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(level__lte=4),
                name="section_level_within_gongwen",
                violation_error_message="公文标题最多四级。",
                violation_error_code="level",
            ),
            models.CheckConstraint(
                condition=Q(level=0, heading="") | (Q(level__gt=0) & ~Q(heading="")),
                name="section_heading_fits_level",
                violation_error_message="请填写标题。",
                violation_error_code="heading",
            ),
        ]

    def __str__(self) -> str:
        return self.heading or "正文"


class SummaryHistory(HistoryLine):
    """The steps a summary has taken."""

    record = models.ForeignKey(Summary, models.CASCADE, related_name="history")


class IssuedDocument(models.Model):
    """A finished document: its very bytes, and the figures as they stood.

    A finished year does not drift: what was sent out can always be shown again.
    """

    summary = models.ForeignKey(Summary, models.PROTECT, related_name="issued")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64, editable=False)
    figures = models.JSONField("当时的数据", default=dict)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("出具时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "正式文件"
        ordering = ("-issued_at",)

    def __str__(self) -> str:
        return f"{self.summary} {self.issued_at:%Y-%m-%d}"

    def save(self, *args, **kwargs):
        """Seal the bytes with their SHA-256."""
        self.sha256 = hashlib.sha256(self.pdf).hexdigest()
        super().save(*args, **kwargs)


class BinderFormat(models.TextChoices):
    """As it is handed to inspectors; the values are also file endings."""

    PDF = "pdf", "迎检材料汇编（PDF）"
    ZIP = "zip", "电子档案盒（ZIP）"


class BinderState(models.TextChoices):
    """How far the making of a binder is."""

    WAITING = "waiting", "等待生成"
    WORKING = "working", "正在生成"
    DONE = "done", "已生成"
    FAILED = "failed", "未能生成"


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

    WORKING = (BinderState.WAITING, BinderState.WORKING)

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
        "状态", max_length=8, choices=BinderState, default=BinderState.WAITING, editable=False
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
