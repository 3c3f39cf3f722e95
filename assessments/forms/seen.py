"""Two people who edit the same part of a standard: the second is told, nothing is overwritten."""

from __future__ import annotations

import hashlib
import json

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.forms.models import model_to_dict

from assessments.versions import IN_USE
from shuangyong.forms import ConstraintErrorsAtFields


def fingerprint(*rows) -> str:
    """What the rows hold, in 16 characters; changes with every value of theirs."""
    held = [[row._meta.model_name, row.pk, model_to_dict(row, exclude=["number"])] for row in rows]
    told = json.dumps(held, cls=DjangoJSONEncoder, default=str, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


class SeenForm(ConstraintErrorsAtFields, forms.ModelForm):
    """Edits a part of a standard, as it stood when the page was opened.

    `in_use`: the standard can no longer be changed. `rows_seen` is what the page shows beside
    the instance itself, such as its lines. The view checks and saves while it holds the lock
    of the standard, so what is compared here is what is written over. What was stored when the
    page was opened and is gone now comes as a new instance.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, in_use: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.in_use = in_use
        self.fields["seen"].initial = self.stored_now()

    def rows_seen(self) -> list:
        """What else the page shows."""
        return []

    def stored_now(self) -> str:
        """The fingerprint of what is stored; empty for what is new."""
        if self.instance.pk is None:
            return ""
        stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
        return fingerprint(stored, *self.rows_seen())

    def clean(self):
        cleaned = super().clean()
        now, seen = self.fields["seen"].initial, cleaned.get("seen")
        if self.in_use:
            self.add_error(None, f"{IN_USE}您填写的内容还在下方。")
        elif seen and not now:
            self._say_once(
                "另一位用户已删除这里的内容。您填写的内容保留在下方，再次保存即重新加入。", now
            )
        elif seen and seen != now:
            differing = self._differing() or "各行内容"
            self._say_once(
                f"另一位用户已保存过。与您填写不同的内容：{differing}。"
                "您填写的内容保留在下方，核对后再次保存即以您的为准。",
                now,
            )
        return cleaned

    def _say_once(self, said: str, now: str) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = now
        self.add_error(None, f"您打开之后，{said}")

    def _differing(self) -> str:
        stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
        fields = {field.name for field in stored._meta.fields}
        return "、".join(
            f"{self.fields[name].label}（现为“{_shown(stored, name)}”）"
            for name, value in self.cleaned_data.items()
            if name in fields and getattr(stored, name) != value
        )


def _shown(stored, name: str) -> str:
    words = getattr(stored, f"get_{name}_display", None)
    value = words() if words else getattr(stored, name)
    if isinstance(value, list):
        value = "、".join(value)
    return str(value if value is not None else "")[:40]
