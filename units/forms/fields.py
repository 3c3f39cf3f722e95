"""Form fields about units, for as many units as there are."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from units.models import Unit
from units.naming import UnitNames, find_unit, tidy


class UnitNameInput(forms.TextInput):
    """Text with proposals that come while one types; without script one types the name."""

    def render(self, name, value, attrs=None, renderer=None):
        proposals = f"names-{(attrs or {}).get('id') or name}"
        attrs = (attrs or {}) | {
            "list": proposals,
            "autocomplete": "off",
            "hx-get": f"{reverse('units:unit-names')}?of={name}",
            "hx-trigger": "input changed delay:250ms, focus once",
            "hx-target": f"#{proposals}",
        }
        text = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="{}"></datalist>', text, proposals)


class UnitNameField(forms.ModelChoiceField):
    """A unit by its full or short name; a choice of 10,000 would be no choice.

    Takes what a ModelChoiceField takes: `queryset` says which units may be named.
    """

    widget = UnitNameInput
    default_error_messages = {"required": "请填写单位名称。"}

    def __init__(self, queryset=None, **kwargs):
        kwargs.setdefault("help_text", "填写单位全称或简称，输入几个字后可从提示中选取。")
        super().__init__(Unit.objects.all() if queryset is None else queryset, **kwargs)

    def prepare_value(self, value):
        """The full name of a unit or of its primary key; typed text as it was typed."""
        if isinstance(value, int):
            value = Unit.objects.filter(pk=value).first() or ""
        return value.name if isinstance(value, Unit) else value

    def to_python(self, value):
        """The unit, or None where nothing was typed."""
        if value in self.empty_values or not tidy(str(value)):
            return None
        return value if isinstance(value, Unit) else find_unit(self.queryset, str(value))

    def has_changed(self, initial, data) -> bool:
        return str(self.prepare_value(initial) or "") != tidy(str(data or ""))


class ListedUnitField(forms.CharField):
    """A unit by name in a line of many; cleans to the unit, or None where nothing was typed.

    `names` is the directory that all lines of a page share, so that no line makes a query; the
    page holds the datalist `unit-names`.
    """

    names: UnitNames

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput({"list": "unit-names", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value):
        """The name of the unit with this primary key; typed text as it was typed."""
        unit = self.names.by_key.get(value) if isinstance(value, int) else value
        return self.names.written(unit) if isinstance(unit, Unit) else unit

    def clean(self, value):
        text = tidy(super().clean(value))
        return self.names.find(text) if text else None

    def has_changed(self, initial, data) -> bool:
        return tidy(str(self.prepare_value(initial) or "")) != tidy(str(data or ""))
