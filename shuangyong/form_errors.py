"""What is wrong with a form and its lines, in the order of the page, each with its field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.forms import BaseForm, BaseFormSet, BoundField


@dataclass(frozen=True)
class Slip:
    """One thing to be put right: `said` of the field named `place`, whose id is `target`.

    What concerns the form as a whole has neither place nor target.
    """

    said: str
    place: str = ""
    target: str = ""


def slips_of(form: BaseForm, lines: Iterable[BaseFormSet] = ()) -> list[Slip]:
    """The errors of a form and of the lines below it; none while they are not to be judged."""
    found = list(_of_form(form))
    for formset in lines:
        found += _of_lines(formset)
    return found


def _is_judged(form: BaseForm | BaseFormSet) -> bool:
    return form.is_bound and not getattr(form, "is_unjudged", False)


def _of_form(form: BaseForm, line: str = "") -> Iterator[Slip]:
    if not _is_judged(form) or not form.errors:
        return
    for said in form.non_field_errors():
        yield Slip(str(said), line)
    for name in form.fields:
        for said in form.errors.get(name, ()):
            yield _at(form[name], str(said), line)


def _at(field: BoundField, said: str, line: str) -> Slip:
    if field.is_hidden:
        return Slip(said, line)
    place = f"{line} {field.label}" if line else str(field.label)
    # of several boxes or buttons under one name the first one has the focus
    return Slip(said, place, field.id_for_label or f"{field.auto_id}_0")


def _of_lines(formset: BaseFormSet) -> Iterator[Slip]:
    if not _is_judged(formset) or formset.is_valid():
        return
    for said in formset.non_form_errors():
        yield Slip(str(said), _name_of(formset))
    for number, form in enumerate(getattr(formset, "in_order", formset.forms), 1):
        if not (formset.can_delete and formset._should_delete_form(form)):
            yield from _of_form(form, _name_of_line(formset, form, number))


def _name_of(formset: BaseFormSet) -> str:
    model = getattr(formset, "model", None)
    return str(getattr(formset, "named", "") or (model and model._meta.verbose_name) or "")


def _name_of_line(formset: BaseFormSet, form: BaseForm, number: int) -> str:
    """What people call a line: by what it was asked for, else by its place."""
    asked = getattr(form, "kind_field", None)
    return str(asked.label) if asked else f"{_name_of(formset)}第 {number} 行"
