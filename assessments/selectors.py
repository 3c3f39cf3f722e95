"""What the pages show of one checklist, item by item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from activities.models import Activity

from .measures import Proposal, proposals
from .missing import wants_showing
from .models import Assessment, Criterion, CriterionKind, Response, Section
from .scoring import Score, SectionScore, add_up


@dataclass(slots=True)
class Item:
    """One criterion on the page of a checklist; a view adds the form of the side that writes."""

    response: Response
    proposal: Proposal | None
    form: Any = None

    @property
    def criterion(self) -> Criterion:
        """What is asked."""
        return self.response.criterion

    @property
    def falls_short(self) -> bool:
        """True if the reviewed score is less than the unit could have got."""
        score, criterion = self.response.reviewed_score, self.criterion
        if score is None:
            return False
        if criterion.kind in (CriterionKind.DEDUCTION, CriterionKind.VETO):
            return score > 0
        return score < criterion.points

    @property
    def lacks_evidence(self) -> bool:
        """True where points are claimed and nothing shows it: it counts as not done."""
        given = self.response
        return wants_showing(given) and not (given.activities.all() or given.files.all())


class Items:
    """Items of a checklist, and which of them want attention."""

    __slots__ = ()

    @property
    def unanswered(self) -> list[Item]:
        """What is missing before the unit can submit."""
        return [item for item in self.items if item.response.self_score is None]

    @property
    def unreviewed(self) -> list[Item]:
        """What is missing before the reviewer can confirm."""
        return [item for item in self.items if item.response.reviewed_score is None]

    @property
    def unproven(self) -> list[Item]:
        """Points claimed without a word, an activity or a file to show it."""
        return [item for item in self.items if item.lacks_evidence]


@dataclass(frozen=True, slots=True)
class Part(Items):
    """One section on the page of a checklist."""

    section: Section
    items: tuple[Item, ...]
    own: SectionScore
    reviewed: SectionScore

    @property
    def is_filled(self) -> bool:
        """True once every item has a self-score."""
        return self.own.scored == self.own.asked

    @property
    def is_reviewed(self) -> bool:
        """True once every item has a reviewed score."""
        return self.reviewed.scored == self.reviewed.asked


@dataclass(frozen=True, slots=True)
class Checklist(Items):
    """A whole checklist: its items by section and what they add up to."""

    parts: tuple[Part, ...]
    own: Score
    reviewed: Score

    @property
    def items(self) -> list[Item]:
        """All items in the order of the standard."""
        return [item for part in self.parts for item in part.items]


def outline(assessment: Assessment) -> Checklist:
    """The checklist without what its items rest on: scores, sums, what is missing."""
    responses = assessment.responses.select_related("criterion__section")
    return _checklist([Item(r, None) for r in responses.prefetch_related("files", "activities")])


def checklist(assessment: Assessment, section: int | None = None) -> Checklist:
    """The checklist with proposals and evidence; a fixed number of queries.

    section: the key of the one section whose items bring them; the others bring their scores.
    """
    responses = list(assessment.responses.select_related("criterion__section"))
    shown = [r for r in responses if section in (None, r.criterion.section_id)]
    activities = Activity.objects.select_related("unit").prefetch_related("evidence")
    prefetch_related_objects(
        shown,
        "criterion__scoring_points",
        "criterion__measures",
        "points_claimed",
        "files",
        Prefetch("activities", activities),
    )
    proposed = proposals(assessment)
    return _checklist(
        [Item(response, proposed.get(response.criterion_id)) for response in responses]
    )


def _checklist(items: list[Item]) -> Checklist:
    own = add_up((i.criterion, i.response.self_score) for i in items)
    reviewed = add_up((i.criterion, i.response.reviewed_score) for i in items)
    return Checklist(tuple(_parts(items, own, reviewed)), own, reviewed)


def _parts(items: Sequence[Item], own: Score, reviewed: Score):
    groups = groupby(items, lambda item: item.criterion.section)
    for (section, group), mine, theirs in zip(groups, own.sections, reviewed.sections, strict=True):
        yield Part(section, tuple(group), mine, theirs)


def citable_activities(assessment: Assessment):
    """What a unit may cite: activities of its own and of the units below, in the years assessed."""
    years = assessment.round.years
    cited = Activity.objects.of_unit(assessment.unit, years[-1]).filter(year__in=years)
    return cited.select_related("unit", "kind")
