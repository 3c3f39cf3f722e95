"""Head and sections of a summary as the page shows them: as text, field by field."""

from __future__ import annotations

from django.forms import ModelForm

from activities.models import Evidence
from reports.forms import SectionForm, SummaryForm
from reports.models import Summary
from reports.summary.layout import Facts
from reports.summary.revising.versions import plain_lines

from .edits import Shown


def shown_in(form: ModelForm) -> Shown:
    """What the page shows in the fields of an unbound form, as text."""
    return {name: _as_text(form[name].value()) for name in form.Meta.fields}


def _as_text(value) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    return value.isoformat() if hasattr(value, "isoformat") else plain_lines(str(value))


def same(one: str, other: str) -> bool:
    """Whether two texts are one, whatever their line ends and the blanks around them."""
    return plain_lines(one).strip() == plain_lines(other).strip()


def state_of(summary: Summary) -> dict:
    """Head and sections as the page shows them, for a page that somebody else's save outran."""
    known = {"facts": Facts(summary), "photos": Evidence.objects.none()}
    return {
        "head": shown_in(SummaryForm(instance=summary, user=None)),
        "sections": [
            shown_in(SectionForm(instance=row, **known)) | {"id": str(row.pk)}
            for row in summary.sections.all()
        ],
    }
