"""The form of a need, its filters, and the step that answers it."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Q

from activities.models import Activity, Direction, RequestState, SupportRequest
from shuangyong.forms import ConstraintErrorsAtFields
from units import permissions
from units.models import Troop, Unit


class RequestForm(ConstraintErrorsAtFields, forms.ModelForm):
    """One entry of the 双清单."""

    set_by_view = frozenset({"year"})

    class Meta:
        model = SupportRequest
        fields = (
            "direction", "need", "troop", "from_whom", "detail", "unit", "responsible_unit", "due",
            "activities",
        )  # fmt: skip
        widgets = {
            "direction": forms.RadioSelect,
            "detail": forms.Textarea({"rows": 3}),
            "activities": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, user, year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.year = year = self.instance.year or year
        self.fields["due"].year = year
        own = Unit.objects.filter(permissions.rows_to_write(user, ""))
        self.fields["unit"].queryset = own
        self.fields["unit"].initial = user.unit_id
        self.fields["responsible_unit"].queryset = Unit.objects.known_to(user)
        self.fields["troop"].queryset = Troop.objects.of_tree(user.unit)
        self.fields["activities"].queryset = Activity.objects.visible_to(user).in_year(year)
        self.fields["activities"].label = "对应活动"


class RequestFilter(django_filters.FilterSet):
    """Filters of the list."""

    q = django_filters.CharFilter(
        label="查找", method="search", widget=forms.TextInput({"placeholder": "需求、部队、说明"})
    )
    direction = django_filters.ChoiceFilter(choices=Direction, label="方向", empty_label="全部方向")
    state = django_filters.ChoiceFilter(choices=RequestState, label="状态", empty_label="全部状态")

    class Meta:
        model = SupportRequest
        fields = ()

    def search(self, queryset, name, text):
        """Needs in whose words, troop or detail `text` stands."""
        found = Q(need__contains=text) | Q(detail__contains=text)
        return queryset.filter(found | Q(troop__name__contains=text) | Q(from_whom__contains=text))
