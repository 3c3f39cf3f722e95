"""Editing a summary: its head, and its sections as lines."""

from __future__ import annotations

from django import forms

from shuangyong.forms import ConstraintErrorsAtFields, GuardedEdit, Lines

from .models import Summary, SummarySection

LEVELS = (
    (0, "正文（无标题）"), (1, "一、"), (2, "（一）"), (3, "1."), (4, "（1）"),
)  # fmt: skip


class SummaryForm(GuardedEdit):
    """Title, addressee, sign-off, date."""

    class Meta:
        model = Summary
        fields = ("title", "addressee", "sign_off", "dated")
        widgets = {"dated": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}


class SectionForm(ConstraintErrorsAtFields, forms.ModelForm):
    """One section; numbers are set by themselves when the document is laid out."""

    level = forms.TypedChoiceField(label="层级", choices=LEVELS, coerce=int)

    class Meta:
        model = SummarySection
        fields = ("position", "level", "heading", "text")
        widgets = {
            "text": forms.Textarea({"rows": 4}),
            "heading": forms.TextInput,
            "position": forms.NumberInput({"min": 1}),
        }

    def clean(self):
        """Level 0 has no heading; what stood there becomes text."""
        cleaned = super().clean()
        if cleaned.get("level") == 0 and cleaned.get("heading"):
            self.add_error("heading", "“正文（无标题）”不能有标题，请选择层级或清空标题。")
        return cleaned


Sections = forms.inlineformset_factory(
    Summary, SummarySection, SectionForm, formset=Lines, extra=0, can_delete=True
)
