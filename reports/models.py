"""What it adds up to: the year's summary, and documents as they were issued."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from shuangyong.review import HistoryLine
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
