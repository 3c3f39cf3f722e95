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
        self._offer("unit", Unit.objects.filter(mine))
        self._offer("responsible_unit", Unit.objects.known_to(user))
        self._offer("troop", Troop.objects.of_tree(user.unit))
        self._offer_activities(Activity.objects.visible_to(user).in_year(year))
        self.fields["unit"].initial = user.unit_id
        self.fields["direction"].choices = Direction.choices

    def _offer(self, name: str, choices) -> None:
        """These, and what stands there already, though another account chose it."""
        chosen = choices.model.objects.filter(pk=getattr(self.instance, f"{name}_id"))
        self.fields[name].queryset = choices | chosen

    def _offer_activities(self, activities) -> None:
        """Links to what this account cannot see are not shown, and stay when it saves."""
        field = self.fields["activities"]
        field.label, field.queryset = "对应活动", activities
        linked = self.instance.activities.all() if self.instance.pk else Activity.objects.none()
        self.unseen = list(linked.exclude(pk__in=activities))

    def clean_due(self):
        """A need cannot have been due before the year in which it was raised."""
        due = self.cleaned_data["due"]
        if due and due.end.year < self.instance.year:
            raise forms.ValidationError("办理时限不能早于登记年度。")
        return due

    def _save_m2m(self):
        super()._save_m2m()
        self.instance.activities.add(*self.unseen)


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
