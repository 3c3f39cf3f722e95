"""Filters by which a figure of the year opens exactly the activities it was counted from.

They are set by links from statistics, not typed: the list shows them as chips that can be taken
away. What is no value of theirs finds nothing, so that a list never shows more than its figure.
"""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, TextChoices

from shuangyong.occasions import Occasion
from shuangyong.review import Status
from units.models import Troop, Unit
from units.scope import scope_of_unit

from .models import (
    Activity,
    ActivityCount,
    BeneficiaryCategory,
    BeneficiaryGroup,
    Contribution,
    ContributionCategory,
)

MONTHLESS, NAMELESS, UNMARKED = "0", "未写名称", "none"
MONTHS = [*((str(month), f"{month}月") for month in range(1, 13)), (MONTHLESS, "月份不明")]
VALUED = [("any", "有折合金额"), *ContributionCategory.choices]
OCCASIONS = [*Occasion.choices, (UNMARKED, "未标明")]
LONGEST_NAME = 80


class Basis(TextChoices):
    """Which activities statistics count."""

    CONFIRMED = "confirmed", "已确认"
    PENDING = "pending", "已确认和待审"

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The statuses that count."""
        waiting = (Status.SUBMITTED,) if self is Basis.PENDING else ()
        return (Status.CONFIRMED, *waiting)


def units_in_scope(request):
    """The units the account works with."""
    return Unit.objects.in_scope_of(request.user)


def troops_met(request):
    """The troops of activities the account reads, wherever they are kept."""
    met = Activity.troops.through.objects.filter(troop=OuterRef("pk"))
    return Troop.objects.filter(
        Exists(met.filter(activity__in=Activity.objects.visible_to(request.user)))
    )


def hidden(kind: type[django_filters.Filter], label: str, method: str, **kwargs):
    """A filter that comes with a link."""
    return kind(label=label, method=method, widget=forms.HiddenInput, **kwargs)


class FigureFilters(django_filters.FilterSet):
    """The filters that stand behind a figure; they count by main kind, unit and begin."""

    counted = hidden(
        django_filters.ModelChoiceFilter,
        "统计单位（含下属）",
        "counted_for",
        queryset=units_in_scope,
    )
    basis = hidden(django_filters.ChoiceFilter, "统计范围", "on_basis", choices=Basis)
    main = hidden(django_filters.CharFilter, "主类别", "of_main_kind")
    reporter = hidden(
        django_filters.ModelChoiceFilter, "填报单位", "reported_by", queryset=units_in_scope
    )
    begun = hidden(django_filters.ChoiceFilter, "开始月份", "begun_in", choices=MONTHS)
    troops = hidden(
        django_filters.ModelChoiceFilter, "部队", "with_this_troop", queryset=troops_met
    )
    count = hidden(django_filters.CharFilter, "数量项目", "with_count", strip=False)
    gift = hidden(django_filters.CharFilter, "投入名称", "with_gift", strip=False)
    valued = hidden(django_filters.ChoiceFilter, "有金额", "with_value", choices=VALUED)
    given = django_filters.ChoiceFilter(
        label="投入类别",
        choices=ContributionCategory,
        method="with_contribution",
        empty_label="不限",
    )
    helped = django_filters.ChoiceFilter(
        label="优抚对象", choices=BeneficiaryCategory, method="that_helped", empty_label="不限"
    )

    EXACT = ("counted", "basis", "main", "reporter", "begun", "troops", "count", "gift", "valued")

    def counted_for(self, activities, name, unit: Unit):
        """What the figures of this unit count in the year, see `reports.figures`."""
        scope = scope_of_unit(unit, self.request.year)
        return activities.filter(scope.q("unit")).counted()

    def on_basis(self, activities, name, basis: str):
        """Confirmed, or also waiting for review."""
        return activities.filter(status__in=Basis(basis).statuses)

    def of_main_kind(self, activities, name, kind: str):
        """Counted under this kind; further kinds are not counted."""
        return activities.filter(kind__name=kind)

    def reported_by(self, activities, name, unit: Unit):
        """By the unit itself, not by those below it."""
        return activities.filter(unit=unit)

    def begun_in(self, activities, name, month: str):
        """Counted under this month, or under none."""
        dated = activities.begun_in_a_month()
        if month == MONTHLESS:
            return activities.exclude(pk__in=dated.order_by().values("pk"))
        return dated.filter(held_from__month=int(month))

    def in_occasion(self, activities, name, occasion: str):
        """Held for this 节点, or for none."""
        return activities.filter(occasion="" if occasion == UNMARKED else occasion)

    def with_this_troop(self, activities, name, troop: Troop):
        """With this very troop, not with others called alike."""
        through = Activity.troops.through.objects.filter(troop=troop)
        return activities.filter(pk__in=through.values("activity"))

    def with_count(self, activities, name, label: str):
        """With a number under this label."""
        return _having(activities, ActivityCount.objects.filter(label=label))

    def with_contribution(self, activities, name, category: str):
        """With something of this category; with `gift` something of it under that name."""
        return _having(activities, self._gifts(category=category))

    def with_gift(self, activities, name, gift: str):
        """With something given under this name."""
        return _having(activities, self._gifts())

    def _gifts(self, **asked):
        lines, gift = Contribution.objects.filter(**asked), self.form.cleaned_data.get("gift")
        return lines.filter(name="" if gift == NAMELESS else gift) if gift else lines

    def with_value(self, activities, name, category: str):
        """With a contribution, of this category or of any, whose value is known."""
        lines = Contribution.objects.exclude(value=None)
        return _having(activities, lines if category == "any" else lines.filter(category=category))

    def that_helped(self, activities, name, category: str):
        """That helped people of this category."""
        return _having(activities, BeneficiaryGroup.objects.filter(category=category))


def _having(activities, lines):
    return activities.filter(Exists(lines.filter(activity=OuterRef("pk")).order_by()))
