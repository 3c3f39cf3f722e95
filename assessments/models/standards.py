"""考核细则: sections, criteria, scoring points, and what the system can count for them."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from activities.models import ActivityKind
from shuangyong.occasions import Occasion
from units import permissions
from units.models import Unit, UnitKind


class PlainPoints(forms.DecimalField):
    """Points in a form, without the noughts nobody writes: 0.5, 20."""

    default_error_messages = {
        "invalid": "请填写数字，如 4.5。",
        "max_decimal_places": "最多两位小数。",
        "max_digits": "数字太大。",
        "max_whole_digits": "数字太大。",
    }

    def prepare_value(self, value):
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class PointsField(models.DecimalField):
    """Points of a standard, in steps such as 0.25 and 0.5; never negative."""

    def __init__(self, *args, **kwargs):
        kwargs |= {"max_digits": 6, "decimal_places": 2}
        kwargs.setdefault("validators", [MinValueValidator(Decimal(0), "分值不能为负数。")])
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PlainPoints} | kwargs)


def not_negative(field: str, name: str) -> models.CheckConstraint:
    """Points below zero are refused by the database too."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__gte": 0}),
        name=name,
        violation_error_message="分值不能为负数。",
        violation_error_code=field,
    )


class YearSpanQuerySet(models.QuerySet):
    """Rows for one year, or for a span of years such as the four of a model-city cycle."""

    def in_year(self, year: int):
        """Rows whose year or span contains `year`."""
        return self.filter(Q(year=year, year_to=None) | Q(year__lte=year, year_to__gte=year))


class StandardQuerySet(YearSpanQuerySet):
    """Standards."""

    def latest(self):
        """Of each standard its last version."""
        return self.filter(revisions=None)

    def with_use(self):
        """Adds `in_use`: a round by it was opened, so it stays as it is.

        A round that went over to a later version has left answers with the items of this one.
        """
        opened = self.model.rounds.rel.related_model.objects.exclude(state="preparing")
        answers = Criterion.responses.rel.related_model.with_cancelled.filter(
            criterion__section__standard=OuterRef("pk")
        )
        used = Exists(opened.filter(standard=OuterRef("pk"))) | Exists(answers)
        return self.annotate(in_use=used)

    def visible_to(self, user):
        """Standards issued in scope, and those the units in scope are assessed by."""
        assessed = permissions.rows_in_scope(user, "rounds__assessments__unit")
        return self.filter(permissions.rows_in_scope(user) | assessed).distinct()


