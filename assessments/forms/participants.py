"""Forms about the units of a round: added later, given longer, gone."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.formats import date_format

from assessments.models import Round
from assessments.participation import to_add
from units.models import Unit

from .unit_choices import OffersUnits

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class AddUnitsForm(OffersUnits, forms.Form):
    """Units that came later, and by when they hand in if not with the others."""

    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label="补充的单位",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择要补充的单位。"},
    )
    until = forms.DateField(
        label="自评截止", required=False, widget=DAY, help_text="不填则与本次考核相同"
    )

    def __init__(self, *args, round_: Round, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.round, self.today = round_, today
        self.offer_units(to_add(round_))

    def clean_until(self):
        """A deadline of their own lies ahead, and is later than that of the others."""
        until = self.cleaned_data["until"]
        if until and until < self.today:
            raise forms.ValidationError("日期已经过去。")
        if until and until < self.round.self_deadline:
            raise forms.ValidationError(
                f"不能早于本次考核的自评截止（{date_format(self.round.self_deadline)}）。"
            )
        return until


class ExtendForm(forms.Form):
    """延期, 补报: until when, and why."""

    until = forms.DateField(label="延至", widget=DAY)
    reason = forms.CharField(
        label="原因", max_length=200, help_text="写入通知，该单位可以看到", widget=forms.TextInput
    )


class LeaveForm(forms.Form):
    """退出考核: since when, and why."""

    on = forms.DateField(label="退出日期", widget=DAY)
    reason = forms.CharField(
        label="原因", max_length=200, help_text="如“机构撤销”“并入市文新局”；该单位可以看到"
    )
