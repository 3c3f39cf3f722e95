"""What the system can count for a criterion: it proposes, a person decides.

A counter looks at the records of many units and some years for all measures of its sort at
once, so a whole round takes as many queries as one checklist. The counters stand in
`counting`; rooms above this one add theirs with `register` when the site starts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from activities.models import Activity
from units.models import Unit

from .allowed_scores import fitted
from .models import Assessment, Criterion, CriterionKind, Measure, Measured, Response, Reward
from .scoring import of_years

CENT = Decimal("0.01")
CHUNK = 500
PROPOSED_FOR = (CriterionKind.BASIC, CriterionKind.BONUS)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a counter found for one measure: how many, in words, the keys of activities counted."""

    count: int
    sentence: str
    activities: tuple[int, ...] = ()


@dataclass(slots=True)
class Findings:
    """What counters found, by the keys of unit and measure.

    Of most units a round has nothing to count for most measures: `nothing` says so once for
    each measure.
    """

    nothing: dict[int, Finding] = field(default_factory=dict)
    found: dict[tuple[int, int], Finding] = field(default_factory=dict)

    def of(self, unit: int, measure: int) -> Finding:
        """What was found for this unit and measure."""
        return self.found.get((unit, measure)) or self.nothing[measure]

    def add(self, others: Findings) -> None:
        """Take in what another counter found for measures of its sort."""
        self.nothing |= others.nothing
        self.found |= others.found


@dataclass(frozen=True, slots=True)
class Proposal:
    """A score for one criterion, why, and what it rests on.

    points: the keys of the scoring points that are earned in full. keys: of the activities
    counted; `activities` are these themselves, where a single checklist was asked for. years:
    in a round that is scored year by year the proposal for each year; `score` is their mean.
    """

    score: Decimal
    sentence: str
    keys: tuple[int, ...] = ()
    points: frozenset[int] = frozenset()
    activities: tuple[Activity, ...] = ()
    years: dict[int, Proposal] = field(default_factory=dict)


Counter = Callable[[Sequence[Unit], range, Sequence[Measure]], Findings]
_counters: dict[str, Counter] = {}


def register(counts: Measured, counter: Counter) -> None:
    """Let `counter` answer for measures that count `counts`.

    It is given the units, the years assessed and the measures, and returns for each measure what
    nothing is called, and a finding for every unit that has something.
    """
    _counters[counts] = counter


def proposals(assessment: Assessment) -> dict[int, Proposal]:
    """Proposals by criterion, for every criterion of the checklist that has a measure."""
    asked = Response.objects.filter(assessment=assessment).values("criterion")
    found = _proposed([assessment], Measure.objects.filter(criterion__in=asked))
    return _with_activities({criterion: proposal for _, criterion, proposal in found})


def proposals_of(
    assessments: Sequence[Assessment], criteria: Iterable[int] | None = None
) -> dict[tuple[int, int], Proposal]:
    """The same for many checklists of one round, by (assessment, criterion).

    `criteria`: the keys of the items wanted, all if left out. As many queries as for one
    checklist; bring `unit` and `round` of the assessments along. Activities are given by key.
    """
    each = each_proposal(assessments, criteria)
    return {(assessment, criterion): proposal for assessment, criterion, proposal in each}


def each_proposal(
    assessments: Sequence[Assessment], criteria: Iterable[int] | None = None
) -> Iterator[tuple[int, int, Proposal]]:
    """The same one after the other, item by item, for rounds too large to be held at once."""
    if not assessments:
        return iter(())
    standard = assessments[0].round.standard_id
    measures = Measure.objects.filter(criterion__section__standard=standard)
    if criteria is not None:
        measures = measures.filter(criterion__in=list(criteria))
    return _proposed(assessments, measures)


def _proposed(assessments: Sequence[Assessment], measures) -> Iterator[tuple[int, int, Proposal]]:
    round_ = assessments[0].round
    by_criterion: dict[int, list[Measure]] = defaultdict(list)
    for measure in _loaded(measures):
        by_criterion[measure.criterion_id].append(measure)
    spans = [range(year, year + 1) for year in round_.years] if round_.by_year else [round_.years]
    units = [assessment.unit for assessment in assessments]
    found = [_findings(units, span, by_criterion.values()) for span in spans]
    asked = [
        (assessment.pk, assessment.unit_id, assessment.unit.kind) for assessment in assessments
    ]
    years = round_.years
    for parts in by_criterion.values():
        criterion, key = parts[0].criterion, parts[0].criterion_id
        kinds = criterion.applies_to
        propose = [_Proposing(parts, of_span) for of_span in found]
        for assessment, unit, kind in asked:
            if not kinds or kind in kinds:
                by_span = [of_span(unit) for of_span in propose]
                yield assessment, key, _over_years(criterion, years, by_span)


def _loaded(measures) -> Iterable[Measure]:
    return (
        measures.filter(criterion__kind__in=PROPOSED_FOR, counts__in=_counters)
        .select_related("criterion", "scoring_point")
        .prefetch_related("kinds", "criterion__scoring_points", "criterion__measures")
    )


