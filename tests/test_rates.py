"""Rates as papers state them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangyong.rates import per_cent


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, "—"),
        (0, 3, "0%"),
        (5, 8, "62.5%"),
        (2, 3, "66.7%"),
        (8, 8, "100%"),
        (1, 800, "0.1%"),
        (1999, 2000, "99.9%"),
    ],
)
def test_at_most_one_decimal(part, whole, said):
    assert per_cent(part, whole) == said


@given(st.integers(1, 10**6), st.data())
def test_only_what_is_whole_is_a_hundred(whole, data):
    part = data.draw(st.integers(0, whole))
    assert (per_cent(part, whole) == "100%") == (part == whole)
