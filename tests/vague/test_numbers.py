"""A number is as exact as its source, and a sum is as exact as its parts."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from shuangyong.vague import Qualifier, VagueNumber, total

READ = [
    ("近百名", 100, Qualifier.NEAR, "名"),
    ("10余人", 10, Qualifier.PLUS, "人"),
    ("20多场", 20, Qualifier.PLUS, "场"),
    ("50000多元", 50000, Qualifier.PLUS, "元"),
    ("5万余元", 50000, Qualifier.PLUS, "元"),
    ("1万册以上", 10000, Qualifier.AT_LEAST, "册"),
    ("一万册以上", 10000, Qualifier.AT_LEAST, "册"),
    ("近200人", 200, Qualifier.NEAR, "人"),
    ("两期", 2, Qualifier.EXACT, "期"),
    ("一部", 1, Qualifier.EXACT, "部"),
    ("十二人", 12, Qualifier.EXACT, "人"),
    ("二十多场", 20, Qualifier.PLUS, "场"),
    ("3千余人", 3000, Qualifier.PLUS, "人"),
    ("16", 16, Qualifier.EXACT, ""),
    ("１，２００元", 1200, Qualifier.EXACT, "元"),
    ("1.5万元", 15000, Qualifier.EXACT, "元"),
    ("约300人", 300, Qualifier.ABOUT, "人"),
    ("多部", None, Qualifier.MANY, "部"),
    ("多次", None, Qualifier.MANY, "次"),
    ("一批", None, Qualifier.MANY, "批"),
]
SUMMABLE = [q for q in Qualifier if q != Qualifier.MANY]


@pytest.mark.parametrize(("text", "amount", "qualifier", "measure"), READ)
def test_it_is_read_as_people_write_it(text, amount, qualifier, measure):
    read = VagueNumber.parse(text)
    assert (read.amount, read.qualifier, read.measure) == (amount, qualifier, measure)
    assert str(read) == text
    assert VagueNumber.from_storage(read.storage) == read


@pytest.mark.parametrize("text", ["", "很", "人", "--", "10人20人", "99999999999999元", "1.234元"])
def test_nonsense_is_refused_with_a_message(text):
    with pytest.raises(ValidationError):
        VagueNumber.parse(text)


def test_a_negative_number_is_refused_by_name():
    with pytest.raises(ValidationError, match="不能为负数"):
        VagueNumber.parse("-500元")


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_never_anything_else(text):
    try:
        read = VagueNumber.parse(text)
    except ValidationError:
        return
    assert VagueNumber.from_storage(read.storage) == read


@given(st.integers(0, 10**9), st.sampled_from(SUMMABLE), st.sampled_from(["", "人", "场", "元"]))
def test_every_number_survives_printing_and_reading(amount, qualifier, measure):
    printed = VagueNumber.of(amount, qualifier, measure)
    assert VagueNumber.parse(str(printed)) == printed


numbers = st.builds(VagueNumber.of, st.integers(0, 10**6), st.sampled_from(SUMMABLE), st.just("人"))


@given(st.lists(numbers, min_size=1, max_size=6))
def test_a_sum_adds_amounts_whatever_the_order(parts):
    added = total(parts)
    assert added.amount == sum(part.amount for part in parts)
    assert added == total(reversed(parts))


@given(numbers, numbers, numbers)
def test_sums_of_sums_are_the_sum(a, b, c):
    assert total([total([a, b]), c]) == total([a, total([b, c])])


@pytest.mark.parametrize(
    ("parts", "wording"),
    [
        (["10余人", "20人"], "30余人"),
        (["近百名", "20名"], "近120名"),
        (["近百名", "10余名"], "约110名"),
        (["50000多元", "500元"], "50500余元"),
        (["1万册以上", "500册"], "10500册以上"),
        (["多部"], "多部"),
        (["16", "20个"], "36"),
    ],
)
def test_a_sum_keeps_what_its_parts_left_open(parts, wording):
    assert str(total(map(VagueNumber.parse, parts))) == wording


def test_many_and_three_are_at_least_three():
    added = total(map(VagueNumber.parse, ["多部", "3部"]))
    assert (added.amount, added.qualifier) == (Decimal(3), Qualifier.AT_LEAST)


def test_nothing_adds_up_to_nothing():
    assert total([]) is None
