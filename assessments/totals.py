"""The scores of a whole round, one checklist after the other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import groupby
from operator import itemgetter

from django.db.models import CharField
from django.db.models.functions import Cast

from .giving_scores import Side
from .models import Criterion, Response, Round, Standard
from .scoring import Score, add_up


def scores_of(
    round_: Round, side: Side = "reviewed_score", assessments=None
) -> Iterator[tuple[int, Score]]:
    """The key of each checklist of the round with what one side's scores come to.

    Two queries; however many checklists there are, only one is held at a time. `assessments`
    narrows them down, as a queryset. In the order of their keys.
    """
    criteria = _criteria(round_)
    within = round_.assessments.all() if assessments is None else assessments
    rows = Response.objects.filter(assessment__in=within.order_by().values("pk"))
    # as text: the few scores that there are become Decimal once, not in every row
    rows = rows.annotate(written=Cast(side, CharField())).order_by("assessment_id")
    rows = rows.values_list("assessment_id", "criterion_id", "written")
    score_of = cache(lambda written: None if written is None else Decimal(written))
    for assessment, group in groupby(rows.iterator(chunk_size=5000), itemgetter(0)):
        entries = [(*criteria[key], score_of(written)) for _, key, written in group]
        entries.sort(key=itemgetter(0))
        yield assessment, add_up(entry[1:] for entry in entries)


def _criteria(round_: Round) -> dict[int, tuple[int, Criterion]]:
    """The items of the round by key, with their places; also those of its standard's versions."""
    versions = Standard.objects.filter(unit=round_.standard.unit_id, year=round_.standard.year)
    found = Criterion.objects.filter(section__standard__in=versions).select_related("section")
    return {criterion.pk: (place, criterion) for place, criterion in enumerate(found)}
