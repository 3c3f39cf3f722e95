"""The form of a plan, edited as a document, and the form that issues it."""

from __future__ import annotations

from django import forms

from activities.models import Plan, PlanClause, PlanItem
from shuangyong.forms import ConstraintErrorsAtFields, GuardedEdit
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
        units = Unit.objects.filter(permissions.rows_to_write(user, "")) | Unit.objects.filter(
            pk=self.instance.unit_id
        )
        self.fields["unit"].queryset = units
        if not self.instance.pk:
            self.fields["unit"].initial = user.unit_id
            self.fields["title"].initial = f"{year}年双拥工作计划"
        if self.instance.pk or len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()


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

    def __init__(self, *args, year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due"].year = year
        self.fields["target"].widget.attrs["placeholder"] = "如 2场"


class NumberedLines(forms.BaseInlineFormSet):
    """Lines that are numbered by the order in which they stand."""

    def save(self, commit=True):
        for position, form in enumerate(self.forms, 1):
            form.instance.position = position
        return super().save(commit)


Clauses = forms.inlineformset_factory(
    Plan, PlanClause, ClauseForm, NumberedLines, extra=1, can_delete=True
)
Items = forms.inlineformset_factory(
    Plan, PlanItem, ItemForm, NumberedLines, extra=1, can_delete=True
)


class IssueForm(forms.Form):
    """By when sub-plans are due."""

    deadline = forms.DateField(
        label="单项计划报送截止", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
