"""The forms of a standard as a whole: its head, its sections, a copy of it."""

from __future__ import annotations

from django import forms

from assessments.models import Section, Standard
from shuangyong.forms import ConstraintErrorsAtFields, OrderedLines
from units.models import Unit

from .seen import SeenForm

YEARS = {"min": 1990, "max": 2100}


def years_in_range(form) -> None:
    """A year that nobody can mean is told at its field."""
    for name in ("year", "year_to"):
        year = form.cleaned_data.get(name)
        if year is not None and not YEARS["min"] <= year <= YEARS["max"]:
            form.add_error(name, f"年度应当在 {YEARS['min']} 至 {YEARS['max']} 之间。")


class StandardForm(SeenForm):
    """名称, 依据文件, 年度, 总分, 说明; the sections are lines below it."""

    set_by_view = frozenset({"unit", "version"})

    class Meta:
        model = Standard
        fields = ("name", "basis", "year", "year_to", "total", "note")
        widgets = {
            "name": forms.TextInput({"placeholder": "如 双拥工作考核细则"}),
            "basis": forms.TextInput({"placeholder": "如 《双拥模范城（县）创建命名管理办法》"}),
            "year": forms.NumberInput(YEARS),
            "year_to": forms.NumberInput(YEARS),
            "note": forms.Textarea({"rows": 2}),
        }
        help_texts = {"year_to": "跨年度考核（如四年一个创建周期）才填"}

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.unit = unit

    def rows_seen(self) -> list:
        return list(Section.objects.filter(standard=self.instance.pk).order_by("position", "pk"))

    def clean(self):
        cleaned = super().clean()
        years_in_range(self)
        return cleaned


class CopyForm(ConstraintErrorsAtFields, forms.ModelForm):
    """复制为另一细则: under which name, for which years."""

    set_by_view = frozenset({"unit", "version"})

    class Meta:
        model = Standard
        fields = ("name", "year", "year_to")
        widgets = {"year": forms.NumberInput(YEARS), "year_to": forms.NumberInput(YEARS)}

    def __init__(self, *args, source: Standard, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.unit = unit
        for field in ("basis", "total", "note"):
            setattr(self.instance, field, getattr(source, field))

    def clean(self):
        cleaned = super().clean()
        years_in_range(self)
        return cleaned


class SectionForm(ConstraintErrorsAtFields, forms.ModelForm):
    """一、组织领导　20 分."""

    class Meta:
        model = Section
        fields = ("title", "points")
        widgets = {"title": forms.TextInput({"placeholder": "如 一、组织领导"})}


class SectionLinesBase(OrderedLines):
    """Sections in their order; one that holds items is not deleted as a line."""

    def clean(self):
        super().clean()
        leaving = [form.instance for form in self.initial_forms if self._should_delete_form(form)]
        for section in leaving:
            if items := section.criteria.count():
                raise forms.ValidationError(
                    f"“{section}”还有 {items} 项，请打开这一部分，在那里删除。"
                )


SectionLines = forms.inlineformset_factory(
    Standard,
    Section,
    form=SectionForm,
    formset=SectionLinesBase,
    extra=0,
    can_delete=True,
    can_order=True,
)
