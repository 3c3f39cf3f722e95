"""Activities: something dated that was done, and all that was counted about it."""

from __future__ import annotations

from itertools import starmap

from django.db import models, transaction
from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from shuangyong.occasions import Occasion
from shuangyong.review import HistoryLine, Step, StepRefused
from shuangyong.vague import (
    VagueDateField,
    VagueNumberField,
    amount_of,
    end_of,
    qualifier_of,
    start_of,
)
from units.models import Troop, Unit
from units.records import UnitRecord, UnitRecordQuerySet
from units.scope import branch_of

from .categories import BeneficiaryCategory, ContributionCategory, PartnerRole
from .kinds import ActivityKind
from .plans import PlanItem


class ActivityQuerySet(UnitRecordQuerySet):
    """Activities, in the words of the field."""

    def counted(self):
        """What figures count: a series counts by its dates, not by itself."""
        return self.filter(is_series=False)

    def begun_in_a_month(self):
        """Those with a month: dated by month or better, and begun in their year.

        One that began before the year belongs to none: December of the year is not when it was.
        """
        dated = self.exclude(held__contains="/Y/").exclude(held__contains="/L/")
        return dated.filter(held_from__year=F("year"))

    def within(self, start, end):
        """Activities that may have fallen between two days."""
        return self.filter(held_from__lte=end, held_to__gte=start)

    def of_unit(self, unit: Unit, year: int | None = None):
        """Reported by this unit or one below it; with a `year` as the tree stood at its end."""
        return self.filter(branch_of(unit, year).q("unit"))

    def of_kind(self, kind: ActivityKind):
        """Of this kind, as the main or a further one."""
        further = self.model.further_kinds.through.objects.filter(activitykind=kind)
        return self.filter(Q(kind=kind) | Q(pk__in=further.values("activity")))

    def having_words(self, query: str):
        """Every word of `query` occurs in what can be searched of it, see `activities.search`."""
        from activities import search

        return self.filter(search.holding(query))

    def planned(self):
        """For a measure of a plan, of their own or through their series."""
        return self.exclude(plan_item=None, series__plan_item=None)

    def unplanned(self):
        """计划外: for no measure of any plan."""
        return self.filter(plan_item=None, series__plan_item=None)

    def newest_first(self):
        """As a working list shows them; dateless ones last."""
        return self.order_by(F("held_from").desc(nulls_last=True), "-pk")

    def oldest_first(self, *before: str):
        """As a ledger lists them, after whatever is to be sorted by `before` that."""
        return self.order_by(*before, F("held_from").asc(nulls_last=True), "held_to", "pk")

    def places(self, most: int = 200) -> list[str]:
        """Where things were held, the latest first, to be offered again."""
        named = self.exclude(place="").values("place").annotate(last=Max("pk"))
        return list(named.order_by("-last").values_list("place", flat=True)[:most])

    def for_list(self):
        """What a list page shows: a fixed number of queries, and none over the whole table."""
        return self.select_related("unit", "kind", "series").prefetch_related("evidence")

    def in_detail(self):
        """With every line that a page or a report prints."""
        return self.select_related("unit", "kind", "plan_item", "series").prefetch_related(
            "further_kinds", "troops", "counts", "facts", "contributions", "beneficiaries",
            "unit__changes", "partners__unit__changes", "evidence",
        )  # fmt: skip

    def for_ledger(self):
        """With all that a row of the ledger says, `proofs` being the number of its files.

        Units and kinds are fetched once for many rows: read it with `iterator(chunk_size=…)`.
        The lines stand in plain lists, see `LEDGER_LINES`.
        """
        evidence = self.model.evidence.rel.related_model
        proofs = evidence.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
        return self.annotate(
            proofs=Coalesce(Subquery(proofs.annotate(n=Count("pk")).values("n")), 0)
        ).prefetch_related(
            "unit__changes", "kind", "plan_item", "series", *starmap(_listed, LEDGER_LINES.items())
        )


