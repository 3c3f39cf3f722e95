"""What the list of activities can be narrowed to; the address carries all of it."""

from __future__ import annotations

from functools import reduce
from operator import or_

import django_filters
from django import forms
from django.db.models import BigIntegerField, Exists, OuterRef, Q

from shuangyong.review import Status, Step
from shuangyong.vague import VagueDate, VagueDateFormField
from units.models import CoBuildingPair, Troop, Unit

from .figure_filters import OCCASIONS, FigureFilters
from .forms.finding import WHEN, FindingForm, ScopeUnitField, TroopField, period
from .models import (
    Activity,
    ActivityCount,
    ActivityHistory,
    ActivityKind,
    Evidence,
    EvidenceKind,
    Plan,
    SupportRequest,
)

EVIDENCE = [
    ("yes", "有佐证材料"), ("no", "缺佐证材料"), ("photos", "有照片"), ("no_photos", "无照片"),
]  # fmt: skip
PLANNED = [("yes", "计划内"), ("no", "计划外")]
NEEDED = [("yes", "已关联需求"), ("no", "未关联需求")]
FORMS = [("series", "系列活动"), ("part", "系列中的一次"), ("single", "单次活动")]
MISSING = [("date", "缺时间"), ("narrative", "缺主要内容"), ("counts", "缺数量")]
INNOVATION = [("yes", "创新做法")]
MINE = [("yes", "我登记的")]
YEARS = [("all", "所有年度")]
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
MAIN = ("q", "kind", "unit", "month", "status")
"""The filters that are always in sight; the others are folded away."""
LONGEST_WORDS = 100
WORDS_REFUSED = {
    "max_length": f"搜索的文字不能超过 {LONGEST_WORDS} 个字。",
    "null_characters_not_allowed": "搜索的文字里有不能识别的字符。",
}


def choice(label: str, choices, method: str | None = None, empty: str = "不限"):
    """A filter by one of a few words."""
    return django_filters.ChoiceFilter(
        label=label, choices=choices, method=method, empty_label=empty
    )


def written(label: str, method: str, field_class, **kwargs):
    """A filter whose value is typed."""
    made = django_filters.Filter(label=label, method=method, **kwargs)
    made.field_class = field_class
    return made


def kinds_in_scope(request):
    """The kinds that activities in the account's scope may have."""
    return ActivityKind.objects.visible_to(request.user)


