"""Editing a summary: its head, and its sections as lines; the choices of a bulletin."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from shuangyong.forms import ConstraintErrorsAtFields, GuardedEdit, Lines

from .assessment_bulletin import Part
from .bulletins import CONTENT
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

    def sign(self) -> None:
        """Head and sections are signed together, by `reports.summary.saving.saved`."""


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


class BulletinForm(forms.Form):
    """What a 通报 tells, of which day it is, and until when the units answer."""

    content = forms.MultipleChoiceField(
        label="内容",
        choices=CONTENT,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请至少选择一项内容。",
            "invalid_choice": "没有“%(value)s”这项内容。",
        },
    )
    dated = forms.DateField(
        label="成文日期",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="逾期天数算到这一天；已报未报按现有记录。",
    )
    report_by = forms.DateField(
        label="要求报送日期", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = year

    def clean_dated(self):
        """Whoever still has time must not be told of as late."""
        dated = self.cleaned_data["dated"]
        if dated > timezone.localdate():
            raise forms.ValidationError("成文日期不能晚于今天：期限未到的单位不能算作逾期。")
        if dated.year < self.year:
            raise forms.ValidationError(f"成文日期不能早于 {self.year} 年。")
        return dated

    def clean(self):
        """The units need some time to answer."""
        cleaned = super().clean()
        dated, report_by = cleaned.get("dated"), cleaned.get("report_by")
        if dated and report_by and report_by < dated:
            self.add_error("report_by", "要求报送日期不能早于成文日期。")
        return cleaned


class AssessmentBulletinForm(forms.Form):
    """What a 考核通报 tells beside the results, and of which day it is."""

    content = forms.MultipleChoiceField(
        label="内容",
        choices=Part.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "没有“%(value)s”这项内容。"},
    )
    dated = forms.DateField(
        label="成文日期", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
