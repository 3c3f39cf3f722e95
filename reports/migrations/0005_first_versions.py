"""Summaries that were written before there were versions begin with one of what they say."""

from django.db import migrations

HEAD = (
    "title", "addressee", "sign_off", "style", "arrangement", "letterhead", "reference",
    "copies_to", "printed_by",
)  # fmt: skip
DATES = ("dated", "printed_on")
SECTION = (
    "level", "heading", "text", "in_annex", "insert", "caption", "key", "made_heading",
    "made_text", "sources",
)  # fmt: skip


def keep_first(apps, schema_editor) -> None:
    """As `reports.summary.revising.versions.content_of` tells it, by whoever changed it last."""
    Summary = apps.get_model("reports", "Summary")
    SummaryVersion = apps.get_model("reports", "SummaryVersion")
    for summary in Summary.objects.filter(versions=None).iterator(chunk_size=100):
        line = summary.history.order_by("pk").first()
        by = summary.changed_by_id or (line and line.by_id)
        if by is None:
            continue
        head = {name: getattr(summary, name) for name in HEAD}
        dates = {name: getattr(summary, name) for name in DATES}
        head |= {name: day and day.isoformat() for name, day in dates.items()}
        head |= {
            "outline": summary.outline_id,
            "examples": sorted(summary.examples.values_list("pk", flat=True)),
        }
        rows = [
            {"pk": row.pk, "photo": row.photo_id} | {name: getattr(row, name) for name in SECTION}
            for row in summary.sections.order_by("position", "pk")
        ]
        for row in rows:
            row |= {name: "\n".join(row[name].splitlines()) for name in ("text", "made_text")}
        content = {"head": head, "sections": rows, "left_out": [], "arranged": []}
        SummaryVersion.objects.create(
            summary=summary, number=1, reason="原有内容", content=content, by_id=by
        )


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("reports", "0004_ready_outlines")]
    operations = [migrations.RunPython(keep_first, migrations.RunPython.noop)]
