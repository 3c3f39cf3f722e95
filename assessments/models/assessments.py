"""One unit's assessment: self-scores, statements, evidence, the reviewer's scores."""

from __future__ import annotations

import uuid
from datetime import date
from functools import partial
from pathlib import PurePosixPath

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from activities.models import Activity
from shuangyong.review import HistoryLine, Step
from units import permissions
from units.records import UnitRecord, UnitRecordQuerySet

from .rounds import Grade, Round, RoundState
from .standards import Criterion, PointsField, ScoringPoint


class AssessmentQuerySet(UnitRecordQuerySet):
    """Assessments."""

    def in_year(self, year: int):
        """Assessments of rounds on this year."""
        return self.filter(round__in=Round.objects.in_year(year))

    def visible_to(self, user):
        """What is in scope, and whatever the own unit's rounds assess."""
        mine = Q(round__unit=user.unit_id) if permissions.may_see_records(user) else Q(pk__in=[])
        return self.filter(permissions.rows_in_scope(user) | mine)

    def overdue(self, today: date):
        """逾期未报: never handed in although the round's deadline has passed."""
        late = self.filter(round__state=RoundState.OPEN, round__self_deadline__lt=today)
        return late.with_submission().filter(first_submitted_at=None)

    def reviewed_by(self, user):
        """What `user` would review: the rounds of the own unit."""
        return self.filter(round__unit=user.unit_id)


class Assessment(UnitRecord):
    """A round for one unit. Confirming it is the end of the 双拥办's review."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="assessments", verbose_name="考核"
    )
    total = PointsField("得分", null=True, editable=False)
    grade = models.CharField("等次", max_length=10, choices=Grade, blank=True, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核表"
        ordering = ("round", "unit__path")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit"],
                name="one_assessment_per_unit",
                violation_error_message="该单位已在本次考核中。",
                violation_error_code="unit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit.label} {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:assessment", args=[self.pk])

    @property
    def reviewing_unit_id(self) -> int:
        """Whoever issued the round reviews it, also for a member that stands in another tree."""
        return self.round.unit_id

    def obstacles(self, step: Step) -> list[str]:
        """Submitting needs a self-score for every criterion, confirming a reviewed one."""
        if step == Step.SUBMIT:
            return self._without("self_score", "尚未自评")
        return self._without("reviewed_score", "尚未考评") if step == Step.CONFIRM else []

    def _without(self, score: str, what: str) -> list[str]:
        missing = self.responses.filter(**{score: None})
        numbers = [str(n) for n in missing.values_list("criterion__number", flat=True)]
        return [f"{what}：第 {'、'.join(numbers)} 项"] if numbers else []

    def after_step(self, step: Step, by) -> None:
        """A reopened assessment leaves the published list until it is published again."""
        super().after_step(step, by)
        if step == Step.REOPEN:
            self.total, self.grade = None, ""
            self.save(update_fields=["total", "grade"])


class Response(models.Model):
    """What a unit says to one criterion, and what the reviewer makes of it."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="responses")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="responses")
    self_score = PointsField("自评分", null=True, blank=True)
    points_claimed = models.ManyToManyField(
        ScoringPoint, blank=True, related_name="+", verbose_name="得分点"
    )
    statement = models.TextField("自评说明", blank=True)
    activities = models.ManyToManyField(
        Activity, blank=True, related_name="responses", verbose_name="佐证活动"
    )
    reviewed_score = PointsField("考评分", null=True, blank=True)
    comment = models.TextField("考评意见", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "自评项"
        ordering = ("criterion",)
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="one_response_each"),
            models.CheckConstraint(
                condition=Q(self_score=None) | Q(self_score__gte=0),
                name="self_score_not_negative",
                violation_error_message="自评分不能为负数。",
                violation_error_code="self_score",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_score=None) | Q(reviewed_score__gte=0),
                name="reviewed_score_not_negative",
                violation_error_message="考评分不能为负数。",
                violation_error_code="reviewed_score",
            ),
        ]

    def __str__(self) -> str:
        return str(self.criterion)


def stored_name(file: ResponseFile, filename: str) -> str:
    """A name of our own, as for the evidence of activities."""
    return f"responses/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()}"


class ResponseFile(models.Model):
    """Evidence that belongs to a criterion and to no activity, such as a budget paper."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="files")
    file = models.FileField("文件", upload_to=stored_name, max_length=120)
    name = models.CharField("原文件名", max_length=200)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField("大小（字节）", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "佐证文件"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("assessments:response-file", args=[self.pk])

    @transaction.atomic
    def delete(self, *args, **kwargs):
        """Remove the row, and the file once that is certain."""
        removed = super().delete(*args, **kwargs)
        transaction.on_commit(partial(self.file.storage.delete, self.file.name))
        return removed


class AssessmentHistory(HistoryLine):
    """The steps an assessment has taken."""

    record = models.ForeignKey(Assessment, models.CASCADE, related_name="history")