class Standard(models.Model):
    """考核细则 of an issuing unit, for one year or a span of years.

    Once a round by it was opened it is never changed again: a change is a new version.
    """

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="standards", verbose_name="制定单位"
    )
    name = models.CharField("名称", max_length=120)
    basis = models.CharField("依据文件", max_length=200, blank=True)
    year = models.PositiveSmallIntegerField("年度")
    year_to = models.PositiveSmallIntegerField("至年度", null=True, blank=True)
    total = PointsField("总分", default=100)
    note = models.TextField("说明", blank=True)
    version = models.PositiveSmallIntegerField("版本", default=1, editable=False)
    revises = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="revisions",
        verbose_name="修订自",
    )  # fmt: skip
    carried_from = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="carried_to",
        verbose_name="由上年细则结转",
    )  # fmt: skip

    objects = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核细则"
        ordering = ("-year", "unit__path", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "name", "version"],
                name="standard_once_per_year",
                violation_error_message="本年度已有同名考核细则。",
                violation_error_code="name",
            ),
            models.CheckConstraint(
                condition=Q(year_to=None) | Q(year_to__gte=F("year")),
                name="standard_years_in_order",
                violation_error_message="终止年度不能早于起始年度。",
                violation_error_code="year_to",
            ),
            not_negative("total", "standard_total_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name if self.version == 1 else f"{self.name}（第{self.version}版）"

    def get_absolute_url(self) -> str:
        return reverse("assessments:standard", args=[self.pk])

    @property
    def years(self) -> range:
        """The years it is meant for."""
        return range(self.year, (self.year_to or self.year) + 1)


class Section(models.Model):
    """A part of a standard, such as 一、组织领导 (20 分)."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField("序号")
    title = models.CharField("标题", max_length=80)
    points = PointsField("分值", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "考核部分"
        ordering = ("position", "pk")
        constraints = [not_negative("points", "section_points_not_negative")]

    def __str__(self) -> str:
        return self.title


class CriterionKind(models.TextChoices):
    """How a criterion enters the total."""

    BASIC = "basic", "基本分"
    BONUS = "bonus", "加分"
    DEDUCTION = "deduction", "扣分"
    VETO = "veto", "一票否决"


class Criterion(models.Model):
    """One numbered item: what is asked, for how many points, scored by which rule.

    For a bonus `points` is the cap, for a deduction the most that is taken off; a veto has
    no points and sets the grade. `step` is the least by which scores differ (评分办法
    “每做到一项得0.5分”: 0.5; all or nothing: the points themselves); without one any score goes.
    """

    section = models.ForeignKey(Section, models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField("项目号")
    code = models.CharField("原编号", max_length=20, blank=True)
    content = models.TextField("考核内容")
    points = PointsField("分值")
    step = PointsField("计分单位", null=True, blank=True)
    rule = models.TextField("评分办法", blank=True)
    evidence_wanted = models.TextField("所需佐证", blank=True)
    kind = models.CharField(
        "类型", max_length=10, choices=CriterionKind, default=CriterionKind.BASIC
    )
    applies_to = models.JSONField("适用单位类别", default=list, blank=True)
    continues = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name="上一版本或上一年度的项目",
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "考核项目"
        ordering = ("section", "number", "pk")
        constraints = [
            not_negative("points", "criterion_points_not_negative"),
            models.CheckConstraint(
                condition=Q(step=None) | Q(step__gt=0),
                name="criterion_step_above_zero",
                violation_error_message="计分单位应当大于 0。",
                violation_error_code="step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}. {self.content}"

    @property
    def label(self) -> str:
        """The number as the office's own paper has it."""
        return self.code or str(self.number)

    def concerns(self, unit: Unit) -> bool:
        """True if the criterion is meant for units of this kind; an empty list means all."""
        return not self.applies_to or unit.kind in self.applies_to

    @property
    def applies_to_labels(self) -> list[str]:
        """The kinds of unit it is meant for, in words."""
        return [UnitKind(kind).label for kind in self.applies_to]


class ScoringPoint(models.Model):
    """得分点: a part of a criterion's points that is earned by itself."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="scoring_points")
    position = models.PositiveSmallIntegerField("序号", default=0)
    text = models.CharField("得分点", max_length=200)
    points = PointsField("分值")

    class Meta:
        verbose_name = verbose_name_plural = "得分点"
        ordering = ("position", "pk")
        constraints = [not_negative("points", "scoring_point_not_negative")]

    def __str__(self) -> str:
        return self.text


class Measured(models.TextChoices):
    """What the system can count for a criterion."""

    ACTIVITIES = "activities", "已确认的活动"
    MEETING = "meeting", "领导小组会议"
    PLAN = "plan", "按时报送的单项计划"
    SUMMARY = "summary", "已提交的工作总结"
    REQUESTS = "requests", "已办结的需求"


class Reward(models.TextChoices):
    """How a count becomes points."""

    SHARE = "share", "达到得满分，不足按比例"
    ALL_OR_NOTHING = "all", "达到才得分"
    EACH = "each", "每次得分"


class Measure(models.Model):
    """Counts records for a criterion: the system proposes score and evidence, a person decides.

    Reads as “统计 2011 年‘八一’期间走访慰问次数，≥1 得 1 分”. A criterion may have several, a
    scoring point one of its own. `points` is what it gives at most: empty, all of the scoring
    point or of the criterion; with `Reward.EACH`, what every time counts, up to these.
    """

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="measures")
    scoring_point = models.OneToOneField(
        ScoringPoint, models.CASCADE, null=True, blank=True, related_name="measure",
        verbose_name="得分点",
    )  # fmt: skip
    counts = models.CharField("统计对象", max_length=12, choices=Measured)
    kinds = models.ManyToManyField(ActivityKind, blank=True, verbose_name="活动类别")
    occasion = models.CharField("节点", max_length=20, choices=Occasion, blank=True)
    month_from = models.PositiveSmallIntegerField("起始月份", null=True, blank=True)
    month_to = models.PositiveSmallIntegerField("截止月份", null=True, blank=True)
    at_least = models.PositiveSmallIntegerField("至少", default=1)
    reward = models.CharField("计分", max_length=6, choices=Reward, default=Reward.SHARE)
    points = PointsField("得分", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "统计办法"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(month_from=None, month_to=None)
                | Q(month_from__gte=1, month_to__lte=12, month_from__lte=F("month_to")),
                name="measure_months_in_order",
                violation_error_message="月份应当在 1 至 12 之间，起始不晚于截止。",
                violation_error_code="month_to",
            ),
            models.CheckConstraint(
                condition=Q(at_least__gte=1),
                name="measure_at_least_one",
                violation_error_message="至少 1 次。",
                violation_error_code="at_least",
            ),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__gt=0),
                name="measure_points_above_zero",
                violation_error_message="得分应当大于 0。",
                violation_error_code="points",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_counts_display()} ≥ {self.at_least}"

    @property
    def worth(self) -> Decimal:
        """What it gives at most, in points."""
        if self.points is not None and self.reward != Reward.EACH:
            return self.points
        return (self.scoring_point or self.criterion).points

    @property
    def each_time(self) -> Decimal:
        """What every record gives where each counts by itself."""
        return self.worth if self.points is None else self.points
