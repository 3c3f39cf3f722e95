"""A standard that is exported and imported again is the same standard."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.models import ActivityKind
from assessments.models import CriterionKind, Standard
from assessments.models.standards import Measured, Reward
from assessments.sheets import plain
from assessments.sheets.reading import read_standard
from assessments.sheets.writing import write_standard
from shuangyong.grids.model import tidy
from shuangyong.occasions import Occasion
from tests.factories import make_unit
from units.models import UnitKind

from .test_real_standards import fixture

KINDS = ["慰问演出", "走访慰问", "电影放映", "捐赠赠送"]
letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"))


def text(longest: int, *, smallest: int = 1):
    """Words as a person types them; a cell keeps no blanks at their ends."""
    common = st.sampled_from(
        ["合计", "一、", "（20分）", "5分", "注：", "=1+1", "1.", "-", "加分", "_x000D_"]
    )
    written = st.lists(st.text(letters, max_size=20) | common, min_size=1, max_size=4).map("".join)
    clean = written.map(tidy).map(tidy).map(lambda words: words[:longest].strip())
    return clean.filter(lambda words: len(words) >= smallest and tidy(words) == words)


def points(least: str = "0"):
    cents = st.integers(int(Decimal(least) * 100), 999_999)
    return cents.map(lambda n: plain.plain(Decimal(n) / 100))


def some(**values):
    """A dict of what has a value, as `plain` leaves out what is empty."""
    return st.fixed_dictionaries(values).map(
        lambda made: {k: v for k, v in made.items() if v not in (None, "", [])}
    )


months = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(sorted)
measures = st.builds(
    lambda made, span: made | ({"month_from": span[0], "month_to": span[1]} if span else {}),
    some(
        counts=st.sampled_from(Measured.values),
        occasion=st.sampled_from(["", *Occasion.values]),
        at_least=st.integers(1, 999),
        reward=st.sampled_from(Reward.values),
        points=st.none() | points("0.01"),
        kinds=st.lists(st.sampled_from(KINDS), unique=True).map(
            lambda k: sorted(k, key=KINDS.index)
        ),
    ),
    st.none() | months,
)
scoring_points = st.builds(
    lambda made, measure: made | ({"measure": measure} if measure else {}),
    some(text=text(200), points=points()),
    st.none() | measures,
)
items = some(
    code=st.none() | text(20).filter(lambda code: not code.isdecimal()),
    content=text(60),
    points=points(),
    step=st.none() | points("0.01"),
    rule=text(60, smallest=0),
    evidence_wanted=text(60, smallest=0),
    kind=st.sampled_from(CriterionKind.values),
    applies_to=st.lists(st.sampled_from(UnitKind.values), unique=True),
    scoring_points=st.lists(scoring_points, max_size=3),
    measures=st.lists(measures, max_size=2),
)
sections = some(
    title=text(80).filter(lambda title: title != "合计"),
    points=points(),
    criteria=st.lists(items, max_size=3),
).map(lambda section: {"criteria": []} | section)
standards = some(
    name=text(100),
    basis=text(100, smallest=0),
    year=st.integers(1990, 2050),
    total=points(),
    note=text(100, smallest=0),
    sections=st.lists(sections, min_size=1, max_size=4).filter(
        lambda made: any(section["criteria"] for section in made)
    ),
)


def exported(standard) -> bytes:
    return write_standard(standard).getvalue()


@pytest.fixture
def office(db):
    return make_unit("滨江市双拥办", kind="office")


@given(data=standards, span=st.integers(0, 4))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=25,
)
def test_what_is_exported_is_imported_as_the_same(office, data, span):
    if span:
        data["year_to"] = data["year"] + span
    Standard.objects.all().delete()
    standard = plain.make(data, unit=office)
    before = plain.written_down(standard)
    read = read_standard("细则.xlsx", exported(standard), kinds=KINDS)
    standard.delete()
    assert plain.written_down(plain.make(read.data, unit=office)) == before


@pytest.mark.parametrize(
    "name",
    ["standard-national", "standard-district-2011", "standard-community", "standard-bureau-2011"],
)
def test_the_real_standards_come_back_as_they_went(office, name):
    standard = plain.make(fixture(name), unit=office)
    kinds = ActivityKind.objects.values_list("name", flat=True)
    read = read_standard("细则.xlsx", exported(standard), kinds=kinds)
    assert read.findings.lines() == []
    before = plain.written_down(standard)
    standard.delete()
    assert plain.written_down(plain.make(read.data, unit=office)) == before
