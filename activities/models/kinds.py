"""Kinds of activity: data, so that an office can add its own."""

from __future__ import annotations

from django.db import models


class ActivityKindManager(models.Manager):
    """Finds kinds by their name."""

    def get_by_natural_key(self, name: str) -> ActivityKind:
        """The kind with this name, such as 慰问演出."""
        return self.get(name=name)


class ActivityKind(models.Model):
    """活动类别, with what its form puts first and where a report mentions it."""

    name = models.CharField("名称", max_length=30, unique=True)
    position = models.PositiveSmallIntegerField("顺序", default=0)
    report_heading = models.CharField(
        "总结中的小标题", max_length=60, help_text="同一小标题下的活动在总结中写在一起"
    )
    counts = models.JSONField(
        "常用数量",
        default=list,
        blank=True,
        help_text="如：演职人员（名）、观众（人次）、场次（场）",
    )
    categories = models.JSONField("常用投入类别", default=list, blank=True)
    is_active = models.BooleanField("在用", default=True)

    objects = ActivityKindManager()

    class Meta:
        verbose_name = verbose_name_plural = "活动类别"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        """The name."""
        return (self.name,)
