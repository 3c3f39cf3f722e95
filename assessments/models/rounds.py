"""考核: one assessment of many units."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from units import permissions
from units.models import Unit

from .standards import PointsField, Standard, YearSpanQuerySet


class RoundState(models.TextChoices):
    """How far a round has come."""

    PREPARING = "preparing", "准备中"
    OPEN = "open", "进行中"
    PUBLISHED = "published", "已公布"


class Grade(models.TextChoices):
    """等次."""

    EXCELLENT = "excellent", "优秀"
    GOOD = "good", "良好"
    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"


def usual_reminders() -> list[int]:
    """Days before the deadline on which whoever has not handed in is reminded."""
    return [7, 3, 1]


class RoundQuerySet(YearSpanQuerySet):
    """Rounds."""

    def visible_to(self, user):
        """Rounds opened in scope, and those that assess a unit in scope."""
        assessed = permissions.rows_in_scope(user, "assessments__unit")
        return self.filter(permissions.rows_in_scope(user) | assessed).distinct()

    def with_size(self):
        """Adds `size`: how many units take part, whoever asks and before it is opened.

        Who has left does not.
        """
        left = Unit.objects.filter(
            pk=OuterRef("unit"),
            assessment_set__round=OuterRef("round"),
            assessment_set__left_on__isnull=False,
        )
        chosen = Round.units.through.objects.filter(~Exists(left), round=OuterRef("pk")).order_by()
        count = chosen.values("round").annotate(n=Count("pk")).values("n")
        return self.annotate(size=Coalesce(Subquery(count), 0))


class Round(models.Model):
    """One assessment: a standard, a year or span of years, deadlines, thresholds of grades."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rounds", verbose_name="组织单位")
    standard = models.ForeignKey(
        Standard, models.PROTECT, related_name="rounds", verbose_name="考核细则"
    )
    name = models.CharField("名称", max_length=120)
    year = models.PositiveSmallIntegerField("年度")
    year_to = models.PositiveSmallIntegerField("至年度", null=True, blank=True)
    units = models.ManyToManyField(Unit, related_name="+", verbose_name="参评单位")
    self_deadline = models.DateField("自评截止")
    review_deadline = models.DateField("审核截止", null=True, blank=True)
    by_year = models.BooleanField("逐年打分", default=False)
    late_allowed = models.BooleanField("截止后仍可报送（计为逾期）", default=True)
    remind_days = models.JSONField("截止前几天提醒", default=usual_reminders, blank=True)
    objection_days = models.PositiveSmallIntegerField("复核申请期限（公布后天数）", default=7)
    ranking_public = models.BooleanField("向参评单位公布排名", default=False)
    published_at = models.DateTimeField("公布时间", null=True, editable=False)
    state = models.CharField(
        "状态", max_length=10, choices=RoundState, default=RoundState.PREPARING, editable=False
    )
    excellent_from = PointsField("优秀（分以上）", default=Decimal(90))
    good_from = PointsField("良好（分以上）", default=Decimal(80))
    passed_from = PointsField("合格（分以上）", default=Decimal(60))

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核"
        ordering = ("-year", "unit__path", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "name"],
                name="round_once_per_year",
                violation_error_message="本年度已有同名考核。",
                violation_error_code="name",
            ),
            models.CheckConstraint(
                condition=Q(year_to=None) | Q(year_to__gte=F("year")),
                name="round_years_in_order",
                violation_error_message="起止年度颠倒。",
                violation_error_code="year_to",
            ),
            models.CheckConstraint(
                condition=Q(by_year=False) | Q(year_to__isnull=False, year_to__gt=F("year")),
                name="round_by_year_has_years",
                violation_error_message="逐年打分的考核应当跨两个以上年度。",
                violation_error_code="by_year",
            ),
            models.CheckConstraint(
                condition=Q(excellent_from__gte=F("good_from"), good_from__gte=F("passed_from")),
                name="grades_in_order",
                violation_error_message="等次分数线应当由高到低。",
                violation_error_code="excellent_from",
            ),
            models.CheckConstraint(
                condition=Q(review_deadline=None) | Q(review_deadline__gte=F("self_deadline")),
                name="review_after_self_assessment",
                violation_error_message="审核截止不能早于自评截止。",
                violation_error_code="review_deadline",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("assessments:round", args=[self.pk])

    @property
    def years(self) -> range:
        """The years whose work is assessed."""
        return range(self.year, (self.year_to or self.year) + 1)

    @property
    def scored_years(self) -> tuple[int, ...]:
        """The years that get a score each; none where the whole is scored once."""
        return tuple(self.years) if self.by_year else ()

    @property
    def scale(self) -> str:
        """The thresholds in words: 90 分以上为优秀，80 分以上为良好，60 分以上为合格."""
        bounds = (
            (self.excellent_from, Grade.EXCELLENT),
            (self.good_from, Grade.GOOD),
            (self.passed_from, Grade.PASSED),
        )
        return "，".join(f"{least.normalize():f} 分以上为{grade.label}" for least, grade in bounds)

    def grade_of(self, total: Decimal, *, vetoed: bool = False) -> Grade:
        """The grade of a total; a veto fails whatever the total is."""
        if vetoed or total < self.passed_from:
            return Grade.FAILED
        if total >= self.excellent_from:
            return Grade.EXCELLENT
        return Grade.GOOD if total >= self.good_from else Grade.PASSED


class RoundReminder(models.Model):
    """A reminder that went out before a round's deadline: once a day, whoever starts it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="reminders")
    on = models.DateField("日期")
    units = models.PositiveIntegerField("提醒单位数")
    at = models.DateTimeField("发出时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "考核提醒"
        ordering = ("on",)
        constraints = [
            models.UniqueConstraint(fields=["round", "on"], name="one_reminder_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.on}"
