"""Writing scores, whoever gives them: the unit, the reviewer, an import, a changed decision.

No database constraint can know a criterion's points and steps, so whatever writes
`self_score` or `reviewed_score` without a `ScoreField` before it comes through here.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from django.db import transaction

from .allowed_scores import check_score
from .models import Response, ResponseYear, Round
from .scoring import of_years

Side = Literal["self_score", "reviewed_score"]
Given = Decimal | None | Mapping[int, Decimal | None]
LABELS = {"self_score": "自评分", "reviewed_score": "考评分"}


class ScoreRefused(ValueError):
    """A score that its criterion does not know; the message is for the user."""


@transaction.atomic
def give_scores(round_: Round, side: Side, given: Mapping[Response, Given]) -> None:
    """Write one side's scores of responses of a round; a fixed number of queries.

    In a round that is scored year by year a response gets its scores by year; years that are
    left out keep theirs, and the response's own score is what all of them come to. The caller
    has locked the checklist, and loaded criteria with `scoring_points` and `measures`.

    Raises ScoreRefused, and writes nothing, if a score is not one of the criterion's or a year
    not one of the round's.
    """
    for response, score in given.items():
        for year, value in _by_year(score).items():
            _check(round_, side, response, year, value)
    if round_.by_year:
        _write_years(round_, side, given)
    else:
        for response, score in given.items():
            setattr(response, side, score)
    Response.objects.bulk_update(given, [side])


def _by_year(score: Given) -> Mapping[int | None, Decimal | None]:
    return score if isinstance(score, Mapping) else {None: score}


def _check(round_: Round, side: Side, response: Response, year: int | None, score) -> None:
    criterion = response.criterion
    if (year in round_.years) != round_.by_year:
        wrong = "请逐年打分。" if year is None else f"{year} 年不在考核年度内。"
    else:
        wrong = check_score(criterion, score, LABELS[side])
    if wrong:
        raise ScoreRefused(f"第 {criterion.label} 项：{wrong}")


def _write_years(round_: Round, side: Side, given: Mapping[Response, Mapping]) -> None:
    ResponseYear.objects.bulk_create(
        [
            ResponseYear(response=response, year=year, **{side: score})
            for response, scores in given.items()
            for year, score in scores.items()
        ],
        update_conflicts=True,
        unique_fields=["response", "year"],
        update_fields=[side],
    )
    stored = ResponseYear.objects.filter(
        response__in=[response.pk for response in given], year__in=round_.years
    )
    scores: dict[int, dict] = {response.pk: dict.fromkeys(round_.years) for response in given}
    for response, year, score in stored.order_by().values_list("response", "year", side):
        scores[response][year] = score
    for response in given:
        setattr(response, side, of_years(response.criterion, scores[response.pk].values()))
