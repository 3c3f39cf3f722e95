"""Form fields for vague dates and numbers: a text is read, and shown as it was written."""

import re

from django import forms
from django.utils import timezone

from .dates import VagueDate
from .numbers import VagueNumber


class VagueFormField(forms.CharField):
    """A text input whose value is an object that prints as it was written."""

    value_class: type
    placeholder = ""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("placeholder", self.placeholder)
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value):
        if isinstance(value, self.value_class):
            return value
        text = super().to_python(value)
        return self.read(text) if text else None

    def read(self, text: str):
        """The value that a text means; raises ValidationError."""
        raise NotImplementedError

    def prepare_value(self, value):
        return None if value is None else str(value)

    def run_validators(self, value):
        if value is not None:
            super().run_validators(str(value))

    def has_changed(self, initial, data):
        return (self.prepare_value(initial) or "") != " ".join((data or "").split())


class VagueDateFormField(VagueFormField):
    """Reads a date as people write it; `year` is the one meant when none is written.

    A form sets `year` in its __init__; without one it is the current year. A date of another
    year is shown with its year, so that saving the form again never moves it.
    """

    value_class = VagueDate
    placeholder = "如 7.31、7月31日下午、八一期间、6月"

    def __init__(self, *, year: int | None = None, **kwargs):
        super().__init__(**kwargs)
        self.year = year

    @property
    def year_meant(self) -> int:
        """The year of a date without one."""
        return self.year or timezone.localdate().year

    def read(self, text):
        return VagueDate.parse(text, year=self.year_meant)

    def prepare_value(self, value):
        if isinstance(value, VagueDate):
            return value.for_input(self.year_meant)
        return super().prepare_value(value)


class VagueNumberFormField(VagueFormField):
    """Reads a number as people write it; `measure` is meant when none is written."""

    value_class = VagueNumber
    placeholder = "如 近百名、10余人、20多场"

    def __init__(self, *, measure: str = "", **kwargs):
        super().__init__(**kwargs)
        self.measure = measure

    def read(self, text):
        number = VagueNumber.parse(text)
        if number.measure or not self.measure:
            return number
        return VagueNumber.parse(
            re.sub(r"\s*(以上|左右|上下)?$", rf"{self.measure}\1", text, count=1)
        )
