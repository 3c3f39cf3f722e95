"""What somebody has typed and not saved: it comes back after a closed browser."""

from __future__ import annotations

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse

from .activities import Activity


class ActivityDraft(models.Model):
    """The unsaved content of an activity's form, exactly as typed; private to its account.

    `activity` is the one being corrected, None for one that does not exist yet. `data` maps the
    names of form fields to lists of values. Its `evidence` are files that were uploaded already.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="activity_drafts"
    )
    activity = models.ForeignKey(
        Activity, models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    year = models.PositiveSmallIntegerField("年度")
    data = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField("保存时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "未保存的活动"
        ordering = ("-saved_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["user", "activity"], name="one_draft_of_an_activity")
        ]

    def __str__(self) -> str:
        return next(iter(self.data.get("title", [])), "") or "（未填名称）"

    def get_absolute_url(self) -> str:
        """Where one goes on typing; what can no longer be corrected is read as a new activity."""
        if self.activity and self.activity.is_editable:
            return reverse("activities:activity-edit", args=[self.activity_id])
        return f"{reverse('activities:activity-create')}?draft={self.pk}"

    @property
    def held(self) -> str:
        """The time as typed, right or wrong."""
        return next(iter(self.data.get("held", [])), "")

    @transaction.atomic
    def attach(self, offered: list) -> list:
        """Keep `offered`, unsaved evidence, until the activity is saved; returns what was known."""
        type(self).objects.select_for_update().get(pk=self.pk)
        for proof in offered:
            proof.draft = self
        return self.evidence.all().add_new(offered)

    @transaction.atomic
    def delete(self, *args, **kwargs):
        """Remove the draft with the files uploaded for it."""
        for proof in self.evidence.all():
            proof.delete()
        return super().delete(*args, **kwargs)
