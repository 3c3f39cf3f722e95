"""What a half-typed activity says about the measure it may fulfil."""

from __future__ import annotations

from django import forms

from activities.matching import Sketch
from activities.models import ActivityKind
from shuangyong.occasions import Occasion
from shuangyong.vague import VagueDateFormField
from units import permissions
from units.models import Unit


class SketchForm(forms.Form):
    """The fields of the activity form that count; what cannot be read yet is left out."""

    unit = forms.ModelChoiceField(Unit.objects.none(), required=False)
    kind = forms.ModelChoiceField(ActivityKind.objects.none(), required=False)
    title = forms.CharField(required=False)
    held = VagueDateFormField(required=False)
    occasion = forms.ChoiceField(choices=Occasion, required=False)
    plan_item = forms.IntegerField(required=False)

    def __init__(self, *args, user, year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["held"].year = year
        self.fields["kind"].queryset = ActivityKind.objects.visible_to(user)
        self.fields["unit"].queryset = Unit.objects.filter(permissions.rows_to_write(user, ""))
        self.full_clean()

    @property
    def unit_meant(self) -> Unit:
        """The chosen unit, else the account's own."""
        return self.cleaned_data.get("unit") or self.user.unit

    @property
    def sketch(self) -> Sketch:
        """The activity so far."""
        said = self.cleaned_data
        return Sketch(
            said.get("title", ""), said.get("kind"), said.get("held"), said.get("occasion", "")
        )
