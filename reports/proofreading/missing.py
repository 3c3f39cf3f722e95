"""What the year holds and the text does not mention: units, confirmed activities."""

from __future__ import annotations

from dataclasses import dataclass

from .records import Record, Records
from .text import Part, Text, sentences_in, sources_of

ENOUGH = 0.7  # of the pairs of characters of a title: it is told in other words
_SHORT_TITLE = 4


@dataclass(frozen=True, slots=True)
class Missing:
    """Units and activities that the text does not mention; unconfirmed ones apart."""

    units: tuple[Record, ...] = ()
    activities: tuple[Record, ...] = ()
    unconfirmed: tuple[Record, ...] = ()

    @property
    def count(self) -> int:
        """How many could be mentioned; what is unconfirmed could not."""
        return len(self.units) + len(self.activities)


def missing(text: Text, records: Records) -> Missing:
    """What is not mentioned, in the order of the records."""
    lines = [line.text for line in text.lines]
    whole = "\n".join(lines)
    told = _sources_told(text)
    pairs = [_pairs(line.text) for line in text.of(Part.HEADING, Part.PARAGRAPH)]
    return Missing(
        units=tuple(unit for unit in records.receiving if not _is_named(unit, whole)),
        activities=tuple(
            activity
            for activity in records.activities
            if activity.source not in told
            and not any(part in told for part in activity.parts)
            and not _is_told(activity, whole, pairs)
        ),
        unconfirmed=records.unconfirmed,
    )


def _is_named(unit: Record, whole: str) -> bool:
    return any(name and name in whole for name in (unit.label, *unit.texts))


def _sources_told(text: Text) -> set[str]:
    """The records of the sentences that still stand, also if changed a little."""
    told: set[str] = set()
    for line in text.lines:
        if line.stored:
            for start, end in sentences_in(line):
                told.update(sources_of(line, start, end))
    return told


def _is_told(activity: Record, whole: str, lines: list[set[str]]) -> bool:
    title = activity.label
    if title in whole:
        return True
    wanted = _pairs(title)
    return len(title) > _SHORT_TITLE and any(
        len(wanted & pairs) >= ENOUGH * len(wanted) for pairs in lines
    )


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
