"""Editing a summary: its head, and its sections as lines; the choices of a bulletin."""

from __future__ import annotations

from django import forms
from django.db.models import Q
from django.utils import timezone

from activities.models import Evidence
from shuangyong.forms import Arranged, ConstraintErrorsAtFields, GuardedEdit, Lines

from .assessment_bulletin import Part
from .bulletins import CONTENT
from .models import Insert, Summary, SummarySection
from .summary.layout import Facts
from .summary.tokens import TOKEN, unknown_in

LEVELS = (
    (0, "正文（无标题）"), (1, "一级标题"), (2, "二级标题"), (3, "三级标题"), (4, "四级标题"),
)  # fmt: skip


DATE = {"type": "date"}


class SummaryForm(Arranged, GuardedEdit):
    """Title, addressee, sign-off, date; and what a document that is sent out has besides."""

    examples = {
        "addressee": "市双拥办",
        "sign_off": "泸州市文化新闻出版局",
        "printed_by": "泸州市文化新闻出版局办公室",
    }

    class Meta:
        model = Summary
        fields = ("title", "addressee", "sign_off", "dated")
        fields += ("letterhead", "reference", "copies_to", "printed_by", "printed_on")
        widgets = {
            "dated": forms.DateInput(DATE, format="%Y-%m-%d"),
            "printed_on": forms.DateInput(DATE, format="%Y-%m-%d"),
        }
        help_texts = {
            "letterhead": "填写后文件首页印红色版头，如“泸州市双拥工作领导小组办公室文件”。",
            "reference": "如“泸双办〔2011〕12号”。",
            "copies_to": "多个机关用顿号或逗号分开。",
        }

    def sign(self) -> None:
        """Head and sections are signed together, by `reports.summary.saving.saved`."""


class SectionForm(ConstraintErrorsAtFields, forms.ModelForm):
    """One section; numbers are set by themselves when the document is laid out.

    facts: the figures that its text may name; photos: what may be chosen beside its own.
    """

    level = forms.TypedChoiceField(
        label="层级", choices=LEVELS, coerce=int, widget=forms.Select({"aria-label": "层级"})
    )

    class Meta:
        model = SummarySection
        fields = ("position", "level", "heading", "text")
        fields += ("insert", "photo", "caption", "in_annex")
        widgets = {
            "text": forms.Textarea({"rows": 3, "class": "form-control", "placeholder": "正文"}),
            "heading": forms.Textarea({"rows": 1, "class": "form-control", "placeholder": "标题"}),
            "caption": forms.TextInput({"class": "form-control"}),
            "position": forms.NumberInput({"min": 1, "class": "form-control"}),
            "photo": forms.HiddenInput,
        }

    def __init__(self, *args, facts: Facts, photos, **kwargs):
        super().__init__(*args, **kwargs)
        self.facts = facts
        own = Q(pk=self.instance.photo_id)
        self.fields["photo"].queryset = Evidence.objects.filter(own | Q(pk__in=photos))

    def clean_heading(self):
        """One line, however many were pasted: the field only looks like several."""
        return self._known("".join(self.cleaned_data["heading"].splitlines()))

    def clean_text(self):
        return self._known(self.cleaned_data["text"])

    def clean_caption(self):
        return self._known(self.cleaned_data["caption"])

    def _known(self, text: str) -> str:
        """Refuse names in braces that are none of the figures; one kind of line break."""
        if TOKEN.search(text) and (unknown := unknown_in(text, self.facts.values)):
            names = "、".join(f"“{name}”" for name in unknown)
            raise forms.ValidationError(f"没有名为{names}的数据，请从“插入数据”中选择。")
        return "\n".join(text.splitlines())

    def clean(self):
        """Level 0 has no heading, and what is inserted stands alone."""
        cleaned = super().clean()
        if cleaned.get("level") == 0 and cleaned.get("heading"):
            self.add_error("heading", "“正文（无标题）”不能有标题，请选择层级或清空标题。")
        if cleaned.get("insert") == Insert.PHOTO and not (cleaned.get("photo") or self._lost_it):
            self.add_error("photo", "请选择照片。")
        return cleaned

    @property
    def _lost_it(self) -> bool:
        """The photo was removed from its activity: that hinders no other change."""
        return self.instance.pk is not None and self.instance.insert == Insert.PHOTO


Sections = forms.inlineformset_factory(
    Summary, SummarySection, SectionForm, formset=Lines, extra=1, can_delete=True
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
