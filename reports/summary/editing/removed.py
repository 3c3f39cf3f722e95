"""A section that was removed comes back whole: the page keeps it, signed, until it is left."""

from __future__ import annotations

from django.core import signing

from activities.models import Evidence
from reports.forms import SectionForm
from reports.models import Summary, SummaryComment, SummarySection

SALT = "reports.removed-section"
ASIDE = ("key", "made_heading", "made_text", "sources")
"""What a section knows beside what the page shows."""


def token_of(row: SummarySection) -> str:
    """All of a section that is about to be removed."""
    held = {name: getattr(row, name) for name in (*SectionForm.Meta.fields, *ASIDE)}
    held |= {"pk": row.pk, "photo": row.photo_id, "summary": row.summary_id}
    held["comments"] = list(row.comments.values_list("pk", flat=True))
    return signing.dumps(held, salt=SALT, compress=True)


def bring_back(summary: Summary, token: str) -> SummarySection | None:
    """The section of a token, stored again with its comments; none if it is there, or no token.

    What the generator has made anew meanwhile is left alone: then this one is as if written by
    hand.
    """
    try:
        held = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    there = SummarySection.objects.filter(pk=held["pk"]).exists()
    if there or held.pop("summary") != summary.pk:
        return None
    comments, photo = held.pop("comments"), held.pop("photo")
    row = SummarySection(summary=summary, **held)
    row.photo = Evidence.objects.filter(pk=photo).first()
    if row.key and summary.sections.filter(key=row.key).exists():
        row.key = ""
    row.save(force_insert=True)
    SummaryComment.objects.filter(pk__in=comments, summary=summary).update(section=row)
    return row
