"""What is chosen before a summary is generated."""

from __future__ import annotations

from django import forms

from .models import Arrangement, Outline, Style, Summary


class SettingsForm(forms.ModelForm):
    """Outline and style; the order of activities where the unit answers for others.

    Nothing has to be chosen: what is left out is the usual.
    """

    class Meta:
        model = Summary
        fields = ("outline", "style", "arrangement")
        widgets = {"style": forms.RadioSelect, "arrangement": forms.RadioSelect}
        help_texts = {
            "outline": "总结有哪些标题、各写什么",
            "style": "简要的一页纸，供领导阅读",
            "arrangement": "正文中活动的先后",
        }

    def __init__(self, *args, unit, is_office: bool, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False
        outline = self.fields["outline"]
        outline.queryset = Outline.objects.offered_to(unit)
        outline.empty_label = None
        outline.label_from_instance = _named
        self.fields["style"].choices = Style.choices
        self.fields["arrangement"].choices = Arrangement.choices
        if not is_office:
            del self.fields["arrangement"]

    def chosen(self) -> dict:
        """What was chosen, by the name of its field."""
        return {name: value for name, value in self.cleaned_data.items() if value}


def _named(outline: Outline) -> str:
    return f"{outline}（{outline.unit.label}）" if outline.unit else str(outline)


LONGEST = 18
"""Digits of a key that any database takes."""


def is_key(text: str) -> bool:
    """Whether it can be the key of a record."""
    return text.isdecimal() and len(text) <= LONGEST


class Keys(forms.Field):
    """Several keys of records, as checkboxes of one name send them."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value) -> set[int]:
        """Raises ValidationError for what is no key."""
        if not all(is_key(str(key)) for key in value or ()):
            raise forms.ValidationError("选项无效。")
        return {int(key) for key in value or ()}


class ExamplesForm(forms.Form):
    """What was ticked, of what the page showed."""

    shown = Keys(required=False)
    ticked = Keys(required=False)
