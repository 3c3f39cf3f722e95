"""版本: a summary as it stood after every save, as plain data, and the way back to it.

What is saved as one types makes a version every ten minutes; generating, saving, the steps of the
review and going back make one each. Text that did not change makes none: the version there is
takes note of the reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from reports.models import Summary, SummarySection, SummaryVersion
from units.models import User

TYPED = "编辑"
GENERATED = "生成"
REGENERATED = "重新生成"
SITTING = timedelta(minutes=10)
"""What one person types within this time after a version began belongs to it."""
MOST_EDITS = 100
"""So many versions of typing stay; those of every other reason stay for good."""
LONGEST_REASON = SummaryVersion._meta.get_field("reason").max_length

HEAD = (
    "title", "addressee", "sign_off", "dated", "style", "arrangement", "letterhead", "reference",
    "copies_to", "printed_by", "printed_on",
)  # fmt: skip
DATES = ("dated", "printed_on")
SECTION = (
    "level", "heading", "text", "in_annex", "insert", "caption", "key", "made_heading",
    "made_text", "sources",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where the generator put a section, so that what people moved stays where they put it."""

    key: str
    level: int
    in_annex: bool


def plain_lines(text: str) -> str:
    """A text with one kind of line end, as browsers and generator differ in theirs."""
    return "\n".join(text.splitlines())


def beginning(text: str) -> str:
    """How a text without a heading is called in a list."""
    return Truncator(text.split("\n")[0]).chars(20)


def content_of(summary: Summary, sections: Iterable[SummarySection] | None = None) -> dict:
    """Head and sections as plain data, without what is remembered of former generations."""
    head = {name: getattr(summary, name) for name in HEAD}
    head |= {name: head[name] and head[name].isoformat() for name in DATES}
    head["outline"] = summary.outline_id
    head["examples"] = sorted(summary.examples.values_list("pk", flat=True))
    rows = summary.sections.all() if sections is None else sections
    return {"head": head, "sections": [_plain(section) for section in rows]}


def _plain(section: SummarySection) -> dict:
    stored = {"pk": section.pk, "photo": section.photo_id}
    stored |= {name: getattr(section, name) for name in SECTION}
    return stored | {name: plain_lines(stored[name]) for name in ("text", "made_text")}


def keys_of(content: dict) -> set[str]:
    """The generated sections in it."""
    return {section["key"] for section in content.get("sections", ()) if section["key"]}


def left_out(content: dict) -> set[str]:
    """The generated sections that people took out, and that stay out."""
    return set(content.get("left_out", ()))


def placed_in(content: dict) -> list[Place]:
    """Where the last generation put its sections, in order."""
    return [Place(*stored) for stored in content.get("arranged", ())]


def placed(content: dict) -> list[Place]:
    """Where its generated sections stand."""
    return [
        Place(row["key"], row["level"], row["in_annex"])
        for row in content["sections"]
        if row["key"]
    ]


@transaction.atomic
def keep(
    summary: Summary,
    *,
    by: User,
    reason: str,
    without: Iterable[str] | None = None,
    order: Iterable[Place] | None = None,
) -> SummaryVersion:
    """The version of what is stored now: a new one, or the last one if nothing else is said.

    without: generated sections that stay out; unless given, what people took out since the last
    version joins them. order: where a generation put its sections; unless given, as before.
    """
    Summary.objects.select_for_update().get(pk=summary.pk)
    last = summary.versions.first()
    before = last.content if last else {}
    now = content_of(summary)
    gone = left_out(before) | (keys_of(before) - keys_of(now)) if without is None else set(without)
    if order is None:
        order = placed(now) if reason in (GENERATED, REGENERATED) else placed_in(before)
    now["left_out"] = sorted(gone - keys_of(now))
    now["arranged"] = [[a.key, a.level, a.in_annex] for a in order]
    if last and last.content == now:
        return _noted(last, reason)
    if last and _same_sitting(last, by, reason):
        last.content = now
        last.save(update_fields=["content"])
        return last
    number = last.number + 1 if last else 1
    version = summary.versions.create(number=number, reason=reason, content=now, by=by)
    _thin_out(summary)
    return version


def _noted(version: SummaryVersion, reason: str) -> SummaryVersion:
    """The same text for another reason: handed in, it is no longer one of many edits."""
    reasons = version.reason.split("、")
    told = "、".join([*(each for each in reasons if each != TYPED), reason])
    if reason != TYPED and reason not in reasons and len(told) <= LONGEST_REASON:
        version.reason = told
        version.save(update_fields=["reason"])
    return version


def _same_sitting(last: SummaryVersion, by: User, reason: str) -> bool:
    is_edit = reason == last.reason == TYPED and last.by_id == by.pk
    return is_edit and timezone.now() - last.at < SITTING


def _thin_out(summary: Summary) -> None:
    edits = summary.versions.filter(reason=TYPED).values_list("pk", flat=True)
    summary.versions.filter(pk__in=list(edits[MOST_EDITS:])).delete()
