"""双清单: what troops need from local government, and local government from troops."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from shuangyong.review import StepRefused
from shuangyong.vague import VagueDateField, end_of
from units import audit, permissions
from units.models import Troop, Unit

from .activities import Activity


class Direction(models.TextChoices):
    """Whose need it is."""

    TROOPS = "troops", "部队需求"
    LOCAL = "local", "地方需求"


class RequestState(models.TextChoices):
    """How far the answer has come."""

    UNCLAIMED = "unclaimed", "待认领"
    IN_PROGRESS = "in_progress", "办理中"
    DONE = "done", "已办结"
    SUSPENDED = "suspended", "暂缓"


OPEN = (RequestState.UNCLAIMED, RequestState.IN_PROGRESS)


class Satisfaction(models.TextChoices):
    """What the side that raised the need says of the answer."""

    VERY_SATISFIED = "very_satisfied", "很满意"
    SATISFIED = "satisfied", "满意"
    FAIRLY_SATISFIED = "fairly_satisfied", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


class SupportRequestQuerySet(models.QuerySet):
    """Needs of both sides."""

    def visible_to(self, user):
        """Needs recorded by, or assigned to, units in scope."""
        return self.filter(
            permissions.rows_in_scope(user) | permissions.rows_in_scope(user, "responsible_unit")
        )

    def in_year(self, year: int):
        """Needs raised in this year."""
        return self.filter(year=year)

    def open(self):
        """Neither done nor suspended."""
        return self.filter(state__in=OPEN)

    def overdue(self, today: date):
        """Open, and every day that its time limit may mean has passed."""
        return self.open().filter(due_until__lt=today)


class SupportRequest(models.Model):
    """One need, and the activities that answered it."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="support_requests", verbose_name="登记单位"
    )
    year = models.PositiveSmallIntegerField("年度")
    direction = models.CharField("方向", max_length=10, choices=Direction)
    troop = models.ForeignKey(
        Troop, models.PROTECT, null=True, blank=True, related_name="support_requests",
        verbose_name="部队",
    )  # fmt: skip
    from_whom = models.CharField("提出方（原文写法）", max_length=100, blank=True)
    need = models.CharField("需求", max_length=200)
    detail = models.TextField("详细说明", blank=True)
    raised = VagueDateField("提出时间", null=True, blank=True)
    commitment = models.TextField(
        "承诺事项", blank=True, help_text="责任单位答应做什么，如“图书1万册以上，每半年更新一次”"
    )
    responsible_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="assigned_requests",
        verbose_name="责任单位",
    )  # fmt: skip
    due = VagueDateField("办理时限", null=True, blank=True)
    due_until = end_of("due")
    state = models.CharField(
        "状态", max_length=12, choices=RequestState, default=RequestState.UNCLAIMED
    )
    reason = models.CharField("暂缓理由", max_length=200, blank=True)
    result = models.TextField("办理结果", blank=True)
    satisfaction = models.CharField("提出方评价", max_length=20, choices=Satisfaction, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True, editable=False)
    carried_from = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="carried_to",
        verbose_name="由上年需求结转",
    )  # fmt: skip
    activities = models.ManyToManyField(
        Activity, blank=True, related_name="support_requests", verbose_name="对应活动"
    )

    objects = SupportRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "双清单"
        ordering = ("-year", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=RequestState.SUSPENDED) | ~Q(reason=""),
                name="suspended_request_says_why",
                violation_error_message="暂缓办理请写明理由。",
                violation_error_code="reason",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.UNCLAIMED) | Q(responsible_unit__isnull=False),
                name="claimed_request_has_a_responsible_unit",
                violation_error_message="请指定责任单位。",
                violation_error_code="responsible_unit",
            ),
            models.CheckConstraint(
                condition=Q(satisfaction="") | Q(state=RequestState.DONE),
                name="only_a_closed_request_is_rated",
                violation_error_message="办结后才能填写提出方评价。",
                violation_error_code="satisfaction",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(state=RequestState.DONE),
                name="only_a_closed_request_has_a_closing_day",
                violation_error_message="办结后才有办结日期。",
                violation_error_code="state",
            ),
        ]

    def __str__(self) -> str:
        return self.need

    def get_absolute_url(self) -> str:
        return reverse("activities:request", args=[self.pk])

    @property
    def next_states(self) -> list[RequestState]:
        """Where a need can go from here; 待认领 is only where it begins."""
        return [s for s in RequestState if s not in (self.state, RequestState.UNCLAIMED)]

    @transaction.atomic
    def move_to(self, state: RequestState, *, by, comment: str = "") -> None:
        """Change the state: lock, check, change, write history.

        `comment` is the reason of 暂缓 and the result of 已办结. Raises PermissionDenied for
        who may not, StepRefused with a message for what is missing.
        """
        locked = SupportRequest.objects.select_for_update().get(pk=self.pk)
        if not permissions.may_move_request(by, locked):
            raise PermissionDenied
        locked._check_move(state, comment.strip())
        before, locked.state = locked.state, state
        locked.reason = comment.strip() if state == RequestState.SUSPENDED else ""
        if state == RequestState.DONE:
            locked.result = comment.strip() or locked.result
        locked.save()
        locked.history.create(by=by, before=before, after=state, comment=comment.strip())
        audit.record(by, f"需求{state.label}", locked)
        self.refresh_from_db()

    def _check_move(self, state: RequestState, comment: str) -> None:
        if state not in self.next_states:
            raise StepRefused(f"当前状态为“{self.get_state_display()}”，不能改为“{state.label}”。")
        if self.responsible_unit is None:
            raise StepRefused("请先指定责任单位。")
        if state == RequestState.SUSPENDED and not comment:
            raise StepRefused("暂缓办理请写明理由。")
        longest = self._meta.get_field("reason").max_length
        if state == RequestState.SUSPENDED and len(comment) > longest:
            raise StepRefused(f"暂缓理由请不要超过 {longest} 字。")
        if state == RequestState.DONE and not (comment or self.result):
            raise StepRefused("办结时请写明办理结果。")


class RequestHistory(models.Model):
    """A change of a request's state: who, when, from what to what."""

    request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="history")
    at = models.DateTimeField("时间", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    before = models.CharField("原状态", max_length=12, choices=RequestState)
    after = models.CharField("新状态", max_length=12, choices=RequestState)
    comment = models.TextField("说明", blank=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"
