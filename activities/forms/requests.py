"""The form of a need, its filters, and the step that answers it."""

from __future__ import annotations

import django_filters
from django import forms
from django.db import transaction
from django.db.models import Q

from activities.models import Activity, Direction, RequestState, SupportRequest
from shuangyong.forms import ConstraintErrorsAtFields, KeepsUnseen
from units import permissions
from units.models import Troop, Unit


class RequestForm(KeepsUnseen, ConstraintErrorsAtFields, forms.ModelForm):
    """One entry of the 双清单."""

    set_by_view = frozenset({"year", "state"})

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
        mine = Q(permissions.rows_to_write(user, ""), is_active=True)
        self.offer("unit", Unit.objects.filter(mine))
        self.offer("responsible_unit", Unit.objects.known_to(user))
        self.offer("troop", Troop.objects.of_tree(user.unit))
        self.offer("activities", Activity.objects.visible_to(user).in_year(year))
        self.fields["activities"].label = "对应活动"
        self.fields["unit"].initial = user.unit_id
        self.fields["direction"].choices = Direction.choices

    def clean_due(self):
        """A need cannot have been due before the year in which it was raised."""
        due = self.cleaned_data["due"]
        if due and due.end.year < self.instance.year:
            raise forms.ValidationError("办理时限不能早于登记年度。")
        return due

    @transaction.atomic
    def save(self, commit=True):
        """Save what the form asks; the state belongs to `SupportRequest.move_to` alone."""
        if self.instance.pk:
            stored = SupportRequest.objects.select_for_update().get(pk=self.instance.pk)
            for name in ("state", "reason", "result"):
                setattr(self.instance, name, getattr(stored, name))
        return super().save(commit)


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
