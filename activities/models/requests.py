"""双清单: what troops need from local government, and local government from troops."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from shuangyong.vague import VagueDateField, end_of, start_of
from units import permissions
from units.models import Troop, Unit

from .activities import Activity
from .answering import OPEN, Answering, RequestState, RequestStep, Satisfaction


class Direction(models.TextChoices):
    """Whose need it is."""

    TROOPS = "troops", "部队需求"
    LOCAL = "local", "地方需求"


# recorded, and neither claimed by a unit nor assigned to one
UNCLAIMED = Q(state=RequestState.UNCLAIMED, responsible_unit=None)


class SupportRequestQuerySet(models.QuerySet):
    """Needs of both sides."""

    def visible_to(self, user):
        """Needs recorded by, or assigned to, units in scope, and those offered to the own unit."""
        return self.filter(
            permissions.rows_in_scope(user)
            | permissions.rows_in_scope(user, "responsible_unit")
            | Q(permissions.rows_from_above(user), UNCLAIMED)
        )

    def postable_by(self, user):
        """Also what a unit below took over meanwhile: whoever comes too late is told so."""
        return self.filter(
            Q(pk__in=self.visible_to(user).values("pk")) | permissions.rows_from_above(user)
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


class SupportRequest(Answering):
    """One need, and the activities that answered it; its steps stand in `Answering`."""

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
    raised_from = start_of("raised")
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
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField("最后修改", auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name="最后修改人",
    )  # fmt: skip

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
            models.CheckConstraint(
                condition=Q(raised_from=None)
                | Q(due_until=None)
                | Q(due_until__gte=F("raised_from")),
                name="request_is_due_after_it_was_raised",
                violation_error_message="办理时限不能早于提出时间。",
                violation_error_code="due",
            ),
        ]

    def __str__(self) -> str:
        return self.need

    def get_absolute_url(self) -> str:
        return reverse("activities:request", args=[self.pk])

    @property
    def requester(self) -> str:
        """Who raised it: the troop by its public name, else as it was written."""
        return str(self.troop or self.from_whom)

    @property
    def is_editable(self) -> bool:
        """True always: what was promised and done is put right whenever it is found wrong."""
        return True

    def days_late(self, today: date) -> int:
        """How many days an open need has been overdue, 0 if it is not."""
        late = self.state in OPEN and self.due_until is not None and self.due_until < today
        return (today - self.due_until).days if late else 0


class RequestHistory(models.Model):
    """One step of a need: who, when, from what state to what. Never changed afterwards."""

    request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="history")
    at = models.DateTimeField("时间", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    step = models.CharField("操作", max_length=10, choices=RequestStep, blank=True)
    before = models.CharField("原状态", max_length=12, choices=RequestState)
    after = models.CharField("新状态", max_length=12, choices=RequestState)
    comment = models.TextField("说明", blank=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"

    @property
    def move(self) -> str:
        """待认领 → 办理中; nothing if the step left the state as it was."""
        return str(self) if self.before != self.after else ""
