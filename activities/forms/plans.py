"""The form of a plan, edited as a document, and the form that issues it."""

from __future__ import annotations

from datetime import date

from django import forms
from django.db.models import Q

from activities.models import Plan, PlanClause, PlanItem
from shuangyong.forms import ConstraintErrorsAtFields, GuardedEdit, OrderedLines
from units import permissions
from units.models import Unit


class PlanForm(GuardedEdit):
    """A unit's plan of the working year: 指导思想, 工作目标; clauses and measures are lines."""

    set_by_view = frozenset({"year", "parent"})

    class Meta:
        model = Plan
        fields = ("unit", "title", "guiding_thought", "objectives", "note")
        widgets = {
            "guiding_thought": forms.Textarea({"rows": 4}),
            "objectives": forms.Textarea({"rows": 3}),
            "note": forms.Textarea({"rows": 1}),
        }

    def __init__(self, *args, user, year: int, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.instance.year = self.instance.year or year
        mine = Q(permissions.rows_to_write(user, ""), is_active=True)
        field = self.fields["unit"]
        field.queryset = Unit.objects.filter(mine | Q(pk=self.instance.unit_id))
        field.disabled = bool(self.instance.pk)
        if not self.instance.pk:
            field.initial = user.unit_id
            self.fields["title"].initial = f"{year}年双拥工作计划"
        if field.disabled or len(field.queryset) == 1:
            field.widget = forms.HiddenInput()


class ClauseForm(ConstraintErrorsAtFields, forms.ModelForm):
    """One clause of 工作要求."""

    class Meta:
        model = PlanClause
        fields = ("title", "content")
        widgets = {"content": forms.Textarea({"rows": 2})}


class ItemForm(ConstraintErrorsAtFields, forms.ModelForm):
    """One measure: what, when, by whom, how much."""

    class Meta:
        model = PlanItem
        fields = (
            "title", "content", "occasion", "due", "responsible_unit", "responsible_person",
            "target_kind", "target",
        )  # fmt: skip
        widgets = {"content": forms.Textarea({"rows": 2})}

    def __init__(self, *args, year: int, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = self.fields["due"].year = year
        self.fields["responsible_unit"].queryset = units
        self.fields["target"].widget.attrs["placeholder"] = "如 2场"

    def clean_due(self):
        """A measure of a year's plan may reach beyond the year, but not lie outside it."""
        due = self.cleaned_data["due"]
        if due and not due.overlaps(date(self.year, 1, 1), date(self.year, 12, 31)):
            raise forms.ValidationError("时间安排不在本年度内。")
        return due


class OutcomeForm(forms.ModelForm):
    """What came of one measure."""

    class Meta:
        model = PlanItem
        fields = ("outcome",)


Clauses = forms.inlineformset_factory(
    Plan, PlanClause, ClauseForm, OrderedLines, extra=1, can_delete=True, can_order=True
)
Items = forms.inlineformset_factory(
    Plan, PlanItem, ItemForm, OrderedLines, extra=1, can_delete=True, can_order=True
)


class IssueForm(forms.Form):
    """By when sub-plans are due."""

    deadline = forms.DateField(
        label="单项计划报送截止", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
