"""What the pages show of one checklist, item by item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from activities.models import Activity

from .former import Former, former_results
from .measures import Proposal, proposals_of
from .missing import wants_showing
from .models import Assessment, Criterion, CriterionKind, Response, Section
from .scoring import Score, SectionScore, Years, add_up


@dataclass(slots=True)
class Item:
    """One criterion on the page of a checklist; a view adds the form of the side that writes.

    years: those of a round that is scored year by year.
    """

    response: Response
    proposal: Proposal | None = None
    former: Former | None = None
    years: tuple[int, ...] = ()
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


@dataclass(frozen=True, slots=True)
class Part:
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
class Checklist:
    """A whole checklist: its items by section and what they add up to."""

    parts: tuple[Part, ...]
    own: Score
    reviewed: Score

    @property
    def items(self) -> list[Item]:
        """All items in the order of the standard."""
        return [item for part in self.parts for item in part.items]

    def part(self, section: int) -> Part | None:
        """The section with this key, if it asks the unit anything."""
        return next((part for part in self.parts if part.section.pk == section), None)

    def beside(self, part: Part, by: int) -> Part | None:
        """The section so many places further on."""
        place = [each.section for each in self.parts].index(part.section) + by
        return self.parts[place] if 0 <= place < len(self.parts) else None


def outline(assessment: Assessment) -> Checklist:
    """The checklist without what its items rest on: scores and sums, of a cycle year by year."""
    years = assessment.round.scored_years
    responses = assessment.responses.select_related("criterion__section")
    if not years:
        return summed([Item(response) for response in responses])
    items = [Item(r, years=years) for r in responses.prefetch_related("years")]
    return summed(items, {item.criterion.pk: _reviewed_years(item) for item in items})


def checklist(assessment: Assessment, section: int | None = None) -> Checklist:
    """The checklist with proposals, former results and evidence; a fixed number of queries.

    section: the key of the one section whose items bring them; the others bring their scores.
    """
    years = assessment.round.scored_years
    responses = list(assessment.responses.select_related("criterion__section"))
    shown = [r for r in responses if section in (None, r.criterion.section_id)]
    activities = Activity.objects.select_related("unit").prefetch_related("evidence")
    prefetch_related_objects(
        shown,
        "criterion__scoring_points",
        "criterion__measures",
        "points_claimed",
        "files",
        *(["years"] if years else []),
        Prefetch("activities", activities),
    )
    found = proposals_of([assessment])
    proposed = {criterion: proposal for (_, criterion), proposal in found.items()}
    proposed |= _with_evidence(proposed, shown, activities)
    former = former_results(assessment)
    return summed(
        [
            Item(r, proposed.get(r.criterion_id), former.get(r.criterion_id), years)
            for r in responses
        ]
    )


def _with_evidence(
    proposed: dict[int, Proposal], shown: list[Response], activities
) -> dict[int, Proposal]:
    """The proposals for what is shown, with their activities as the page needs them."""
    wanted = {pk: proposed[pk] for pk in {r.criterion_id for r in shown} & proposed.keys()}
    counted = {key for proposal in wanted.values() for key in proposal.keys}
    found = activities.in_bulk(counted) if counted else {}
    return {
        pk: replace(proposal, activities=tuple(found[key] for key in proposal.keys))
        for pk, proposal in wanted.items()
    }


def _reviewed_years(item: Item) -> dict[int, Decimal | None]:
    """The reviewed score of each year of a cycle, also of those without one."""
    given = {line.year: line.reviewed_score for line in item.response.years.all()}
    return {year: given.get(year) for year in item.years}


def summed(items: list[Item], reviewed_years: Mapping[int, Years] | None = None) -> Checklist:
    """The items of a checklist by section, added up by the scores that they hold now.

    reviewed_years: of a cycle the reviewed scores by criterion and year, to be told beside it.
    """
    own = add_up((i.criterion, i.response.self_score) for i in items)
    reviewed = add_up(((i.criterion, i.response.reviewed_score) for i in items), reviewed_years)
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


def cancelled(assessment: Assessment) -> list[Response]:
    """Answers to items that a newer version of the standard dropped; three queries at most."""
    found = Response.with_cancelled.filter(assessment=assessment, is_cancelled=True)
    found = found.select_related("criterion").order_by("criterion__number", "pk")
    return list(found.prefetch_related("activities", "files"))
