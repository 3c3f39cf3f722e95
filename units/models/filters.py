"""Filters that somebody keeps under a name."""

from django.conf import settings
from django.db import models


class SavedFilter(models.Model):
    """The query of a list under a name of its user's own; nobody else sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters")
    page = models.CharField(max_length=40)
    """The name of the list's address, such as `activities:activities`."""
    name = models.CharField("名称", max_length=30)
    query = models.TextField(blank=True)
    """The part of the address behind the question mark."""

    class Meta:
        verbose_name = verbose_name_plural = "常用筛选"
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "page", "name"],
                name="saved_filter_named_once",
                violation_error_message="已有同名的常用筛选。",
                violation_error_code="name",
            )
        ]

    def __str__(self) -> str:
        return self.name