LEDGER_LINES = {
    "further_kinds": "kinds_besides", "troops": "troops_named", "counts": "counted",
    "contributions": "given", "beneficiaries": "helped", "facts": "told",
    "partners": "taking_part",
}  # fmt: skip
"""Relations that `for_ledger` reads, and the plain lists in which it leaves them."""


def _listed(relation: str, name: str) -> models.Prefetch:
    """A plain list on every activity: a manager would make a query set for each of them."""
    lines = Partner.objects.prefetch_related("unit__changes") if relation == "partners" else None
    return models.Prefetch(relation, lines, to_attr=name)


class Activity(UnitRecord):
    """One activity, as exact as its source: date and numbers print as they were written.

    A series (the same troupe on five dates) is one parent with `is_series` and dated
    children; the children are counted, the parent is not.
    """

    title = models.CharField("活动名称", max_length=150)
    kind = models.ForeignKey(
        ActivityKind, models.PROTECT, related_name="activities", verbose_name="活动类别"
    )
    further_kinds = models.ManyToManyField(
        ActivityKind, blank=True, related_name="+", verbose_name="兼属类别",
        help_text="只用于显示和查找，统计只计入活动类别",
    )  # fmt: skip
    year = models.PositiveSmallIntegerField("年度")
    held = VagueDateField("时间", null=True, blank=True)
    held_from = start_of("held")
    held_to = end_of("held")
    occasion = models.CharField("节点", max_length=20, choices=Occasion, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    narrative = models.TextField("主要内容", blank=True)
    effect = models.TextField("效果", blank=True)
    guests = models.CharField("到场领导和来宾", max_length=200, blank=True)
    troops = models.ManyToManyField(
        Troop, blank=True, related_name="activities", verbose_name="参加部队"
    )
    troops_as_written = models.CharField(
        "部队（原文写法）",
        max_length=200,
        blank=True,
        help_text="原文未指明部队时照写，如“驻泸部队”",
    )
    plan_item = models.ForeignKey(
        PlanItem, models.SET_NULL, null=True, blank=True, related_name="activities",
        verbose_name="对应措施",
    )  # fmt: skip
    series = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts",
        verbose_name="所属系列",
    )  # fmt: skip
    is_series = models.BooleanField("是系列活动", default=False)
    is_innovation = models.BooleanField("创新做法", default=False)
    position = models.PositiveIntegerField("总结中的顺序", null=True, blank=True)
    note = models.TextField("备注", blank=True, help_text="如原文的疑问之处")
    source_text = models.TextField("来源原文", blank=True, editable=False)
    """The sentence of an old paper that it was read from."""
    origin = models.CharField(max_length=64, blank=True, editable=False)
    """Digest of the ledger row or sentence it was taken over from: nothing comes in twice."""

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动"
        ordering = ("held_from", "held_to", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="activity_has_a_title",
                violation_error_message="请填写活动名称。",
                violation_error_code="title",
            ),
            models.CheckConstraint(
                condition=Q(held_from=None) | Q(held_from__lte=F("held_to")),
                name="activity_ends_after_it_begins",
                violation_error_message="结束时间不能早于开始时间。",
                violation_error_code="held",
            ),
            models.CheckConstraint(
                condition=Q(held=None)
                | (Q(held_from__year__lte=F("year")) & Q(held_to__year__gte=F("year"))),
                name="activity_held_in_its_year",
                violation_error_message="活动时间不在本年度内。",
                violation_error_code="held",
            ),
            models.CheckConstraint(
                condition=Q(series=None) | Q(is_series=False),
                name="series_are_not_nested",
                violation_error_message="系列活动不能再属于另一系列。",
                violation_error_code="series",
            ),
            models.UniqueConstraint(
                fields=["origin"],
                condition=~Q(origin=""),
                name="activity_taken_over_once",
                violation_error_message="这一行已经导入过。",
            ),
        ]
        indexes = [models.Index(fields=["unit", "year", "status"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activities:activity", args=[self.pk])

    @property
    def is_planned(self) -> bool:
        """For a measure of a plan, of its own or through its series; else it is 计划外."""
        return bool(self.plan_item_id or (self.series_id and self.series.plan_item_id))

    def obstacles(self, step: Step) -> list[str]:
        if step == Step.SUBMIT and self.is_series and not self.parts.exists():
            return ["系列活动还没有分次活动，请先登记各次活动"]
        return []

    @transaction.atomic
    def attach(self, offered: list) -> list:
        """Keep `offered`, unsaved evidence; returns what was left out as known already.

        Inside a transaction. Raises StepRefused once the activity is out of the unit's hands.
        """
        locked = type(self).objects.select_for_update().get(pk=self.pk)
        if not locked.is_editable:
            raise StepRefused(f"活动{locked.get_status_display()}，不能再添加材料。")
        for proof in offered:
            proof.activity = self
        return self.evidence.all().add_new(offered)

    @transaction.atomic
    def delete(self, *args, **kwargs):
        """Remove the activity with its evidence, files included.

        What somebody has typed to correct it and not saved stays, as that of a new one.
        """
        self.drafts.update(activity=None)
        for proof in self.evidence.all():
            proof.delete()
        return super().delete(*args, **kwargs)


class ActivityCount(models.Model):
    """A number about an activity: 演职人员近百名, 观众2000余人, 节目16."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="counts")
    label = models.CharField("项目", max_length=30, help_text="如“演职人员”“观众”“场次”")
    number = VagueNumberField("数量")
    amount = amount_of("number")
    qualifier = qualifier_of("number")

    class Meta:
        verbose_name = verbose_name_plural = "数量"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.label}{self.number}"


class ActivityFact(models.Model):
    """Something about an activity that is no number: 项目：篮球、乒乓球; 课目：识谱、摄影."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="facts")
    label = models.CharField("项目", max_length=30)
    text = models.CharField("内容", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "说明"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.label}：{self.text}"


class Partner(models.Model):
    """A unit or outside organisation that took part, with the wording as written."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="partners")
    role = models.CharField(
        "角色", max_length=12, choices=PartnerRole, default=PartnerRole.PARTICIPANT
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="partnerships",
        verbose_name="本系统单位",
    )  # fmt: skip
    name = models.CharField("名称（原文写法）", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "参与单位"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") | Q(unit__isnull=False),
                name="partner_is_named",
                violation_error_message="请选择单位或填写名称。",
                violation_error_code="name",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.unit.name

    def name_in(self, year: int) -> str:
        """As it was written, else what the unit was called in `year`."""
        return self.name or self.unit.name_in(year)


class Contribution(models.Model):
    """Something given: name, quantity with its measure word, value in 元."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="contributions")
    category = models.CharField("类别", max_length=12, choices=ContributionCategory)
    name = models.CharField("名称", max_length=80, blank=True)
    quantity = VagueNumberField("数量", null=True, blank=True)
    value = VagueNumberField("价值（元）", null=True, blank=True)
    given_on = VagueDateField("移交时间", null=True, blank=True)
    value_amount = amount_of("value")
    value_qualifier = qualifier_of("value")

    class Meta:
        verbose_name = verbose_name_plural = "投入"
        ordering = ("pk",)

    def __str__(self) -> str:
        parts = (self.name or self.get_category_display(), self.quantity, self.value)
        handed_over = f"（{self.given_on}移交）" if self.given_on else ""
        return "".join(str(part) for part in parts if part is not None) + handed_over


class BeneficiaryGroup(models.Model):
    """Whom an activity helped: a category and a head-count, never names or ID numbers."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="beneficiaries")
    category = models.CharField("优抚对象", max_length=20, choices=BeneficiaryCategory)
    number = VagueNumberField("人数", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "受益对象"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_category_display()}{self.number or ''}"


class ActivityHistory(HistoryLine):
    """The steps an activity has taken."""

    record = models.ForeignKey(Activity, models.CASCADE, related_name="history")
