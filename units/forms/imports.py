"""Uploading a table."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from shuangyong.tables import TableField
from units import importing
from units.models import User


class TableForm(forms.Form):
    """One xlsx file, read and checked as a whole; `batch` waits for its confirmation."""

    file = TableField()

    def __init__(self, *args, importer: importing.Importer, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.importer, self.by = importer, by

    def clean(self):
        cleaned = super().clean()
        if upload := cleaned.get("file"):
            try:
                self.batch = importing.read(self.importer, upload, by=self.by)
            except ValidationError as error:
                self.add_error("file", error)
        return cleaned
