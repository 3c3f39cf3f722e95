"""The content of a record, said as if somebody had typed it into the form."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django import forms

from activities.drafts import Typed

LABEL = re.compile(r"((?:counts|facts)-\d+)-label")


def typed_by(form, lines: Mapping[str, forms.BaseFormSet]) -> Typed:
    """What an unbound form and its lines show, under the names of a form for a new record."""
    typed = _fields_of(form)
    for formset in lines.values():
        # the lines there are, and one to write into
        shown = [line for line in formset.forms if line.instance.pk] + formset.extra_forms[:1]
        typed |= _management(formset.prefix, len(shown))
        for number, line in enumerate(shown):
            # a formset that leaves lines out numbers the rest without a gap
            before, after = f"{line.prefix}-", f"{formset.prefix}-{number}-"
            typed |= {
                after + name.removeprefix(before): value for name, value in _fields_of(line).items()
            }
    return typed


def without_value(posted) -> list[str]:
    """The lines whose label stood ready (`labels_kept`) and to which nothing was added."""
    kept = set(filter(None, posted.get("labels_kept", "").split("|")))
    found = (LABEL.fullmatch(name) for name in list(posted))
    return [
        match[1]
        for match in found
        if match
        and posted[match[0]] in kept
        and not any(posted.get(f"{match[1]}-{name}", "").strip() for name in ("number", "text"))
    ]


def _management(prefix: str, total: int) -> Typed:
    return {f"{prefix}-TOTAL_FORMS": [str(total)], f"{prefix}-INITIAL_FORMS": ["0"]}


def _fields_of(form) -> Typed:
    return {
        bound.html_name: _values(bound)
        for bound in form
        if not isinstance(bound.field, forms.FileField | forms.models.InlineForeignKeyField)
        and bound.name not in {"id", "seen_revision", "DELETE"}
    }


def _values(bound) -> list[str]:
    value = bound.value()
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return ["on"] if value else []
    shown = bound.field.widget.format_value(value)
    if isinstance(shown, list | tuple):
        return [str(each) for each in shown if each not in (None, "")]
    return [] if shown is None else [str(shown)]
