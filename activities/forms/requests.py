"""The form of a need, and what the list can be narrowed to."""

from __future__ import annotations

import django_filters
from django import forms
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from activities.models import Direction, RequestState, RequestStep, SupportRequest
from shuangyong.forms import Arranged, GuardedEdit
from shuangyong.secrecy import no_troop_code
from units import permissions
from units.forms.fields import UnitNameField
from units.models import Troop, Unit

FOLDED = ("detail", "commitment", "unit")
KEPT_FOR_THE_NEXT = ("direction", "from_whom", "raised", "unit")


class RequestForm(Arranged, GuardedEdit):
    """One entry of the 双清单 of `year`, recorded by `user`: a short page, direction first.

    The requester is typed; the public name of a known troop is that troop. Who answers is
    named when the need is recorded; afterwards that is changed by `SupportRequest.assign`.
    """

    set_by_view = frozenset({"year", "state"})
    examples = {
        "need": "部队宿舍床上用品缺乏，请帮助解决",
        "from_whom": "九琅山部队",
        "raised": "11月、八一前夕",
        "due": "6月底、年底",
        "responsible_unit": "区文体局",
        "detail": "现有床上用品使用多年，破损较多，约需50套",
        "commitment": "配齐50套，八一前送到",
    }
    from_whom = forms.CharField(
        label="提出方", max_length=100, help_text="部队写公开名称，地方写单位名称",
        validators=[no_troop_code], error_messages={"required": "请填写提出方。"},
        widget=forms.TextInput({"list": "troops", "autocomplete": "off"}),
    )  # fmt: skip
    unit = UnitNameField(label="登记单位")
    responsible_unit = UnitNameField(
        label="责任单位", required=False,
        help_text="现在不指定，就留空：由能看到的单位认领，或以后指派",
    )  # fmt: skip

    class Meta:
        model = SupportRequest
        fields = (
            "direction", "need", "from_whom", "raised", "responsible_unit", "due", "detail",
            "commitment", "unit",
        )  # fmt: skip
        labels = {"direction": "谁的需求"}
        widgets = {
            "direction": forms.RadioSelect,
            "detail": forms.Textarea({"rows": 3}),
            "commitment": forms.Textarea({"rows": 2}),
        }
        error_messages = {
            "direction": {"required": "请选择是部队需求还是地方需求。"},
            "need": {"required": "请填写需求。"},
        }

    def __init__(self, *args, user, year: int, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.year = self.instance.year = self.instance.year or year
        for name in ("raised", "due"):
            self.fields[name].year = self.year
        self.troops = Troop.objects.of_tree(user.unit)
        self.recorded = self.instance.from_whom
        if self.instance.pk:
            self.initial["from_whom"] = self.instance.requester
        self.fields["direction"].choices = Direction.choices
        self._offer_units()

    def _offer_units(self) -> None:
        """Who records it, hidden where there is no choice; who answers, for a new need only."""
        mine = Q(permissions.rows_to_write(self.user, ""), is_active=True)
        recording = self.fields["unit"]
        recording.queryset = Unit.objects.filter(mine | Q(pk=self.instance.unit_id))
        recording.initial = self.user.unit
        if not recording.queryset.exclude(pk=self.user.unit_id).exists():
            recording.widget = forms.HiddenInput()
        if self.instance.pk:
            del self.fields["responsible_unit"]
        else:
            answering = Unit.objects.known_to(self.user).filter(is_active=True)
            self.fields["responsible_unit"].queryset = answering

    @property
    def has_more(self) -> bool:
        """True if a folded field is wrong, or says more than the usual: the page unfolds them."""
        told = any(self[name].value() for name in ("detail", "commitment"))
        return told or any(self[name].errors for name in FOLDED)

    def clean_raised(self):
        """Needs are collected before or in the year in whose list they stand."""
        raised = self.cleaned_data["raised"]
        if raised and raised.start.year > self.year:
            raise forms.ValidationError("提出时间不能晚于登记年度。")
        return raised

    def clean_due(self):
        """A need cannot have been due before the year in which it was raised."""
        due = self.cleaned_data["due"]
        if due and due.end.year < self.year:
            raise forms.ValidationError("办理时限不能早于登记年度。")
        return due

    @transaction.atomic
    def save(self, commit=True):
        """Save what the form asks, and for a new need the first line of its history."""
        is_new = self.instance.pk is None
        self._keep_requester()
        need = super().save(commit)
        if is_new:
            need.history.create(
                by=self.user, step=RequestStep.RECORD, before=need.state, after=need.state,
                comment=f"责任单位：{need.responsible_unit}" if need.responsible_unit else "",
            )  # fmt: skip
        return need

    def _keep_requester(self) -> None:
        """A known troop is kept as such, anything else as it was written."""
        need, written = self.instance, self.cleaned_data["from_whom"]
        if need.pk and "from_whom" not in self.changed_data:
            need.from_whom = self.recorded
            return
        need.troop = self.troops.filter(name=written).first()
        need.from_whom = "" if need.troop else written

    def for_the_next(self) -> dict[str, str]:
        """What a second need of the same meeting has in common with this one."""
        values = {name: self[name].value() for name in KEPT_FOR_THE_NEXT}
        return {name: value for name, value in values.items() if value}


class RequestFilter(django_filters.FilterSet):
    """Filters of the list; the direction is chosen by its tabs."""

    q = django_filters.CharFilter(
        label="查找",
        method="search",
        widget=forms.SearchInput({"placeholder": "需求、提出方、说明"}),
    )
    direction = django_filters.ChoiceFilter(
        choices=Direction, label="方向", widget=forms.HiddenInput
    )
    state = django_filters.ChoiceFilter(choices=RequestState, label="状态", empty_label="全部状态")
    responsible = django_filters.CharFilter(
        label="责任单位", method="of_unit", widget=forms.SearchInput({"placeholder": "责任单位"})
    )
    overdue = django_filters.BooleanFilter(
        label="只看逾期", method="only_overdue", widget=forms.CheckboxInput
    )

    class Meta:
        model = SupportRequest
        fields = ()

    def search(self, needs, name, text: str):
        """Needs in whose words, troop or detail `text` stands."""
        found = Q(need__contains=text) | Q(detail__contains=text)
        return needs.filter(found | Q(troop__name__contains=text) | Q(from_whom__contains=text))

    def of_unit(self, needs, name, text: str):
        """Needs for which a unit with `text` in its name answers."""
        by_name = Q(responsible_unit__name__contains=text)
        return needs.filter(by_name | Q(responsible_unit__short_name__contains=text))

    def only_overdue(self, needs, name, wanted: bool):
        """See `SupportRequestQuerySet.overdue`."""
        return needs.overdue(timezone.localdate()) if wanted else needs

    def tabs(self) -> list[tuple[str, str, int]]:
        """Value, label and number of needs for each direction, the other filters as chosen."""
        others = {name: text for name, text in self.data.items() if name != "direction"}
        needs = type(self)(others, self.queryset, request=self.request).qs
        counted = dict(needs.order_by().values_list("direction").annotate(n=Count("pk")))
        return [
            ("", "全部", sum(counted.values())),
            *((value, label, counted.get(value, 0)) for value, label in Direction.choices),
        ]
