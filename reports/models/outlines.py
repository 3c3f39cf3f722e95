"""提纲: which headings a summary has, and which records are told under each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from activities.models import ActivityKind
from units import permissions
from units.models import Unit


class OutlineContent(models.TextChoices):
    """What the generator fills in under a heading, from records alone."""

    NOTHING = "", "只有标题"
    TEXT = "text", "固定文字"
    OPENING = "opening", "开头：指导思想与全年数据"
    GROUP = "group", "双拥工作领导小组"
    IN_CHARGE = "in_charge", "分管领导"
    CONTACTS = "contacts", "责任人和联络员"
    PLAN = "plan", "年度计划与单项计划"
    MEETINGS = "meetings", "会议与专题研究"
    MEASURES = "measures", "计划措施完成情况"
    ASSESSMENT = "assessment", "考核工作开展情况"
    ACTIVITIES = "activities", "双拥活动"
    SUMS = "sums", "资金、物资和人次合计"
    REQUESTS = "requests", "双清单办理情况"
    INNOVATION = "innovation", "创新做法"
    RESULTS = "results", "考核结果"
    SHORTCOMINGS = "shortcomings", "存在的不足"
    NEXT_YEAR = "next_year", "下一年计划"


class OutlineQuerySet(models.QuerySet):
    """Ready-made outlines and those of offices."""

    def offered_to(self, unit: Unit):
        """The ready-made ones, the unit's own, and those of the units above it."""
        above = [unit.path[:end] for end in range(unit.steplen, len(unit.path) + 1, unit.steplen)]
        return self.filter(Q(unit=None) | Q(unit__path__in=above))

    def visible_to(self, user):
        """What is offered to the account's unit, and those of units whose records it reads."""
        mine = permissions.rows_in_scope(user)
        if user.unit is None:
            return self.filter(mine)
        return self.filter(Q(pk__in=self.offered_to(user.unit).values("pk")) | mine)


class Outline(models.Model):
    """The headings of a summary in order. Without a unit it is ready-made: copied, not changed."""

    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="outlines", verbose_name="单位"
    )
    name = models.CharField("名称", max_length=60)
    note = models.CharField("说明", max_length=200, blank=True)
    is_usual = models.BooleanField("作为本单位常用提纲", default=False)
    """The unit's summaries begin with it; at most one of a unit."""
    position = models.PositiveSmallIntegerField("顺序", default=0)
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField("最后修改", auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name="最后修改人",
    )  # fmt: skip

    objects = OutlineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "总结提纲"
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], name="outline_name_once_per_unit",
                violation_error_message="本单位已有同名的提纲。", violation_error_code="name",
            ),
            models.UniqueConstraint(
                fields=["name"], condition=Q(unit=None), name="ready_made_outline_once",
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(is_usual=True), name="one_usual_outline_per_unit",
                violation_error_message="本单位已有常用提纲。", violation_error_code="is_usual",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_editable(self) -> bool:
        """A ready-made outline is never changed."""
        return self.unit_id is not None


class OutlineItem(models.Model):
    """A heading and what is told under it.

    Activities are told under the first item that names their kind; an item of activities
    without kinds takes those that no other item takes, each kind under a heading of its own.
    """

    outline = models.ForeignKey(Outline, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("顺序")
    level = models.PositiveSmallIntegerField("层级", default=1)
    heading = models.CharField("标题", max_length=120, blank=True)
    content = models.CharField("内容", max_length=12, choices=OutlineContent, blank=True)
    kinds = models.ManyToManyField(
        ActivityKind, blank=True, related_name="+", verbose_name="活动类别"
    )
    text = models.TextField("固定文字", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提纲条目"
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(level__lte=3), name="outline_level_within_gongwen",
                violation_error_message="提纲标题最多三级。", violation_error_code="level",
            ),
            models.CheckConstraint(
                condition=Q(level=0, heading="") | (Q(level__gt=0) & ~Q(heading="")),
                name="outline_heading_fits_level",
                violation_error_message="请填写标题。", violation_error_code="heading",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.heading or self.get_content_display()
