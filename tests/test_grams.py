"""Text as it is searched: what is ignored, what ends a run, where a word stands in the original."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangyong.grams import grams_of, pairs_in, plain, spans, words_of


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("“八·一”慰问", "八一慰问"),
        ("《八．一》慰问", "八一慰问"),
        ("ＫＴＶ包间５００元", "ktv包间500元"),
        ("慰问。演出", "慰问 演出"),
        ("慰问(演出)", "慰问演出"),
        ("5\xa0月 —— 6月", "5 月 6月"),
        ("Café\0", "cafe"),
        ("……！", ""),
    ],
)
def test_a_text_is_searched_without_signs_and_widths(written, searched):
    assert plain(written) == searched


@given(st.text())
def test_what_is_plain_stays_as_it_is(text):
    assert plain(plain(text)) == plain(text)


@given(st.text())
def test_words_are_parts_of_the_text_they_come_from(text):
    assert all(word in plain(text) for word in words_of(text))


@given(st.text(alphabet="八一慰问 a1"), st.text(alphabet="八一慰问a1", min_size=2, max_size=5))
def test_a_text_with_a_word_has_its_pairs(text, word):
    if word in plain(text):
        assert set(pairs_in(word)) <= set(grams_of(plain(text)).split(" "))


def test_a_pair_is_found_only_where_the_characters_are_neighbours():
    assert grams_of("慰问 演出") == "慰问 问 演出 出"


def test_a_word_is_shown_where_it_stands_in_the_original():
    text = "在《八·一》前夕慰问"
    assert [text[start:end] for start, end in spans(text, ["八一", "慰问"])] == ["八·一", "慰问"]


def test_words_that_touch_are_shown_as_one():
    text = "军民共建"
    assert [text[start:end] for start, end in spans(text, ["军民", "民共", "共建"])] == ["军民共建"]


@given(st.text(), st.text(min_size=1))
def test_places_lie_in_the_text_in_order(text, query):
    found = spans(text, words_of(query))
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))
