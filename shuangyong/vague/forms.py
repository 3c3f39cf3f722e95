"""Form fields for vague dates and numbers."""

from django import forms
from django.utils import timezone

from .dates import VagueDate
from .numbers import VagueNumber


class VagueFormField(forms.CharField):
    """A text input whose value is an object that prints as it was written."""

    def prepare_value(self, value):
        return str(value) if value is not None else None

    def run_validators(self, value):
        if value is not None:
            super().run_validators(str(value))

    def has_changed(self, initial, data):
        return str(initial or "") != (data or "").strip()


class VagueDateFormField(VagueFormField):
    """Reads a date as people write it; `year` is the one meant when none is written."""

    def __init__(self, *, year: int | None = None, **kwargs):
        kwargs.pop("empty_value", None)
        super().__init__(**kwargs)
        self.year = year
        self.widget.attrs.setdefault("placeholder", "如 7.31、7月31日下午、“八一”期间、6月")

    def to_python(self, value):
        if isinstance(value, VagueDate):
            return value
        text = super().to_python(value)
        return VagueDate.parse(text, year=self.year or timezone.localdate().year) if text else None


class VagueNumberFormField(VagueFormField):
    """Reads a number as people write it; `measure` is meant when none is written."""

    def __init__(self, *, measure: str = "", **kwargs):
        kwargs.pop("empty_value", None)
        super().__init__(**kwargs)
        self.measure = measure
        self.widget.attrs.setdefault("placeholder", "如 近百名、10余人、20多场")

    def to_python(self, value):
        if isinstance(value, VagueNumber):
            return value
        text = super().to_python(value)
        return VagueNumber.parse(text) if text else None
