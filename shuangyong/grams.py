"""Text as it is searched: plain characters in runs, and the pairs by which an index finds them.

Chinese is written without spaces, so an index of words cannot find 武警 in 到武警中队走访. One of
pairs of neighbouring characters finds every word of two characters; of a longer word it finds
what holds all its pairs, and a look at the text itself decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LONGEST_QUERY = 200
"""Characters of a query that are looked at."""
# what people write or leave out as they like, so that 《八·一》 and 八一 find each other
_IGNORED = set("·•‧・∙⋅.'\"`´＇＂") | set("〝〞‵′″")
_QUOTES_AND_BRACKETS = {"Ps", "Pe", "Pi", "Pf"}


class _Plain(dict):
    """A table for `str.translate`: each character as it is searched, worked out once."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKD", chr(code)).casefold()
        plain = "".join(map(_kept, unicodedata.normalize("NFKD", folded)))
        self[code] = plain
        return plain


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] in "LN":
        return character
    ignored = character in _IGNORED or category in _QUOTES_AND_BRACKETS
    return "" if ignored or category in ("Mn", "Mc", "Me", "Cf") else " "


_PLAIN = _Plain()


def plain(text: str) -> str:
    """The runs of letters, figures and characters, one space between them.

    Full width is half width, capitals are small; quotation marks, brackets and middle dots are
    as if they were not there, other signs end a run.
    """
    return " ".join(text.translate(_PLAIN).split())


def words_of(query: str) -> list[str]:
    """The words somebody looks for, each once; none if there is nothing to look for."""
    return list(dict.fromkeys(plain(query[:LONGEST_QUERY]).split()))


def grams_of(text: str) -> str:
    """Every pair of neighbours in a plain text, and the last character of every run; each once.

    So each character begins a gram: one that is looked for alone is found as a beginning.
    """
    pairs = (run[at : at + 2] for run in text.split() for at in range(len(run)))
    return " ".join(dict.fromkeys(pairs))


def pairs_in(word: str) -> list[str]:
    """The grams that a text with this word of two or more characters has."""
    return list(dict.fromkeys(word[at : at + 2] for at in range(len(word) - 1)))


def spans(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Where words of `words_of` stand in a text as it was written, in order, joined if they touch."""
    letters, places = _with_places(text)
    found = sorted(
        (places[hit.start()], places[hit.end() - 1] + 1)
        for word in words
        for hit in re.finditer(re.escape(word), letters)
    )
    return list(_joined(found))


def _with_places(text: str) -> tuple[str, list[int]]:
    """The text plain but with all its spaces, and for each character where it stands in it."""
    letters, places = [], []
    for place, character in enumerate(text):
        for letter in character.translate(_PLAIN):
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def _joined(found: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start = end = -1
    for begins, ends in found:
        if begins > end:
            if end > 0:
                yield start, end
            start, end = begins, ends
        else:
            end = max(end, ends)
    if end > 0:
        yield start, end
