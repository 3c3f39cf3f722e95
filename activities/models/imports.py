"""Activities on their way in: rows of a ledger, or proposals read from an old paper."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath

from django.conf import settings
from django.db import models
from django.urls import reverse

from shuangyong.long_work import LongWork
from units.models import Unit

from .activities import Activity


class ImportSource(models.TextChoices):
    """What was given to the system."""

    LEDGER = "ledger", "台账"
    PAPER = "paper", "旧材料"


class ImportState(models.TextChoices):
    """Where an import stands; reading and taking over run in the worker."""

    READING = "reading", "正在读取"
    READY = "ready", "待确认"
    TAKING = "taking", "正在导入"
    DONE = "done", "已导入"
    FAILED = "failed", "未能读取"


def stored_name(batch: ActivityImport, filename: str) -> str:
    """A name of our own, as for evidence."""
    return f"imports/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()}"


class ActivityImportQuerySet(models.QuerySet):
    """Imports, private to the account that uploaded them."""

    def of(self, user) -> ActivityImportQuerySet:
        """What `user` has uploaded, the latest first."""
        return self.filter(by=user).select_related("unit")


class ActivityImport(LongWork):
    """One ledger or old paper between its upload and the click that takes its rows over."""

    WORKING = (ImportState.READING, ImportState.TAKING)

    source = models.CharField("来源", max_length=8, choices=ImportSource)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="填报单位")
    year = models.PositiveSmallIntegerField("年度")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="经办人",
    )  # fmt: skip
    name = models.CharField("文件名", max_length=200)
    file = models.FileField(upload_to=stored_name, blank=True, max_length=120)
    text = models.TextField("原文", blank=True)
    state = models.CharField("状态", max_length=8, choices=ImportState, default=ImportState.READING)
    details = models.JSONField(default=dict)
    """What else the reader says: sheet, heading row, headings it ignored, rows it left out."""
    at = models.DateTimeField("上传时间", auto_now_add=True)
    done_at = models.DateTimeField("导入时间", null=True)

    objects = ActivityImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动导入"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.get_source_display()}《{self.name}》"

    def get_absolute_url(self) -> str:
        return reverse("activities:import", args=[self.pk])


class ImportedRowQuerySet(models.QuerySet):
    """Rows, by what will become of them."""

    def known(self):
        """Taken over by an earlier import: 已导入过."""
        return self.filter(activity=None, twin__origin=models.F("origin")).exclude(origin="")

    def new(self):
        """Not taken over by any import."""
        return self.filter(activity=None).exclude(pk__in=self.known().values("pk"))

    def wrong(self):
        """With a problem in some cell."""
        return self.new().exclude(problems={})

    def right(self):
        """Without any."""
        return self.new().filter(problems={})

    def doubtful(self):
        """Right, but perhaps the double of an activity or of a row above."""
        return self.right().exclude(twin=None, twin_row=None)

    def good(self):
        """Right, and like nothing else."""
        return self.right().filter(twin=None, twin_row=None)

    def wanted(self):
        """What a confirmation takes over."""
        return self.right().filter(is_wanted=True)

    def left_out(self):
        """What it leaves out, and has left out once it is done."""
        return self.filter(activity=None).exclude(pk__in=self.wanted().values("pk"))


class ImportedRow(models.Model):
    """One row as it will be: its cells, what is wrong with them, what it may be a double of."""

    batch = models.ForeignKey(ActivityImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("行号")
    """The row's number in the file; of a paper the place in its order."""
    cells = models.JSONField(default=dict)
    """Text by column of `ledgers.columns`, as read or as corrected in the browser."""
    source_text = models.TextField("原文", blank=True)
    problems = models.JSONField(default=dict)
    """Lists of messages by column; a row with one is not taken over."""
    origin = models.CharField(max_length=64, blank=True)
    """Digest of the row as it stood in the file, whatever has been corrected since."""
    twin = models.ForeignKey(
        Activity, models.SET_NULL, null=True, related_name="+", verbose_name="可能重复的活动"
    )
    twin_row = models.PositiveIntegerField("可能重复的行", null=True)
    twin_because = models.CharField(max_length=100, blank=True)
    """Why it may be a double, in words."""
    is_wanted = models.BooleanField("导入", default=True)
    activity = models.ForeignKey(
        Activity, models.SET_NULL, null=True, related_name="+", verbose_name="导入的活动"
    )

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入行"
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"第 {self.number} 行"

    @property
    def is_known(self) -> bool:
        """True if an earlier import has taken over the very same row."""
        same = bool(self.origin and self.twin and self.twin.origin == self.origin)
        return same and self.activity_id is None

    @property
    def state(self) -> str:
        """taken, known, wrong, double or good, as the page sorts its rows."""
        if self.activity_id:
            return "taken"
        if self.is_known:
            return "known"
        if self.problems:
            return "wrong"
        return "double" if self.twin_id or self.twin_row else "good"
