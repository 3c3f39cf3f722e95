"""What of a paper became no proposal, so that a person can see what the rules passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .structure import sentences

SHORTEST = 8  # characters; less tells of nothing that was done


def untold(text: str, told: Iterable[str]) -> list[str]:
    """The sentences of a cleaned paper from which none of `told` was taken, in their order.

    `told` are the sources of its proposals, in the order of the text. Headings and what only
    plans the time to come are left out.
    """
    ends = [0] * (len(text) + 1)  # at each place how far what was told from there reaches
    for start, end in _stretches(text, told):
        ends[start] = max(ends[start], end)
    left, reached, at = [], 0, 0
    for said in sentences(text):
        reached = max(reached, *ends[at : said.start + 1])
        is_told = reached > said.start or any(ends[said.start : said.end])
        at = said.start
        if not (is_told or said.heading or said.planned or len(said.text) < SHORTEST):
            left.append(said.text.strip())
    return left


def _stretches(text: str, told: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where the sources stand; one that is told twice is found where the former left off."""
    after = 0
    for source in filter(None, told):
        start = text.find(source, after)
        start = start if start >= 0 else text.find(source)
        if start >= 0:
            after = start
            yield start, start + len(source)
