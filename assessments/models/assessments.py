"""One unit's assessment: self-scores, statements, evidence, the reviewer's scores."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from functools import partial
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime

from activities.models import Activity
from shuangyong.review import HistoryLine, Status, Step, StepRefused
from units import permissions
from units.records import UnitRecord, UnitRecordQuerySet

from .rounds import Grade, Round, RoundState
from .standards import Criterion, PointsField, ScoringPoint


def due_by(day: date) -> Q:
    """Filter for assessments whose unit has to hand in by `day`."""
    return Q(extended_to__lte=day) | Q(extended_to=None, round__self_deadline__lte=day)


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
        """逾期未报: never handed in although the unit's deadline has passed."""
        late = self.asked().filter(round__state=RoundState.OPEN, due__lt=today)
        return late.with_submission().filter(first_submitted_at=None)

    def awaiting_review(self):
        """Submitted and not yet answered; whoever has left the round waits for nobody."""
        return super().awaiting_review().filter(left_on=None)

    def open_for_editing(self):
        """Still in the hands of a unit that takes part."""
        return super().open_for_editing().filter(left_on=None)

    def to_publish(self):
        """Confirmed, and the unit has not been told its result yet."""
        return self.confirmed().filter(left_on=None, grade="")

    def asked(self):
        """Of units that have not left the round; adds `due`, the unit's own deadline."""
        due = Coalesce(F("extended_to"), F("round__self_deadline"))
        return self.filter(left_on=None).annotate(due=due)

    def reviewed_by(self, user):
        """What `user` would review: in the rounds of the own unit, without who has left."""
        return self.filter(round__unit=user.unit_id, left_on=None)


