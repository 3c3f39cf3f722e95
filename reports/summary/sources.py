"""Which records a sentence rests on.

A source is written as a word: activity-12, plan-3, or figure-活动总数 for what the year's figures
say. Sentences keep their sources while people edit around them; a sentence that is changed a
little keeps them too, one that is new has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    """The sentences of a text as it stands, each with the sources it was generated from."""
    known = {said: tuple(refs) for said, refs in stored}
    return [Sourced(said, known.get(said, ())) for said in sentences(text)]
