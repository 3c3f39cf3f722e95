"""What the pages show of one checklist, item by item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Prefetch

from activities.models import Activity

from .measures import Proposal, proposals
from .missing import wants_showing
from .models import Assessment, Criterion, Response, Section
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
    def lacks_evidence(self) -> bool:
        """True where points are claimed and nothing shows it: it counts as not done."""
        given = self.response
        return wants_showing(given) and not (given.activities.all() or given.files.all())


@dataclass(frozen=True, slots=True)
class Part:
    """One section on the page of a checklist."""

    section: Section
    items: tuple[Item, ...]
    own: SectionScore
    reviewed: SectionScore


@dataclass(frozen=True, slots=True)
class Checklist:
    """A whole checklist: its items by section and what they add up to."""

    parts: tuple[Part, ...]
    own: Score
    reviewed: Score

    @property
    def items(self) -> list[Item]:
        """All items in the order of the standard."""
        return [item for part in self.parts for item in part.items]

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


def checklist(assessment: Assessment) -> Checklist:
    """The checklist with proposals and evidence; a fixed number of queries."""
    activities = Activity.objects.select_related("unit").prefetch_related("evidence")
    responses = assessment.responses.select_related("criterion__section").prefetch_related(
        "criterion__scoring_points",
        "criterion__measures",
        "points_claimed",
        "files",
        Prefetch("activities", activities),
    )
    proposed = proposals(assessment)
    items = [Item(response, proposed.get(response.criterion_id)) for response in responses]
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
