"""复核申请: what a unit has against a published score, and what the office answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from units import permissions

from .assessments import Assessment, Response
from .standards import PointsField


class ObjectionQuerySet(models.QuerySet):
    """复核申请, in the words of the field."""

    def visible_to(self, user):
        """Those about checklists that the account may read."""
        return self.filter(response__assessment__in=Assessment.objects.visible_to(user))

    def open(self):
        """Not answered yet."""
        return self.filter(answered_at=None)

    def to_be_answered_by(self, user):
        """Open ones in the rounds of the reviewer's own unit, where they can be answered now."""
        if not permissions.is_reviewer(user):
            return self.none()
        published = self.open().exclude(response__assessment__grade="")
        return published.filter(response__assessment__round__unit=user.unit_id)


class Objection(models.Model):
    """复核申请: a unit objects to the published score of one item; it is answered once."""

    response = models.OneToOneField(Response, models.CASCADE, related_name="objection")
    reason = models.TextField("申请理由")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申请人"
    )
    filed_at = models.DateTimeField("申请时间", auto_now_add=True)
    score_before = PointsField("原考评分")
    answer = models.TextField("复核意见", blank=True)
    score_after = PointsField("复核后得分", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="复核人",
    )  # fmt: skip
    answered_at = models.DateTimeField("复核时间", null=True, editable=False)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "复核申请"
        ordering = ("filed_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, score_after=None, answer="")
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False)
                    & Q(score_after__isnull=False)
                    & ~Q(answer="")
                ),
                name="objection_answered_in_full",
                violation_error_message="请写明复核意见和复核后的得分。",
                violation_error_code="answer",
            ),
        ]

    def __str__(self) -> str:
        return f"复核申请：{self.response}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:objection", args=[self.pk])

    @property
    def is_answered(self) -> bool:
        """True once the office has decided; then nothing of it changes any more."""
        return self.answered_at is not None

    @property
    def is_upheld(self) -> bool:
        """True if the answer changed the score."""
        return self.is_answered and self.score_after != self.score_before