class Assessment(UnitRecord):
    """A round for one unit. Confirming it is the end of the 双拥办's review."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="assessments", verbose_name="考核"
    )
    total = PointsField("得分", null=True, editable=False)
    grade = models.CharField("等次", max_length=10, choices=Grade, blank=True, editable=False)
    published_at = models.DateTimeField("公布时间", null=True, editable=False)
    extended_to = models.DateField("延期至", null=True, blank=True)
    left_on = models.DateField("退出考核日期", null=True, blank=True)
    left_because = models.CharField("退出原因", max_length=200, blank=True)
    review_started_at = models.DateTimeField("开始审核", null=True, editable=False)
    review_started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name="审核人",
    )  # fmt: skip

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
            ),
            models.CheckConstraint(
                condition=Q(grade="") | Q(total__isnull=False),
                name="published_with_total",
                violation_error_message="公布等次时应当同时公布得分。",
                violation_error_code="total",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None, left_because="")
                | (Q(left_on__isnull=False) & ~Q(left_because="")),
                name="leaving_has_a_reason",
                violation_error_message="请写明退出考核的日期和原因。",
                violation_error_code="left_because",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.label} {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:assessment", args=[self.pk])

    def section_url(self, section: int) -> str:
        """The page of one section of the checklist, by the section's key."""
        return reverse("assessments:section", args=[self.pk, section])

    @property
    def reviewing_unit_id(self) -> int:
        """Whoever issued the round reviews it, also for a member that stands in another tree."""
        return self.round.unit_id

    @property
    def due_on(self) -> date:
        """自评截止 for this unit: the round's, unless it was given longer."""
        return self.extended_to or self.round.self_deadline

    @property
    def is_editable(self) -> bool:
        """True while the unit takes part and may still change it."""
        return super().is_editable and self.left_on is None

    @property
    def is_reviewable(self) -> bool:
        """True while the office may score it: handed in by a unit that takes part."""
        return self.status == Status.SUBMITTED and self.left_on is None

    @property
    def standing(self) -> str:
        """Where it stands in words: 退出考核, or as of every record."""
        return "退出考核" if self.left_on else self.get_status_display()

    def is_late_on(self, day: date) -> bool:
        """True if handing in for the first time on this day would be 逾期报送; a query at most."""
        late = self.is_editable and day > self.due_on
        return late and not self.history.filter(step=Step.SUBMIT).exists()

    @property
    def is_published(self) -> bool:
        """True once its total and grade are frozen and the unit may see them."""
        return bool(self.grade)

    @property
    def is_under_review(self) -> bool:
        """True once the office has begun; then the unit cannot take the checklist back."""
        return self.status == Status.SUBMITTED and self.review_started_at is not None

    @property
    def objections_until(self) -> date | None:
        """The last day on which the unit may object; None if it may not.

        Counted from its own publication: who was published later has as many days as the rest.
        """
        days = self.round.objection_days
        published_at = self.published_at or self.round.published_at
        if not self.is_published or not days or not published_at:
            return None
        return localtime(published_at).date() + timedelta(days=days)

    @cached_property
    def returned_items(self) -> frozenset[int]:
        """The responses that were sent back alone; none if all or nothing was sent back."""
        if not self.is_editable:
            return frozenset()
        return frozenset(self._marked().values_list("pk", flat=True))

    def is_item_open(self, response: Response) -> bool:
        """True while the unit may change this item: of single items sent back, these alone.

        An answer that is asked no more (`is_cancelled`) stays as it is.
        """
        among = not self.returned_items or response.pk in self.returned_items
        return self.is_editable and among and not response.is_cancelled

    def open_steps(self, user) -> list[Step]:
        """As of every record; nothing is taken back from an office that has begun to review.

        Whoever has left hands in nothing, and nothing of it is confirmed.
        """
        taken = {Step.WITHDRAW} if self.is_under_review else set()
        taken |= {Step.SUBMIT, Step.CONFIRM} if self.left_on else set()
        return [step for step in super().open_steps(user) if step not in taken]

    def obstacles(self, step: Step) -> list[str]:
        """What hinders a step; `missing` names each item that is not ready.

        Nothing is withdrawn once the review has begun.
        """
        from assessments import missing

        if step == Step.WITHDRAW and self.is_under_review:
            return ["双拥办已开始审核，不能撤回"]
        return missing.obstacles(self, step)

    def _marked(self):
        return self.responses.exclude(return_reason="")

    @transaction.atomic
    def take(self, step: Step, *, by, comment: str = "", items_only: bool = False) -> None:
        """As of every record. What is sent back alone (`items_only`) is listed in the comment.

        A checklist sent back as a whole is open throughout; the words prepared for single items
        go into the comment as well, and bind nothing.
        """
        if step == Step.SEND_BACK:
            # nobody marks meanwhile
            locked = Assessment.objects.select_for_update().get(pk=self.pk)
            if not locked.permits(step, by):
                raise PermissionDenied
            lines = self.return_lines()
            if items_only and not lines:
                raise StepRefused("请先在要退回的项目里写明退回意见。")
            if items_only or comment.strip():
                comment = "\n".join([comment.strip(), *lines]).strip()
        super().take(step, by=by, comment=comment)
        self.__dict__.pop("returned_items", None)
        self.refresh_from_db(fields=["review_started_at", "review_started_by"])
        if step == Step.SEND_BACK and not items_only:
            self.responses.update(return_reason="", returned_before="")

    def return_lines(self) -> list[str]:
        """“第 3、7 项：请补充材料”: the words for single items, those with the same together."""
        by_reason: dict[str, list[str]] = {}
        for response in self._marked().select_related("criterion"):
            by_reason.setdefault(response.return_reason, []).append(response.criterion.label)
        return [f"第 {'、'.join(labels)} 项：{reason}" for reason, labels in by_reason.items()]

    def after_step(self, step: Step, by) -> None:
        """Who reviews begins anew; marks of single items follow; a reopened grade is gone.

        Once handed in again, the words of a return stand as `returned_before` until the reviewer
        has dealt with the item; whoever withdraws has them back as they were.
        """
        super().after_step(step, by)
        if step == Step.SUBMIT:
            self._marked().update(returned_before=F("return_reason"), return_reason="")
        elif step == Step.WITHDRAW:
            answered = self.responses.exclude(returned_before="")
            answered.update(return_reason=F("returned_before"), returned_before="")
        elif step == Step.CONFIRM:
            self.responses.update(returned_before="")
            return
        elif step == Step.REOPEN:
            self.total, self.grade, self.published_at = None, "", None
        self.review_started_at = self.review_started_by = None
        begun = ["review_started_at", "review_started_by"]
        self.save(update_fields=["total", "grade", "published_at", *begun])


