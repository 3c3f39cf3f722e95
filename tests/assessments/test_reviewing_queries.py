"""A round of a hundred units and a hundred items is reviewed with as many queries as a small one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Assessment, Criterion, Response, Round
from assessments.opening import open_round
from shuangyong.review import Status
from tests.factories import make_activity
from tests.test_scale import new_unit
from units.models import Unit

from .records import make_criterion, make_measure_for, make_round, make_section, make_standard

FEW, MANY = 3, 100


def make_units(bureau, number: int) -> list[Unit]:
    """So many more units directly below the bureau, in one query."""
    bureau.refresh_from_db()
    first = bureau.numchild + 1
    units = Unit.objects.bulk_create(new_unit(bureau, first + n) for n in range(number))
    Unit.objects.filter(pk=bureau.pk).update(numchild=bureau.numchild + number)
    return units


@pytest.fixture
def round_of(bureau, troupe):
    """A round of so many units and items, all handed in, half of the items scored, with proofs."""

    def make(size: int) -> Round:
        standard = make_standard(bureau, name=f"{size} 项")
        section = make_section(standard, "一、组织领导", 0)
        for _ in range(size):
            make_measure_for(make_criterion(section))
        units = make_units(bureau, size)
        round_ = make_round(bureau, *units, standard=standard, name=f"{size} 个单位")
        open_round(round_, by=None)
        round_.assessments.update(status=Status.SUBMITTED)
        Response.objects.filter(assessment__round=round_).update(self_score=5)
        first = Response.objects.filter(assessment__round=round_, criterion__number=1)
        shown = make_activity(troupe)
        for response in first:
            response.activities.add(shown)
            response.files.create(file="x.pdf", name="x.pdf", content_type="", size=1, sha256="")
        first.update(reviewed_score=4)
        return round_

    return make


def first_item(round_: Round) -> str:
    """Where the first item of a round is scored for all units."""
    item = Criterion.objects.get(section__standard=round_.standard, number=1)
    return f"{round_.get_absolute_url()}items/{item.pk}/"


def test_queue_and_items(round_of, count_queries, reviewer):
    few, many = round_of(FEW), round_of(MANY)
    for place in ("review/", "review/?by=item"):
        urls = [f"{round_.get_absolute_url()}{place}" for round_ in (few, many)]
        assert count_queries(reviewer, urls[0]) == count_queries(reviewer, urls[1])
    assert count_queries(reviewer, first_item(few)) == count_queries(reviewer, first_item(many))
    whole, part = (round_.assessments.first().get_absolute_url() for round_ in (few, many))
    assert count_queries(reviewer, whole) == count_queries(reviewer, part)


def test_saving_an_item_for_many_units(round_of, client_of, reviewer):
    def queries(round_: Round) -> int:
        rows = Response.objects.filter(assessment__round=round_, criterion__number=1)
        sent = {"row": [row.pk for row in rows]}
        sent |= {f"r{row.pk}-reviewed_score": "3" for row in rows}
        with CaptureQueriesContext(connection) as found:
            assert client_of(reviewer).post(first_item(round_), sent).status_code == 302
        assert rows.filter(reviewed_score=3).count() == len(sent) - 1
        assert Assessment.objects.filter(round=round_, review_started_at=None).count() == 0
        return len(found)

    few = queries(round_of(FEW))
    assert queries(round_of(25)) == few
