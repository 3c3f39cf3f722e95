"""A summary generated anew: what is going to happen, and that it happens as it was shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction

from reports.models import Summary, SummarySection
from reports.summary.generating.generator import generate_for
from reports.summary.saving import saved
from shuangyong.review import StepRefused
from units.models import User

from .regenerating import Choice, Row, declined, merged, three_way, was_moved
from .restoring import replace_sections
from .versions import REGENERATED, Place, content_of, keep, left_out, placed_in

BEFORE = f"{REGENERATED}之前"
ORDER = "order"
"""Name of the choice whether sections stay where people put them."""


class Outdated(Exception):
    """Records or summary changed after the page was shown."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """What generating anew is going to do."""

    rows: list[Row]
    digest: str
    """Of the stored and the generated state: another one means that something changed since."""
    places: list[Place]
    moved: bool
    keeps_order: bool
    rearranges: bool
    """Whether sections change their order or level."""
    left_out: frozenset[str]

    @property
    def changes_nothing(self) -> bool:
        """Whether the summary is as the records and its people want it."""
        return not (self.moved or self.rearranges or any(row.choices for row in self.rows))


def renewal_of(summary: Summary, *, by_outline: bool = False) -> Renewal:
    """What the records say now beside what is stored; a fixed number of queries."""
    stored = list(summary.sections.all())
    made = generate_for(summary)
    last = summary.versions.first()
    before = last.content if last else {}
    places, out = placed_in(before), frozenset(left_out(before))
    moved = was_moved(stored, places)
    keeps_order = moved and not by_outline
    rows = three_way(stored, made, left_out=out, placed=places, keeps_order=keeps_order)
    digest = _digest(content_of(summary, stored), made)
    arranged = [Place(section.key, section.level, section.in_annex) for section in made]
    rearranges = [row.stored for row in rows if row.stored] != stored or any(
        row.changes_level for row in rows
    )
    return Renewal(rows, digest, arranged, moved, keeps_order, rearranges, out)


def _digest(content: dict, made: list[SummarySection]) -> str:
    told = [
        [s.key, s.level, s.heading, s.text, s.insert, s.caption, s.in_annex, s.sources]
        for s in made
    ]
    shown = json.dumps([content, told], ensure_ascii=False, sort_keys=True)
    return sha256(shown.encode()).hexdigest()


@transaction.atomic
def renew(summary: Summary, *, by: User, digest: str, choices: Mapping[str, str]) -> None:
    """Do what the page with this digest showed, as it was chosen there.

    What stood before is a version of its own. Raises Outdated, and StepRefused once the summary
    is out of the unit's hands.
    """
    locked = Summary.objects.select_for_update().select_related("unit").get(pk=summary.pk)
    if not locked.is_editable:
        raise StepRefused(f"总结{locked.get_status_display()}，不能重新生成。")
    renewal = renewal_of(locked, by_outline=choices.get(ORDER) == Choice.MADE)
    if renewal.digest != digest:
        raise Outdated
    keep(locked, by=by, reason=BEFORE)
    replace_sections(locked, [_of(locked, s) for s in merged(renewal.rows, choices)])
    out = renewal.left_out | declined(renewal.rows, choices)
    saved(locked, by=by, reason="重新生成总结", without=out, order=renewal.places)


def _of(summary: Summary, section: SummarySection) -> SummarySection:
    section.summary = summary
    return section
