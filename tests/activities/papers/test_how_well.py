"""Old papers are read well enough to be worth correcting; the figures are printed by the benchmark."""

import pytest

from tests.benchmarks.old_papers import FIELDS, further, measure, seeds, summed, table


@pytest.fixture(scope="module")
def real():
    return summed([measure(paper) for paper in seeds()])


@pytest.fixture(scope="module")
def others():
    return [measure(paper) for paper in further()]


def test_the_activities_of_the_real_papers_are_found(real):
    assert real["activities"].recall >= 0.9
    assert real["activities"].precision >= 0.9


@pytest.mark.parametrize("field", ["held", "money"])
def test_dates_and_money_of_the_real_papers_are_read(real, field):
    assert real[field].recall >= 0.95
    assert real[field].precision >= 0.9


@pytest.mark.parametrize("field", [f for f in FIELDS if f not in ("activities", "held", "money")])
def test_the_other_fields_of_the_real_papers_are_read(real, field):
    assert real[field].recall >= 0.9
    assert real[field].precision >= 0.9


def test_a_plan_proposes_no_activity():
    plan = measure(seeds()[2])
    assert plan.scores["activities"].wrong == 0
    assert plan.expected == []


@pytest.mark.parametrize("field", ["activities", "kind", "title", "held", "money"])
def test_papers_of_other_units_are_read_as_well(others, field):
    score = summed(others)[field]
    assert score.recall >= 0.85
    assert score.precision >= 0.85


def test_the_figures_are_a_table(real):
    lines = list(table({"three seeds": real}))
    assert len(lines) == len(FIELDS) + 2
    assert lines[2].startswith("| activities | 1.00 / 1.00 (34)")
