"""The editor of a standard, opened in a browser: what stands in its forms goes back with them."""

from __future__ import annotations

from django.urls import reverse

from assessments.models import Criterion, Section, Standard


def as_sent(answer) -> dict:
    """Every field of the page's form and its lines, as a browser would send them."""
    sent = dict(_fields(answer.context["form"]))
    for lines in answer.context["lines"].values():
        sent |= dict(_fields(lines.management_form))
        for form in lines.forms:
            sent |= dict(_fields(form))
    return sent


def _fields(form):
    for field in form:
        value = field.value()
        if field.name == "DELETE" or value is None or value == []:
            continue
        if isinstance(value, list | tuple):
            value = [getattr(each, "pk", each) for each in value]
        yield field.html_name, value


def added(sent: dict, prefix: str, **fields) -> dict:
    """What is sent with one more line."""
    total = int(sent[f"{prefix}-TOTAL_FORMS"])
    line = {f"{prefix}-{total}-{name}": value for name, value in fields.items()}
    return sent | line | {f"{prefix}-TOTAL_FORMS": total + 1}


def errors(answer) -> str:
    """Everything the page says is wrong, in one text."""
    said = [answer.context["form"].errors.as_text()]
    for lines in answer.context["lines"].values():
        said += [lines.non_form_errors().as_text(), *(form.errors.as_text() for form in lines)]
    return "".join(said)


def edit(part) -> str:
    """Where a part is edited."""
    name = {Standard: "standard-edit", Section: "section-edit", Criterion: "criterion-edit"}
    return reverse(f"assessments:{name[type(part)]}", args=[part.pk])