class ActivityFilter(FigureFilters):
    """Every way in which the list of activities is narrowed and sorted; needs the request.

    What the address holds besides is ignored, and so is a value that is none; `form.errors`
    says which. A unit that the account does not work with finds nothing.
    """

    q = django_filters.CharFilter(
        label="搜索", method="having_words", max_length=LONGEST_WORDS, error_messages=WORDS_REFUSED,
        widget=forms.SearchInput({"placeholder": "名称、内容、物品、影片、单位"}),
    )  # fmt: skip
    kind = django_filters.ModelChoiceFilter(
        label="类别", queryset=kinds_in_scope, method="of_kind", empty_label="全部类别"
    )
    unit = written("单位（含下属）", "of_unit", ScopeUnitField, help_text="")
    month = choice("时间", WHEN[1:], "in_period", "全年")
    status = choice("状态", Status, empty="全部状态")
    since = written("从", "from_day", VagueDateFormField)
    until = written("到", "to_day", VagueDateFormField)
    troop = written("参加部队", "with_troop", TroopField)
    occasion = choice("节点", OCCASIONS, "in_occasion", "全部节点")
    evidence = choice("佐证材料", EVIDENCE, "with_evidence")
    planned = choice("计划措施", PLANNED, "by_plan", "计划内外")
    needed = choice("双清单", NEEDED, "by_need")
    form_of = choice("形式", FORMS, "of_form")
    missing = choice("缺项", MISSING, "lacking")
    innovation = choice("创新", INNOVATION, "that_innovate")
    mine = choice("登记人", MINE, "of_mine", "所有人")
    years = choice("年度", YEARS, "in_years", "本年度")
    sort = choice("排序", ORDER_LABELS, "in_order", None)

    class Meta:
        model = Activity
        fields = ()
        form = FindingForm

    @property
    def form(self) -> FindingForm:
        """The form, with what this account may choose from."""
        is_new = not hasattr(self, "_form")
        form = super().form
        if is_new:
            user = self.request.user
            form.fit(
                units=Unit.objects.in_scope_of(user),
                troops=Troop.objects.of_tree(user.unit),
                kinds=ActivityKind.objects.visible_to(user),
                year=self.request.year,
            )
        return form

    def filter_queryset(self, queryset):
        """Narrowed by every value that is one; by a unit or figure that is none to nothing."""
        found = super().filter_queryset(queryset)
        is_lost = self.form.errors.keys() & {"unit", *self.EXACT}
        return found.none() if is_lost else found

    def having_words(self, activities, name, value: str):
        """See `ActivityQuerySet.having_words`."""
        return activities.having_words(value)

    def of_kind(self, activities, name, kind: ActivityKind):
        """See `ActivityQuerySet.of_kind`."""
        return activities.of_kind(kind)

    def of_unit(self, activities, name, unit: Unit):
        """See `ActivityQuerySet.of_unit`."""
        return activities.of_unit(unit)

    def in_period(self, activities, name, chosen: str):
        """That may have fallen into this month or time of the working year, or of any year."""
        years = [self.request.year]
        if self.form.cleaned_data.get("years"):
            years = activities.order_by().values_list("year", flat=True).distinct()
        times = [period(chosen, year) for year in years]
        within = (Q(held_from__lte=time.end, held_to__gte=time.start) for time in times)
        return activities.filter(reduce(or_, within, Q(pk=None)))

    def from_day(self, activities, name, since: VagueDate):
        """That may have been held on its first day or later."""
        return activities.filter(held_to__gte=since.start)

    def to_day(self, activities, name, until: VagueDate):
        """That may have been held up to its last day."""
        return activities.filter(held_from__lte=until.end)

    def with_troop(self, activities, name, text: str):
        """With a troop of this name, or one written so."""
        troops = Troop.objects.filter(name__icontains=text)
        named = Activity.troops.through.objects.filter(troop__in=troops)
        return activities.filter(
            Q(pk__in=named.values("activity")) | Q(troops_as_written__icontains=text)
        )

    def with_evidence(self, activities, name, wanted: str):
        """With at least one file or photo, or with none."""
        proof = Evidence.objects.filter(activity=OuterRef("pk"))
        if wanted.endswith("photos"):
            proof = proof.filter(kind=EvidenceKind.PHOTO)
        return activities.filter(~Exists(proof) if wanted.startswith("no") else Exists(proof))

    def by_plan(self, activities, name, wanted: str):
        """For a measure of a plan, or beyond the plans."""
        return activities.planned() if wanted == "yes" else activities.unplanned()

    def by_need(self, activities, name, wanted: str):
        """That answer a need of the 双清单, or none."""
        links = SupportRequest.activities.through.objects.filter(activity=OuterRef("pk"))
        return activities.filter(Exists(links) if wanted == "yes" else ~Exists(links))

    def of_form(self, activities, name, wanted: str):
        """A series, one of its dates, or neither."""
        if wanted == "part":
            return activities.exclude(series=None)
        return activities.filter(series=None, is_series=wanted == "series")

    def lacking(self, activities, name, what: str):
        """Without what a complete record has."""
        counts = ActivityCount.objects.filter(activity=OuterRef("pk"))
        lacks = {"date": Q(held=None), "narrative": Q(narrative=""), "counts": ~Exists(counts)}
        return activities.filter(lacks[what])

    def that_innovate(self, activities, name, wanted: str):
        """创新做法."""
        return activities.filter(is_innovation=True)

    def of_mine(self, activities, name, wanted: str):
        """Saved last, or handed in, by this account."""
        user = self.request.user
        handed_in = ActivityHistory.objects.filter(record=OuterRef("pk"), by=user, step=Step.SUBMIT)
        return activities.filter(Q(changed_by=user) | Exists(handed_in))

    def in_years(self, activities, name, wanted: str):
        """All years: the list itself looks at this, see `activities_of`."""
        return activities

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
