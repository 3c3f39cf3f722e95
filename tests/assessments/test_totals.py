"""The scores of a whole round are those of each checklist."""

from decimal import Decimal

import pytest

from assessments.models import Response
from assessments.opening import open_round
from assessments.scoring import add_up
from assessments.totals import scores_of
from tests.factories import make_unit

from .records import make_round, usual_standard


@pytest.fixture
def round_of(bureau):
    """A round of so many units; each has other scores in quarters of a point, some none."""

    def make(units):
        round_ = make_round(
            bureau, standard=usual_standard(bureau, name=f"{units}"), name=f"{units}"
        )
        round_.units.set(
            make_unit(f"{units}之{n}", under=bureau, kind="subordinate") for n in range(units)
        )
        assessments = open_round(round_, by=None)
        for n, assessment in enumerate(assessments):
            for response in assessment.responses.all():
                response.reviewed_score = Decimal((response.pk * 7 + n) % 17) / 4 or None
                response.save()
        return round_

    return make


def test_each_checklist_has_its_own_total(round_of):
    round_ = round_of(5)
    found = dict(scores_of(round_))
    assert list(found) == sorted(found)
    for assessment in round_.assessments.all():
        responses = assessment.responses.select_related("criterion__section")
        score = add_up((r.criterion, r.reviewed_score) for r in responses)
        assert found[assessment.pk] == score
        assert found[assessment.pk].lines(round_) == score.lines(round_)


def test_self_scores_and_some_of_the_checklists(round_of):
    round_ = round_of(3)
    first = round_.assessments.order_by("pk")[:1]
    Response.objects.filter(criterion__number=3).update(self_score=Decimal("59.75"))
    [(key, score)] = scores_of(round_, "self_score", round_.assessments.filter(pk__in=first))
    assert (key, score.total, score.scored) == (first[0].pk, Decimal("59.75"), 1)


def test_a_large_round_takes_as_many_queries_as_a_small_one(round_of, django_assert_num_queries):
    for units in (2, 9):
        round_ = round_of(units)
        with django_assert_num_queries(2):
            assert len(list(scores_of(round_))) == units
