"""上次得分: what a unit got for the same item when the same office last assessed it.

Only published results: what is still being reviewed is the reviewer's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from .models import Assessment, Criterion, Response, Round, RoundState

ROUNDS_BACK = 6
"""How many rounds back a result is looked for; an item that was asked longer ago is a new one."""


@dataclass(frozen=True, slots=True)
class Former:
    """The result of one item in a former round; `points` is what the item was worth then."""

    year: int
    round_name: str
    self_score: Decimal | None
    reviewed_score: Decimal | None
    points: Decimal
    year_to: int | None = None

    @property
    def years(self) -> str:
        """2010, or 2007—2010 for a cycle."""
        return f"{self.year}—{self.year_to}" if self.year_to else str(self.year)


def former_results(assessment: Assessment) -> dict[int, Former]:
    """By criterion what the unit got last time, where there was a last time; three queries."""
    found = former_of([assessment])
    return {criterion: former for (_, criterion), former in found.items()}


def former_of(
    assessments: Sequence[Assessment], criteria: Iterable[int] | None = None
) -> dict[tuple[int, int], Former]:
    """The same for many checklists of one round, by (assessment, criterion); three queries.

    `criteria`: the keys of the items wanted, all of the round's standard if left out. Two items
    are the same if they continue one item, through all versions and years; failing that, if
    they say the same.
    """
    if not assessments:
        return {}
    round_ = assessments[0].round
    rounds = list(_before(round_))
    wanted = _same_items(round_, rounds, criteria) if rounds else {}
    mine = {a.unit_id: a.pk for a in assessments}
    order = {r.pk: place for place, r in enumerate(rounds)}
    results: dict[tuple[int, int], tuple[tuple[int, int], Former]] = {}
    for unit, round_pk, criterion, own, reviewed in _scores(round_, rounds, wanted, mine):
        former_round = rounds[order[round_pk]]
        for item, (rank, points) in wanted[criterion].items():
            key, place = (mine[unit], item), (order[round_pk], rank)
            if key not in results or place < results[key][0]:
                former = Former(
                    former_round.year,
                    former_round.name,
                    own,
                    reviewed,
                    points,
                    former_round.year_to,
                )
                results[key] = (place, former)
    return {key: former for key, (_, former) in results.items()}


def _before(round_: Round):
    """The office's published rounds on earlier years, or opened earlier on the same; the latest first."""
    earlier = Q(year__lt=round_.year) | Q(year=round_.year, pk__lt=round_.pk)
    published = Round.objects.filter(earlier, unit=round_.unit_id, state=RoundState.PUBLISHED)
    return published.order_by("-year", "-pk")[:ROUNDS_BACK]


def _same_items(round_: Round, rounds: list[Round], criteria: Iterable[int] | None):
    """By former criterion the items of the round it is the same as, how surely, its points."""
    standards = {round_.standard_id, *(r.standard_id for r in rounds)}
    issuers = {round_.unit_id}
    rows = list(
        Criterion.objects.filter(
            Q(section__standard__in=standards) | Q(section__standard__unit__in=issuers)
        )
        .order_by()
        .values_list("pk", "continues", "section__standard", "content", "points")
    )
    continues = {pk: before for pk, before, *_ in rows}
    keep = None if criteria is None else set(criteria)
    by_origin: dict[int, list[int]] = {}
    by_words: dict[str, list[int]] = {}
    for pk, _, standard, content, _ in rows:
        if standard == round_.standard_id and (keep is None or pk in keep):
            by_origin.setdefault(_origin(pk, continues), []).append(pk)
            by_words.setdefault(content.strip(), []).append(pk)
    former = {r.standard_id for r in rounds}
    same: dict[int, dict[int, tuple[int, Decimal]]] = {}
    for pk, _, standard, content, points in rows:
        if standard in former:
            alike = dict.fromkeys(by_words.get(content.strip(), ()), (1, points))
            alike |= dict.fromkeys(by_origin.get(_origin(pk, continues), ()), (0, points))
            if alike:
                same[pk] = alike
    return same


def _origin(criterion: int, continues: dict[int, int | None]) -> int:
    """The first of the chain of items that one continues another."""
    seen = {criterion}
    while (before := continues.get(criterion)) is not None and before not in seen:
        seen.add(before)
        criterion = before
    return criterion


def _scores(round_: Round, rounds: list[Round], wanted, mine: dict[int, int]):
    """Published scores of these units for those criteria."""
    if not wanted:
        return
    units = list(mine) if len(mine) == 1 else round_.assessments.values("unit")
    found = Response.objects.filter(
        assessment__round__in=[r.pk for r in rounds],
        assessment__unit__in=units,
        criterion__in=wanted,
    ).exclude(assessment__grade="")
    rows = found.order_by().values_list(
        "assessment__unit", "assessment__round", "criterion", "self_score", "reviewed_score"
    )
    yield from (row for row in rows.iterator(chunk_size=2000) if row[0] in mine)
