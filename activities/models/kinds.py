"""Kinds of activity and what their form asks first: data, so that an office can add its own."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from units import permissions
from units.models import Unit, User

from .categories import ContributionCategory


def offered(unit: Unit | None, to_unit: str = "unit") -> Q:
    """What is for everybody, and what `unit` or a unit above it has of its own; no query."""
    common = Q(**{to_unit: None})
    if unit is None:
        return common
    path, step = unit.path, unit.steplen
    own = Q(**{f"{to_unit}__path__in": [path[:n] for n in range(step, len(path) + 1, step)]})
    return common | own


class ActivityKindQuerySet(models.QuerySet):
    """Kinds, by who may use them."""

    def offered_to(self, unit: Unit | None) -> ActivityKindQuerySet:
        """The kinds in use that an activity of `unit` may have; the common ones without a unit."""
        return self.filter(offered(unit), is_active=True)

    def visible_to(self, user: User) -> ActivityKindQuerySet:
        """What an account may meet: offered to its unit, or of a unit whose records it reads.

        Those out of use are among them, and a kind of a unit that has been merged or dissolved.
        """
        if permissions.may_manage_common_kinds(user):
            return self
        return self.filter(offered(user.unit) | permissions.rows_in_scope(user))


class ActivityKindManager(models.Manager.from_queryset(ActivityKindQuerySet)):
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


class KindFieldQuerySet(models.QuerySet):
    """Fields of kinds, by who is asked for them."""

    def offered_to(self, unit: Unit | None, kept: int | None = None) -> KindFieldQuerySet:
        """The fields that a form of `unit` puts first, those of all offices before its own.

        Of kinds that are offered to it, and of `kept`, the kind that a record has already.
        """
        of_kinds = offered(unit, "kind__unit") | Q(kind=kept)
        return self.filter(of_kinds, offered(unit)).in_order()

    def visible_to(self, user: User) -> KindFieldQuerySet:
        """Fields an account may meet: the common ones, and those of units above and below it."""
        if permissions.may_manage_common_kinds(user):
            return self
        return self.filter(offered(user.unit) | permissions.rows_in_scope(user))

    def in_order(self) -> KindFieldQuerySet:
        """As a form asks them: those of everybody, then what each unit added."""
        return self.order_by(F("unit__path").asc(nulls_first=True), "position", "pk")


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

    objects = KindFieldQuerySet.as_manager()

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

    @property
    def fixed(self) -> str:
        """What a line prepared for it says already: its label, or the category of what is given."""
        return "" if self.holds == FieldHolds.HELPED else self.category or self.label

    def fits(self, said: str) -> bool:
        """True if a line with this label or category belongs to it."""
        return bool(said) and (self.holds == FieldHolds.HELPED or said == self.fixed)
