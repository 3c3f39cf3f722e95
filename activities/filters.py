"""What the list of activities can be narrowed to; the address carries all of it."""

from __future__ import annotations

import calendar
from datetime import date

import django_filters
from django import forms
from django.db.models import BigIntegerField, Exists, OuterRef, Q

from shuangyong.occasions import Occasion
from shuangyong.review import Status
from units.models import CoBuildingPair, Unit

from .models import Activity, ActivityKind, Evidence, Plan

MONTHS = [(number, f"{number}月") for number in range(1, 13)]
WITH_EVIDENCE = [("yes", "有佐证材料"), ("no", "缺佐证材料")]
PLANNED = [("yes", "计划内"), ("no", "计划外")]
ORDERS = {
    "-date": lambda activities: activities.newest_first(),
    "date": lambda activities: activities.oldest_first(),
    "unit": lambda activities: activities.oldest_first("unit__path"),
    "status": lambda activities: activities.oldest_first("status", "unit__path"),
}
ORDER_LABELS = [
    ("-date", "时间从近到远"),
    ("date", "时间从远到近"),
    ("unit", "按单位"),
    ("status", "按状态"),
]


def units_in_scope(request):
    """The units whose activities the account reads, in administrative order."""
    return Unit.objects.in_scope_of(request.user)


class ActivityFilter(django_filters.FilterSet):
    """Search words, kind, unit with those below it, status, occasion, month, evidence, order."""

    q = django_filters.CharFilter(
        label="搜索", method="having_words",
        widget=forms.SearchInput(attrs={"placeholder": "名称、内容、地点"}),
    )  # fmt: skip
    kind = django_filters.ModelChoiceFilter(
        label="类别", queryset=ActivityKind.objects.all(), method="of_kind", empty_label="全部类别"
    )
    unit = django_filters.ModelChoiceFilter(
        label="单位（含下属）", queryset=units_in_scope, method="of_unit", empty_label="全部单位"
    )
    status = django_filters.ChoiceFilter(label="状态", choices=Status, empty_label="全部状态")
    occasion = django_filters.ChoiceFilter(label="节点", choices=Occasion, empty_label="全部节点")
    month = django_filters.ChoiceFilter(
        label="月份", choices=MONTHS, method="in_month", empty_label="全年"
    )
    evidence = django_filters.ChoiceFilter(
        label="材料", choices=WITH_EVIDENCE, method="with_evidence", empty_label="不限材料"
    )
    planned = django_filters.ChoiceFilter(
        label="计划", choices=PLANNED, method="by_plan", empty_label="计划内外"
    )
    sort = django_filters.ChoiceFilter(
        label="排序", choices=ORDER_LABELS, method="in_order", empty_label=None
    )

    class Meta:
        model = Activity
        fields = ()

    def having_words(self, activities, name, value: str):
        """See `ActivityQuerySet.having_words`."""
        return activities.having_words(value)

    def of_kind(self, activities, name, kind: ActivityKind):
        """See `ActivityQuerySet.of_kind`."""
        return activities.of_kind(kind)

    def of_unit(self, activities, name, unit: Unit):
        """See `ActivityQuerySet.of_unit`."""
        return activities.of_unit(unit)

    def in_month(self, activities, name, chosen: str):
        """That may have fallen into this month of the working year."""
        year, month = self.request.year, int(chosen)
        last = calendar.monthrange(year, month)[1]
        return activities.within(date(year, month, 1), date(year, month, last))

    def with_evidence(self, activities, name, wanted: str):
        """With at least one file, or with none."""
        proof = Exists(Evidence.objects.filter(activity=OuterRef("pk")))
        return activities.filter(proof if wanted == "yes" else ~proof)

    def by_plan(self, activities, name, wanted: str):
        """For a measure of a plan, or beyond the plans."""
        return activities.planned() if wanted == "yes" else activities.unplanned()

    def in_order(self, activities, name, order: str):
        """In the chosen order; a dateless activity stands last."""
        return ORDERS[order](activities)


LATE = ("late", "逾期未报")


class PlanFilter(django_filters.FilterSet):
    """Name of the unit or title, state; `parent` is set by the link from a superior plan."""

    q = django_filters.CharFilter(
        label="单位", method="having_words",
        widget=forms.SearchInput(attrs={"placeholder": "单位名称、计划标题"}),
    )  # fmt: skip
    state = django_filters.ChoiceFilter(
        label="状态", choices=[LATE, *Status.choices], method="in_state", empty_label="全部状态"
    )
    parent = django_filters.NumberFilter(
        widget=forms.HiddenInput, max_value=BigIntegerField.MAX_BIGINT
    )

    class Meta:
        model = Plan
        fields = ()

    def having_words(self, plans, name, value: str):
        """Every word occurs in the names of the unit or in the title."""
        for word in value.split():
            plans = plans.filter(
                Q(unit__in=Unit.objects.called_like(word)) | Q(title__icontains=word)
            )
        return plans

    def in_state(self, plans, name, wanted: str):
        """Of this status, or late; expects plans `late_first`."""
        return plans.filter(late=True) if wanted == LATE[0] else plans.filter(status=wanted)


class PairFilter(django_filters.FilterSet):
    """Partnerships: words in the names of either side, and those that lie idle."""

    q = django_filters.CharFilter(
        label="查找", method="having_words",
        widget=forms.SearchInput(attrs={"placeholder": "单位或部队"}),
    )  # fmt: skip
    idle = django_filters.ChoiceFilter(
        label="提示", choices=[("yes", "一年无活动")], method="lying_idle",
        empty_label="全部共建关系",
    )  # fmt: skip

    class Meta:
        model = CoBuildingPair
        fields = ()

    def having_words(self, pairs, name, text: str):
        """With a unit or troop whose name contains `text`."""
        units = Unit.objects.called_like(text)
        return pairs.filter(Q(unit__in=units) | Q(troop__name__icontains=text))

    def lying_idle(self, pairs, name, wanted: str):
        """Without a confirmed activity for a year, see `cobuilding.pairs_of`."""
        return pairs.filter(is_idle=True)
