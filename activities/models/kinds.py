"""Kinds of activity and what their form asks first: data, so that an office can add its own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from units.models import Unit

from .categories import ContributionCategory


class ActivityKindManager(models.Manager):
    """Finds kinds by their name."""

    def get_by_natural_key(self, name: str) -> ActivityKind:
        """The kind of all offices with this name, such as 慰问演出."""
        return self.get(name=name, unit=None)


class ActivityKind(models.Model):
    """活动类别, with where a report mentions it; `fields` say what its form puts first.

    A kind without `unit` is for everybody; an office's own kind is offered to the units below it.
    """

    name = models.CharField("名称", max_length=30)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="kinds_of_its_own",
        verbose_name="自设单位",
    )  # fmt: skip
    position = models.PositiveSmallIntegerField("顺序", default=0)
    report_heading = models.CharField(
        "总结中的小标题", max_length=60, help_text="同一小标题下的活动在总结中写在一起"
    )
    is_active = models.BooleanField("在用", default=True)

    objects = ActivityKindManager()

    class Meta:
        verbose_name = verbose_name_plural = "活动类别"
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(unit=None),
                name="kind_of_all_named_once",
                violation_error_message="已有这个类别。",
                violation_error_code="name",
            ),
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="kind_named_once_in_an_office",
                violation_error_message="已有这个类别。",
                violation_error_code="name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        """The name."""
        return (self.name,)


class FieldHolds(models.TextChoices):
    """What a field of a kind is: the line of an activity that it becomes."""

    NUMBER = "number", "数量"  # an ActivityCount: 演职人员近百名
    TEXT = "text", "文字"  # an ActivityFact: 课目：识谱、摄影
    GIVEN = "given", "投入"  # a Contribution: 图书200余册
    HELPED = "helped", "受益对象"  # a BeneficiaryGroup: 烈属12人


class KindField(models.Model):
    """A field that the form of a kind puts first.

    One without `unit` is for everybody; an office adds its own to a kind of all offices as well.
    """

    kind = models.ForeignKey(ActivityKind, models.CASCADE, related_name="fields")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="自设单位"
    )
    position = models.PositiveSmallIntegerField("顺序", default=0)
    label = models.CharField("名称", max_length=30, help_text="如“演职人员”“片目”“课目”")
    holds = models.CharField("内容", max_length=8, choices=FieldHolds, default=FieldHolds.NUMBER)
    measure = models.CharField("量词", max_length=8, blank=True, help_text="如 名、场、册")
    category = models.CharField("投入类别", max_length=12, choices=ContributionCategory, blank=True)
    example = models.CharField("示例", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "类别的填写项"
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unit", "label"],
                name="kind_field_named_once_in_an_office",
                violation_error_message="这一类别已有同名的填写项。",
                violation_error_code="label",
            ),
            models.UniqueConstraint(
                fields=["kind", "label"],
                condition=Q(unit=None),
                name="kind_field_named_once",
                violation_error_message="这一类别已有同名的填写项。",
                violation_error_code="label",
            ),
            models.CheckConstraint(
                condition=Q(holds="given") ^ Q(category=""),
                name="kind_field_given_has_a_category",
                violation_error_message="内容为“投入”的填写项须选投入类别，其他的不选。",
                violation_error_code="category",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}（{self.measure}）" if self.measure else self.label
