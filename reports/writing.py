"""Making a summary from the records, and issuing it: steps that touch several tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from activities.models import Activity
from shuangyong.review import StepRefused
from units import audit
from units.models import Unit, User

from .figures import year_figures
from .models import IssuedDocument, Summary
from .summary.generating.generator import drafted, generate_for
from .summary.generating.outlines import usual_outline
from .summary.layout import pdf_of
from .summary.revising.versions import GENERATED, keep
from .summary.tokens import values_of


@transaction.atomic
def write_summary(
    unit: Unit, year: int, *, by: User, today: date, examples: Iterable[Activity] = (), **settings
) -> Summary:
    """A new summary with its generated sections; the one there is, if two clicks race.

    settings: outline (else the unit's usual one), style, arrangement.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    if present := Summary.objects.filter(unit=unit, year=year).first():
        return present
    summary = drafted(unit, year, today=today)
    for name, chosen in ({"outline": usual_outline(unit)} | settings).items():
        setattr(summary, name, chosen)
    summary.changed_by = by
    summary.save()
    summary.examples.set(examples)
    _fill(summary)
    keep(summary, by=by, reason=GENERATED)
    audit.record(by, "生成总结", summary)
    return summary


def _fill(summary: Summary) -> None:
    sections = generate_for(summary)
    for section in sections:
        section.summary = summary
    summary.sections.bulk_create(sections)


def issue(summary: Summary, *, by: User, archive: bool = False) -> IssuedDocument:
    """Keep the document as it is now, bytes and figures, for good; for the archive as PDF/A.

    It is laid out before the transaction begins, which would keep every other writer waiting.
    Raises CannotPrint, and StepRefused if the summary was reopened meanwhile.
    """
    pdf = pdf_of(summary, archive=archive)
    with transaction.atomic():
        locked = Summary.objects.select_for_update().get(pk=summary.pk)
        if not locked.is_official or locked.revision != summary.revision:
            raise StepRefused("总结刚刚有了变动，请核对后再出具正式文件。")
        last = summary.issued.order_by("-pk").first()
        if last and bytes(last.pdf) == pdf:
            raise StepRefused("与上一份正式文件完全相同，不必再次出具。")
        document = IssuedDocument.objects.create(
            summary=summary,
            pdf=pdf,
            figures=_figures_of(summary),
            is_archival=archive,
            issued_by=by,
        )
        audit.record(by, "出具正式文件", summary, changes={"SHA-256": document.sha256})
    return document


def _figures_of(summary: Summary) -> dict:
    """The year's figures, and as `values` those that the text may name, as they stand in it."""
    figures = year_figures(summary.unit, summary.year)
    values = values_of(figures) if summary.frozen is None else summary.frozen
    return figures.as_json() | {"values": values}
