"""工作总结: its head, its sections, how it changed, and what its reviewer says about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from activities.models import Activity, Evidence
from shuangyong.review import HistoryLine, Step
from units.records import UnitRecord, UnitRecordQuerySet

from .outlines import Outline


class Style(models.TextChoices):
    """How much is told."""

    FULL = "full", "详细"
    SHORT = "short", "简要（一页）"


class Arrangement(models.TextChoices):
    """How an office that tells of many units puts their activities in order."""

    KIND = "kind", "按工作类别"
    UNIT = "unit", "按单位"


class Summary(UnitRecord):
    """工作总结 of a unit's year: generated from the records, then edited by people."""

    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("标题", max_length=120)
    addressee = models.CharField("主送机关", max_length=100, blank=True)
    sign_off = models.CharField("署名", max_length=100, blank=True)
    dated = models.DateField("成文日期", null=True, blank=True)

    outline = models.ForeignKey(
        Outline, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="提纲"
    )
    style = models.CharField("详略", max_length=5, choices=Style, default=Style.FULL)
    arrangement = models.CharField(
        "活动编排", max_length=4, choices=Arrangement, default=Arrangement.KIND
    )
    examples = models.ManyToManyField(
        Activity, blank=True, related_name="+", verbose_name="典型事例"
    )
    """The activities an office tells of; without any, all of them."""

    letterhead = models.CharField("发文机关标志", max_length=60, blank=True)
    """With it the document has a red head (GB/T 9704-2012, 7.2)."""
    reference = models.CharField("发文字号", max_length=40, blank=True)
    copies_to = models.CharField("抄送机关", max_length=300, blank=True)
    printed_by = models.CharField("印发机关", max_length=60, blank=True)
    printed_on = models.DateField("印发日期", null=True, blank=True)

    frozen = models.JSONField("报送时的数据", null=True, blank=True, editable=False)
    """The values of the figures in the text since it was handed in; none while it is written."""

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

    @property
    def open_comments(self) -> list[SummaryComment]:
        """What its reviewer said and nobody has dealt with, in the order of the text; one query."""
        found = list(self.comments.open().with_names())
        return sorted(found, key=lambda c: c.section.position if c.section else 0)

    def take(self, step: Step, *, by, comment: str = "") -> None:
        """A summary that goes back says how many paragraphs were commented on."""
        if step == Step.SEND_BACK and (left := self.comments.open().count()):
            told = f"另有 {left} 条逐段意见，请一并处理。"
            comment = "\n".join(filter(None, [comment.strip(), told]))
        super().take(step, by=by, comment=comment)
        self.refresh_from_db(fields=["frozen"])

    def obstacles(self, step: Step) -> list[str]:
        """Secrets, figures that are none and days that there are not are never handed in."""
        from reports.proofreading import of_summary  # it reads this model

        return of_summary.obstacles(self) if step == Step.SUBMIT else []

    def after_step(self, step: Step, by) -> None:
        """What was handed in keeps its figures until it comes back, and stays as a version."""
        from reports.summary.reviewing import handing_in  # it reads this model

        super().after_step(step, by)
        handing_in.after_step(self, step, by=by)


class Insert(models.TextChoices):
    """What can stand between the paragraphs of a summary; tables and charts follow the figures."""

    TEXT = "", "文字"
    TABLE_UNITS = "table_units", "各单位活动统计表"
    TABLE_KINDS = "table_kinds", "各类活动统计表"
    TABLE_GIFTS = "table_gifts", "资金物资统计表"
    TABLE_YEARS = "table_years", "历年对比表"
    CHART_KINDS = "chart_kinds", "各类活动图"
    CHART_UNITS = "chart_units", "各单位活动图"
    CHART_MONTHS = "chart_months", "各月活动图"
    CHART_YEARS = "chart_years", "历年对比图"
    PHOTO = "photo", "照片"


class SummarySection(models.Model):
    """A heading and the text under it; numbers are set when the document is laid out.

    Level 0 is text without a heading, such as the opening. In `text` every line is a
    paragraph, and {活动总数} is a figure that is filled in when the text is read
    (`reports.summary.tokens`). A section may also be a table, a chart or a photo.
    """

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField("顺序")
    level = models.PositiveSmallIntegerField("层级", default=1)
    heading = models.TextField("标题", blank=True)
    text = models.TextField("正文", blank=True)
    in_annex = models.BooleanField("放入附件", default=False)
    """A heading of level 1 in the annex begins a new 附件, whose title it is."""

    insert = models.CharField("插入内容", max_length=12, choices=Insert, blank=True)
    photo = models.ForeignKey(
        Evidence, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="照片"
    )
    caption = models.CharField("图表说明", max_length=120, blank=True)

    key = models.CharField(max_length=60, blank=True, editable=False)
    """What the generator made it of: the same in every generation. Empty: written by hand."""
    made_heading = models.TextField(blank=True, editable=False)
    made_text = models.TextField(blank=True, editable=False)
    """Heading and text as they were generated: what differs was changed by people."""
    sources = models.JSONField(default=list, blank=True, editable=False)
    """The records of each generated sentence; see `reports.summary.sources`."""

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
            models.CheckConstraint(
                condition=Q(insert="") | Q(level=0, text=""),
                name="insert_without_text",
                violation_error_message="表格、图表和照片不能同时有正文。",
                violation_error_code="text",
            ),
            models.UniqueConstraint(
                fields=["summary", "key"], condition=~Q(key=""), name="section_key_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.heading or (self.get_insert_display() if self.insert else "正文")

    @property
    def is_edited(self) -> bool:
        """Whether people changed what was generated, or wrote it themselves."""
        now, made = (self.heading, self.text), (self.made_heading, self.made_text)
        return not self.key or [s.splitlines() for s in now] != [s.splitlines() for s in made]


class SummaryHistory(HistoryLine):
    """The steps a summary has taken."""

    record = models.ForeignKey(Summary, models.CASCADE, related_name="history")


class SummaryVersion(models.Model):
    """A summary as it stood after it was saved; one of typing grows for ten minutes from `at`."""

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("版本")
    reason = models.CharField("由来", max_length=40)
    content = models.JSONField()
    """Head and sections; see `reports.summary.revising.versions`."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "总结版本"
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["summary", "number"], name="version_number_once")
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 版"


class SummaryCommentQuerySet(models.QuerySet):
    """What was said about summaries."""

    def open(self):
        """What has not been dealt with."""
        return self.filter(settled_at=None)

    def with_names(self):
        """With all that a page shows of them."""
        return self.select_related("by__unit", "settled_by", "section")


class SummaryComment(models.Model):
    """What somebody says about a paragraph: its wording is quoted, for it may change or move."""

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="comments")
    section = models.ForeignKey(
        SummarySection, models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    quote = models.TextField("原文", blank=True)
    text = models.TextField("意见")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    at = models.DateTimeField("时间", auto_now_add=True)
    answer = models.TextField("答复", blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False,
        related_name="+", verbose_name="处理人",
    )  # fmt: skip
    settled_at = models.DateTimeField("处理时间", null=True, blank=True, editable=False)

    objects = SummaryCommentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "修改意见"
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="comment_settled_by_someone",
            )
        ]

    def __str__(self) -> str:
        return self.text[:30]

    @property
    def is_open(self) -> bool:
        """Whether it still has to be dealt with."""
        return self.settled_at is None

    @property
    def is_outdated(self) -> bool:
        """Whether the wording it quotes was changed since; asks for its section."""
        from reports.summary.reviewing.margins import is_outdated  # it reads this model

        return is_outdated(self)
