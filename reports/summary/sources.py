"""Which records a sentence rests on.

A source is written as a word: activity-12, plan-3, or figure-活动总数 for what the year's figures
say. Sentences keep their sources while people edit around them; a sentence that is changed a
little keeps them too, one that is new has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

ALIKE = 0.6
"""So much of two sentences has to be the same for the one to be the other, changed."""
LONGEST = 2000  # characters; what is longer is no sentence that anybody wrote
SENTENCE = re.compile(r"[^。！？\n]*[。！？]?[”’』」）]*|\n")


@dataclass(frozen=True, slots=True)
class Sourced:
    """Some words and the records they rest on."""

    text: str
    sources: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text


def source(record) -> str:
    """The word for a record: activity-12."""
    return f"{record._meta.model_name}-{record.pk}"


def sentences(text: str) -> list[str]:
    """The sentences of a text, without blanks around them; headings and list parts as they are."""
    return [found for raw in SENTENCE.findall(text) if (found := raw.strip())]


def as_stored(told: Iterable[Sourced]) -> list[list]:
    """As `SummarySection.sources` keeps them: [sentence, [source, …]] for every sentence."""
    return [
        [said, list(piece.sources)]
        for piece in told
        if piece.sources
        for said in sentences(piece.text)
    ]


def sourced(text: str, stored: Sequence[Sequence]) -> list[Sourced]:
    """The sentences of a text as it stands, each with the sources it was generated from.

    A sentence that was changed has those of the most similar one that no other sentence has,
    if they are `ALIKE`; one that was written anew has none.
    """
    said = sentences(text)
    left: list[tuple[str, tuple[str, ...]]] = [(was, tuple(refs)) for was, refs in stored]
    found: dict[int, tuple[str, ...]] = {}
    for at, sentence in enumerate(said):
        same = next((place for place, (was, _) in enumerate(left) if was == sentence), None)
        if same is not None:
            found[at] = left.pop(same)[1]
    alike = sorted(
        ((similarity(was, said[at]), -at, -place), at, place)
        for at in range(len(said))
        if at not in found
        for place, (was, _) in enumerate(left)
    )
    taken: set[int] = set()
    for (ratio, *_), at, place in reversed(alike):
        if ratio >= ALIKE and at not in found and place not in taken:
            taken.add(place)
            found[at] = left[place][1]
    return [Sourced(sentence, found.get(at, ())) for at, sentence in enumerate(said)]


def similarity(one: str, other: str) -> float:
    """From 0, nothing in common, to 1; of texts too unlike in length only a bound."""
    longer = max(len(one), len(other), 1)
    if min(len(one), len(other)) * 2 < longer * ALIKE or longer > LONGEST:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0
