"""Uploading a 考核细则, and what stands at the head of it when it is taken over."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from activities.forms.imports import LEDGER_TYPES, FileOfTypes
from assessments.models import Standard
from assessments.sheets.importing import keep
from shuangyong.forms import ConstraintErrorsAtFields
from shuangyong.uploads import shown_name
from units.models import User

A_YEAR = [
    MinValueValidator(1949, "请填写 1949 至 2100 之间的年份。"),
    MaxValueValidator(2100, "请填写 1949 至 2100 之间的年份。"),
]


class StandardFileForm(forms.Form):
    """One xlsx or csv file, read as a whole; `batch` waits for its confirmation."""

    file = FileOfTypes(types=LEDGER_TYPES, label="考核细则文件")

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def clean(self):
        cleaned = super().clean()
        if file := cleaned.get("file"):
            try:
                self.batch = keep(shown_name(file.name), file.read(), by=self.by)
            except ValidationError as error:
                self.add_error("file", error)
        return cleaned


class StandardHeadForm(ConstraintErrorsAtFields, forms.ModelForm):
    """Name, years, total and note as the file has them, to be corrected before it is taken over."""

    set_by_view = frozenset({"unit", "version"})

    class Meta:
        model = Standard
        fields = ("name", "year", "year_to", "total", "basis", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("year", "year_to"):
            self.fields[name].validators += A_YEAR
        self.fields["year_to"].help_text = "只在跨年度（如四年创建周期）时填写"
