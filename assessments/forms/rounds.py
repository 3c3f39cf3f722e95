"""The form of a round."""

from __future__ import annotations

from django import forms

from assessments.models import Round, Standard
from shuangyong.forms import ConstraintErrorsAtFields
from units.models import Unit


class RoundForm(ConstraintErrorsAtFields, forms.ModelForm):
    """Which standard, which units, which deadlines and grades."""

    set_by_view = frozenset({"unit"})

    class Meta:
        model = Round
        fields = (
            "name", "standard", "year", "year_to", "self_deadline", "review_deadline", "units",
            "excellent_from", "good_from", "passed_from",
        )  # fmt: skip
        widgets = {
            "self_deadline": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "review_deadline": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "units": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, unit: Unit, year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.unit = unit
        receiving = Unit.objects.receiving_from(unit)
        self.fields["units"].queryset = receiving
        self.fields["units"].initial = receiving
        self.fields["year"].initial = year
        self.fields["standard"].queryset = Standard.objects.filter(unit=unit)
