"""The way back to a former version of a summary."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from activities.models import Activity, Evidence
from reports.models import Outline, Summary, SummarySection, SummaryVersion
from reports.summary.saving import saved
from shuangyong.review import StepRefused
from units.models import User

from .versions import DATES, HEAD, SECTION, left_out, placed_in


@transaction.atomic
def restore(version: SummaryVersion, *, by: User) -> list[str]:
    """Make the summary what it was in `version`, as a version of its own; what was not possible.

    Sections keep their identity, and with it the comments on them. Raises StepRefused once the
    summary is out of the unit's hands.
    """
    summary = Summary.objects.select_for_update().select_related("unit").get(pk=version.summary_id)
    if not summary.is_editable:
        raise StepRefused(f"总结{summary.get_status_display()}，不能恢复以前的版本。")
    remarks = _restore_head(summary, version.content["head"])
    remarks += _restore_sections(summary, version.content["sections"])
    summary.save()
    saved(
        summary,
        by=by,
        reason="恢复总结版本",
        detail=str(version),
        without=left_out(version.content),
        order=placed_in(version.content),
    )
    return remarks


def as_it_was(version: SummaryVersion, summary: Summary) -> tuple[Summary, list[SummarySection]]:
    """The summary and its sections as they stood, unsaved; figures are those of today."""
    stood = Summary(pk=summary.pk, unit=summary.unit, year=summary.year, frozen=summary.frozen)
    _set_head(stood, version.content["head"])
    return stood, _sections(stood, version.content["sections"])


def _set_head(summary: Summary, head: dict) -> None:
    for name in HEAD:
        value = head[name]
        is_date = name in DATES and value
        setattr(summary, name, date.fromisoformat(value) if is_date else value)


def _restore_head(summary: Summary, head: dict) -> list[str]:
    _set_head(summary, head)
    remarks = []
    known = Outline.objects.filter(pk=head["outline"]).exists()
    summary.outline_id = head["outline"] if known else None
    if head["outline"] and not known:
        remarks.append("当时使用的提纲已被删除")
    examples = Activity.objects.filter(pk__in=head["examples"])
    summary.examples.set(examples)
    if gone := len(head["examples"]) - len(examples):
        remarks.append(f"当时选定的典型事例中有 {gone} 项活动已被删除")
    return remarks


def _restore_sections(summary: Summary, stored: list[dict]) -> list[str]:
    sections = _sections(summary, stored)
    replace_sections(summary, sections)
    had = sum(1 for row in stored if row["photo"])
    gone = had - sum(1 for section in sections if section.photo_id)
    return [f"有 {gone} 张照片已被删除，请重新选择"] if gone else []


def _sections(summary: Summary, stored: list[dict]) -> list[SummarySection]:
    """Unsaved, with the photos that are still there; one query."""
    photos = Evidence.objects.in_bulk({row["photo"] for row in stored if row["photo"]})
    return [
        SummarySection(
            pk=row["pk"],
            summary=summary,
            position=position,
            photo=photos.get(row["photo"]),
            **{name: row[name] for name in SECTION},
        )
        for position, row in enumerate(stored, 1)
    ]


def replace_sections(summary: Summary, sections: list[SummarySection]) -> None:
    """Store `sections` as all there are; one that has the id of a stored one takes its place.

    An id that was given up before is taken again: the database never gives it to another row.
    """
    standing = set(summary.sections.values_list("pk", flat=True))
    wanted = {section.pk for section in sections}
    summary.sections.exclude(pk__in=wanted - {None}).delete()
    summary.sections.update(key="")  # keys may change hands; each is there once at any moment
    kept = [section for section in sections if section.pk in standing]
    fields = ("position", "photo", *SECTION)
    SummarySection.objects.bulk_update(kept, fields)
    SummarySection.objects.bulk_create(s for s in sections if s.pk not in standing)