class ResponseManager(models.Manager):
    """What is asked: items that a newer version of the standard dropped are left out."""

    def get_queryset(self):
        return super().get_queryset().filter(is_cancelled=False)


class Response(models.Model):
    """What a unit says to one criterion, and what the reviewer makes of it.

    In a round that is scored year by year the scores are what its `years` come to
    (`scoring.of_years`). `return_reason`: this item alone is sent back, and why; the unit sees
    it once the step is taken. Handed in again, the words stand as `returned_before` until the
    reviewer has dealt with the item. `seen`: what the unit's side was when it was last scored
    (`reviewing.basis`). `is_cancelled`: the round went over to a version of its standard
    without this item; it is kept and asked no more, so only `with_cancelled` finds it.
    """

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
    overruled_because = models.TextField("与系统建议不同的理由", blank=True)
    reviewed_score = PointsField("考评分", null=True, blank=True)
    comment = models.TextField("考评意见", blank=True)
    return_reason = models.TextField("退回意见", blank=True)
    returned_before = models.TextField("上次退回意见", blank=True, editable=False)
    seen = models.JSONField("评分时的自评", default=dict, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name="评分人",
    )  # fmt: skip
    reviewed_at = models.DateTimeField("评分时间", null=True, editable=False)
    is_cancelled = models.BooleanField("已取消的项目", default=False, editable=False)

    with_cancelled = models.Manager()
    objects = ResponseManager()

    class Meta:
        default_manager_name = "objects"
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

    def get_absolute_url(self) -> str:
        """Its place on the page of its section."""
        page = reverse("assessments:section", args=[self.assessment_id, self.criterion.section_id])
        return f"{page}#item-{self.pk}"


class ResponseYear(models.Model):
    """The scores of one year of a cycle (创建周期) for one criterion."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField("年度")
    self_score = PointsField("自评分", null=True, blank=True)
    reviewed_score = PointsField("考评分", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度得分"
        ordering = ("year",)
        constraints = [
            models.UniqueConstraint(fields=["response", "year"], name="one_score_a_year"),
            models.CheckConstraint(
                condition=Q(self_score=None) | Q(self_score__gte=0),
                name="year_self_score_not_negative",
                violation_error_message="自评分不能为负数。",
                violation_error_code="self_score",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_score=None) | Q(reviewed_score__gte=0),
                name="year_reviewed_score_not_negative",
                violation_error_message="考评分不能为负数。",
                violation_error_code="reviewed_score",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response} {self.year}"


def stored_name(file: ResponseFile, filename: str) -> str:
    """A name of our own, as for the evidence of activities."""
    return f"responses/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()}"


def thumbnail_name(file: ResponseFile, filename: str) -> str:
    """Beside the files, in a folder of their own."""
    return f"thumbnails/{uuid.uuid4().hex}.jpg"


MOST_FILES = 30  # of one item


class ResponseFile(models.Model):
    """Evidence that belongs to a criterion and to no activity, such as a budget paper."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="files")
    file = models.FileField("文件", upload_to=stored_name, max_length=120)
    thumbnail = models.ImageField(upload_to=thumbnail_name, blank=True, editable=False)
    name = models.CharField("原文件名", max_length=200)
    caption = models.CharField("说明", max_length=200, blank=True)
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
        for stored in filter(None, (self.file, self.thumbnail)):
            transaction.on_commit(partial(stored.storage.delete, stored.name))
        return removed

    @property
    def is_picture(self) -> bool:
        """True for photos and scans, which are shown small."""
        return self.content_type.startswith("image/")


class AssessmentHistory(HistoryLine):
    """The steps an assessment has taken."""

    record = models.ForeignKey(Assessment, models.CASCADE, related_name="history")