def _findings(units: list[Unit], years: range, by_criterion: Iterable[list[Measure]]) -> Findings:
    by_sort: dict[str, list[Measure]] = defaultdict(list)
    for measure in (m for measures in by_criterion for m in measures):
        by_sort[measure.counts].append(measure)
    findings = Findings()
    for counts, measures in by_sort.items():
        findings.add(_counters[counts](units, years, measures))
    return findings


class _Proposing:
    """What was found for the measures of one criterion, as proposals.

    Units with the same counts share the sums, and those with nothing the whole proposal.
    """

    def __init__(self, measures: list[Measure], findings: Findings):
        self._measures, self._findings = measures, findings
        self._keys = [measure.pk for measure in measures]
        self._criterion = measures[0].criterion
        self._sums: dict[tuple[int, ...], tuple[Decimal, frozenset[int]]] = {}
        self._nothing = self._of([findings.nothing[key] for key in self._keys])

    def __call__(self, unit: int) -> Proposal:
        """The proposal for a unit."""
        found, nothing = self._findings.found, self._findings.nothing
        if len(self._keys) == 1:
            finding = found.get((unit, self._keys[0]))
            return self._of([finding]) if finding else self._nothing
        given = [found.get((unit, key)) for key in self._keys]
        if not any(given):
            return self._nothing
        return self._of([f or nothing[k] for f, k in zip(given, self._keys, strict=True)])

    def _of(self, found: list[Finding]) -> Proposal:
        counts = tuple([finding.count for finding in found])
        if counts not in self._sums:
            self._sums[counts] = self._summed(counts)
        score, points = self._sums[counts]
        if len(found) == 1:
            return Proposal(score, found[0].sentence, found[0].activities, points)
        keys = dict.fromkeys(key for finding in found for key in finding.activities)
        said = "；".join(dict.fromkeys(finding.sentence for finding in found))
        return Proposal(score, said, tuple(keys), points)

    def _summed(self, counts: tuple[int, ...]) -> tuple[Decimal, frozenset[int]]:
        given = [earned(m, count) for m, count in zip(self._measures, counts, strict=True)]
        full = frozenset(
            measure.scoring_point_id
            for measure, points in zip(self._measures, given, strict=True)
            if measure.scoring_point_id and points >= measure.scoring_point.points
        )
        return fitted(self._criterion, sum(given, Decimal(0))), full


def _over_years(criterion: Criterion, years: range, by_span: list[Proposal]) -> Proposal:
    """One proposal for a round that is scored once; for one scored by year their mean."""
    if len(by_span) == 1:
        return by_span[0]
    by_year = dict(zip(years, by_span, strict=True))
    return Proposal(
        score=of_years(criterion, (proposal.score for proposal in by_span)),
        sentence="；".join(
            f"{year} 年：{proposal.sentence.removeprefix('本年度')}"
            for year, proposal in by_year.items()
        ),
        keys=tuple(dict.fromkeys(key for p in by_span for key in p.keys)),
        points=frozenset.intersection(*(p.points for p in by_span)),
        years=by_year,
    )


def _with_activities(found: dict[int, Proposal]) -> dict[int, Proposal]:
    """The activities themselves, in the order of their dates, with the columns a line shows."""
    keys = {key for proposal in found.values() for key in proposal.keys}
    columns = ("title", "held", "held_from", "held_to", "occasion", "kind", "unit", "year")
    by_key: dict[int, Activity] = {}
    for some in in_chunks(sorted(keys)):
        by_key |= Activity.objects.only(*columns).in_bulk(some)
    place = {key: n for n, key in enumerate(sorted(by_key, key=lambda key: _when(by_key[key])))}

    def shown(proposal: Proposal) -> Proposal:
        ordered = tuple(sorted(proposal.keys, key=place.get))
        years = {year: shown(of_year) for year, of_year in proposal.years.items()}
        activities = tuple(map(by_key.get, ordered))
        return replace(proposal, keys=ordered, activities=activities, years=years)

    return {criterion: shown(proposal) for criterion, proposal in found.items()}


def _when(activity: Activity) -> tuple:
    """Vaguest last, as a ledger lists them."""
    start, end = activity.held_from, activity.held_to
    return (start is None, start or date.max, end or date.max, activity.pk)


def in_chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    """Keys in lists that fit into one condition of any database."""
    every = list(keys)
    return (every[start : start + CHUNK] for start in range(0, len(every), CHUNK))


def earned(measure: Measure, count: int) -> Decimal:
    """The points for so many records, to two places."""
    most = measure.worth
    if measure.reward == Reward.EACH:
        return min(measure.each_time * count, most)
    if count >= measure.at_least:
        return most
    share = Decimal(count) / measure.at_least if measure.reward == Reward.SHARE else Decimal(0)
    return (most * share).quantize(CENT, ROUND_HALF_UP)
