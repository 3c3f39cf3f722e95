"""交接: who took over whose work."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .accounts import Role
from .units import Unit


class Handover(models.Model):
    """One account's work for a unit, passed to a successor."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="handovers", verbose_name="单位")
    role = models.CharField("角色", max_length=10, choices=Role)
    predecessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="移交人"
    )
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="接任人"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )
    at = models.DateTimeField("交接时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "交接"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="handover_is_between_two_accounts",
                violation_error_message="接任人不能是移交人自己。",
                violation_error_code="successor",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}{self.predecessor}交接给{self.successor}"
