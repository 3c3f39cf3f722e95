"""Looking for words in the manual."""

from __future__ import annotations

from dataclasses import dataclass

from shuangyong.grams import plain, spans, words_of

from .chapters import Chapter, Manual, Section

SHOWN = 30
BEFORE, LENGTH = 24, 110
"""Characters of an excerpt before the first word found, and altogether."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in which all the words stand: a section, or the lead of a chapter."""

    chapter: Chapter
    section: Section | None
    excerpt: str
    weight: int


def find(manual: Manual, query: str) -> list[Hit]:
    """The places that have every word, those with words in a heading first."""
    words = words_of(query)
    if not words:
        return []
    hits = [hit for chapter in manual.chapters for hit in _in_chapter(chapter, words)]
    return sorted(hits, key=lambda hit: -hit.weight)[:SHOWN]


def chapters_called(manual: Manual, words: list[str]) -> list[Chapter]:
    """The chapters whose title has every word."""
    return [c for c in manual.chapters if all(word in c.title for word in words)]


def _in_chapter(chapter: Chapter, words: list[str]):
    places = [(None, "", "".join(chapter.lead))]
    places += [(section, section.title, section.text) for section in chapter.sections]
    for section, title, text in places:
        heads = [plain(chapter.title), plain(title)]
        whole = " ".join([*heads, plain(text)])
        own = " ".join([heads[1], plain(text)]) if section else whole
        if all(word in whole for word in words) and any(word in own for word in words):
            weight = sum(word in head for word in words for head in heads)
            yield Hit(chapter, section, excerpt(text, words), weight)


def excerpt(text: str, words: list[str]) -> str:
    """A piece of the text around the first of the words."""
    found = spans(text, words)
    begin = max(found[0][0] - BEFORE, 0) if found else 0
    end = begin + LENGTH
    return f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"
