"""沿革: how a unit was called, and where it stood, in earlier years."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from shuangyong.vague import VagueDateField, start_of

from .units import Unit


class ChangeKind(models.TextChoices):
    """What happened to a unit."""

    RENAMED = "renamed", "更名"
    MOVED = "moved", "调整隶属"
    MERGED = "merged", "并入"


class UnitChange(models.Model):
    """One change of a unit, with what stood before it.

    Documents of a year call a unit, and figures of a year place it, as it was at that year's
    end: a unit renamed in 2015 keeps its old name up to the papers of 2014.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="changes", verbose_name="单位")
    kind = models.CharField("变动", max_length=10, choices=ChangeKind)
    changed = VagueDateField("变动时间")
    changed_from = start_of("changed")
    name = models.CharField("原全称", max_length=100)
    short_name = models.CharField("原简称", max_length=50, blank=True)
    superior = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原上级单位"
    )
    reason = models.CharField("依据", max_length=200, blank=True, help_text="如机构改革文件的文号")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "沿革"
        ordering = ("changed_from", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="change_keeps_the_former_name",
                violation_error_message="请填写原全称。",
                violation_error_code="name",
            )
        ]

    def __str__(self) -> str:
        return f"{self.changed}{self.get_kind_display()}：{self.name}"

    @property
    def is_renaming(self) -> bool:
        """True if the unit was called otherwise before."""
        return self.kind == ChangeKind.RENAMED


def names_in(year: int) -> dict[int, str]:
    """The full names at the end of `year` of the units called otherwise today, by unit id.

    One query however many units there are: for tallies that the database groups by unit.
    """
    later = UnitChange.objects.filter(kind=ChangeKind.RENAMED, changed_from__year__gt=year)
    names: dict[int, str] = {}
    for unit, name in later.values_list("unit", "name"):
        names.setdefault(unit, name)
    return names
