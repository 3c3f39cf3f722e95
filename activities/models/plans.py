"""Annual plans, the members' sub-plans, and their measures."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property

from shuangyong.occasions import Occasion
from shuangyong.review import HistoryLine, Step
from shuangyong.templatetags.wording import chinese
from shuangyong.vague import VagueDateField, VagueNumberField, end_of, start_of
from units import permissions
from units.models import Unit
from units.records import UnitRecord, UnitRecordQuerySet

from .kinds import ActivityKind

EVERY_UNIT = "各单位"


class PlanQuerySet(UnitRecordQuerySet):
    """Plans and sub-plans."""

    def visible_to(self, user):
        """Plans of units in scope, and the issued plans they are parts of."""
        below = Plan.objects.filter(permissions.rows_in_scope(user), parent=OuterRef("pk"))
        return self.filter(permissions.rows_in_scope(user) | Exists(below))

    def sub_plans(self):
        """Only plans that answer a superior plan (单项计划)."""
        return self.filter(parent__isnull=False)

    def late(self, today):
        """Asked for by a day that has passed, and still in the unit's hands."""
        return self.open_for_editing().filter(deadline__lt=today)

    def late_first(self, today):
        """In administrative order, the late ones first; adds `late`."""
        late = Exists(Plan.objects.late(today).filter(pk=OuterRef("pk")))
        return self.annotate(late=late).order_by("-late", "unit__path", "parent_id")


class Plan(UnitRecord):
    """A unit's plan of one year.

    The plan of an issuing unit has the sub-plans (单项计划) of its members as children, and a
    bureau's sub-plan can itself have children.
    """

    year = models.PositiveSmallIntegerField("年度")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sub_plans",
        verbose_name="上级计划",
    )  # fmt: skip
    title = models.CharField("标题", max_length=120)
    addressee = models.CharField("主送机关", max_length=100, blank=True)
    opening = models.TextField("引言", blank=True, help_text="放在“一、”之前，如制定本计划的缘由")
    guiding_thought = models.TextField("指导思想", blank=True)
    objectives = models.TextField("工作目标", blank=True)
    dated = models.DateField("成文日期", null=True, blank=True)
    deadline = models.DateField("报送截止", null=True, blank=True)
    issued_at = models.DateTimeField("下发时间", null=True, editable=False)
    note = models.TextField("说明", blank=True, help_text="如原文残缺之处")

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "计划"
        ordering = ("-year", "unit__path", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "parent"],
                name="one_sub_plan_per_plan",
                violation_error_message="该单位本年度已有这份计划。",
                violation_error_code="unit",
            ),
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=Q(parent=None),
                name="one_own_plan_per_year",
                violation_error_message="该单位本年度已有计划。",
                violation_error_code="year",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def _parts(self) -> dict[str, tuple[str, object]]:
        """The parts of the document: what each is called, and what it says."""
        return {
            "guiding_thought": ("指导思想", self.guiding_thought.strip()),
            "objectives": ("工作目标", self.objectives.strip()),
            "requirements": ("工作要求", self.requirements.all()),
            "measures": ("工作措施", self.items.all()),
        }

    @cached_property
    def headings(self) -> dict[str, str]:
        """The parts that say something, numbered; measures alone need no heading above them."""
        said = {key: name for key, (name, text) in self._parts().items() if text}
        if list(said) == ["measures"]:
            return {}
        return {key: f"{chinese(n)}、{name}" for n, (key, name) in enumerate(said.items(), 1)}

    def unsaid(self) -> list[str]:
        """What a plan that is still being written does not say yet; it is not printed either."""
        return [name for name, text in self._parts().values() if not text]

    def measure_number(self, number: int) -> str:
        """（一） below a heading, 一、 where measures stand alone: alike on pages and paper."""
        return f"（{chinese(number)}）" if "measures" in self.headings else f"{chinese(number)}、"

    def get_absolute_url(self) -> str:
        return reverse("activities:plan", args=[self.pk])

    def obstacles(self, step: Step) -> list[str]:
        if step == Step.SUBMIT and self.parent_id and not self.items.exists():
            return ["单项计划还没有一条工作措施，请先点“修改”填写工作措施，再提交"]
        return []


class PlanClause(models.Model):
    """One numbered clause of 工作要求: （一）提高认识 ……"""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="requirements")
    position = models.PositiveSmallIntegerField("序号")
    title = models.CharField("标题", max_length=120)
    content = models.TextField("内容", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作要求"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title


class PlanItem(models.Model):
    """工作措施: what is to be done, by whom, until when, how much of it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("序号")
    title = models.CharField("标题", max_length=120)
    content = models.TextField("内容", blank=True)
    occasion = models.CharField("节点", max_length=20, choices=Occasion, blank=True)
    due = VagueDateField("时间安排", null=True, blank=True)
    due_from = start_of("due")
    due_until = end_of("due")
    responsible_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任单位"
    )
    further_units = models.ManyToManyField(
        Unit, blank=True, related_name="+", verbose_name="其他责任单位"
    )
    is_for_all = models.BooleanField(
        "面向各单位", default=False, help_text="下发时写入每个单位的单项计划"
    )
    responsible_person = models.CharField("责任人", max_length=50, blank=True)
    target_kind = models.ForeignKey(
        ActivityKind, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="目标活动类别",
    )  # fmt: skip
    target = VagueNumberField("目标数量", null=True, blank=True)
    outcome = models.CharField(
        "完成情况",
        max_length=200,
        blank=True,
        help_text="没有对应活动的措施完成后在此说明，如“已印发考核细则”",
    )

    answers = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="answered_by",
        verbose_name="对应的上级措施",
    )  # fmt: skip
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="carried_to",
        verbose_name="由上年措施结转",
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "工作措施"
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "answers"],
                name="superior_measure_answered_once",
                violation_error_message="这份计划已对应该上级措施。",
                violation_error_code="title",
            ),
            models.UniqueConstraint(
                fields=["plan", "carried_from"],
                name="measure_carried_over_once",
                violation_error_message="该措施已经结转。",
                violation_error_code="title",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def units_in_charge(self) -> list[Unit]:
        """The responsible unit first, the others after it; prefetch `further_units` in lists."""
        first = [self.responsible_unit] if self.responsible_unit else []
        return first + list(self.further_units.all())

    @property
    def responsible_label(self) -> str:
        """责任单位 as a plan prints them, called as in its year: 市文新局、市总工会, or 各单位."""
        named = [unit.label_in(self.plan.year) for unit in self.units_in_charge]
        return "、".join([EVERY_UNIT, *named] if self.is_for_all else named)


class PlanComment(models.Model):
    """A reviewer's word on a single measure of a plan; the unit answers by changing it."""

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="comments")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="审核人"
    )
    at = models.DateTimeField("时间", auto_now_add=True)
    text = models.TextField("意见")

    class Meta:
        verbose_name = verbose_name_plural = "逐条意见"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.by}：{self.text}"


class PlanHistory(HistoryLine):
    """The steps a plan has taken."""

    record = models.ForeignKey(Plan, models.CASCADE, related_name="history")
