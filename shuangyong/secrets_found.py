"""Secrets and personal data in a text, each with its place; `masking` hides what is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .secret_shapes import SHAPES, Secret, View, is_card, read_figures


@dataclass(frozen=True, slots=True)
class FoundSecret:
    """Something secret or private that stands at text[start:end]."""

    start: int
    end: int
    secret: Secret


_SAID = re.compile(r"(?:番号|代号)[为是]")
_LOOKS = (*SHAPES.items(), (Secret.FORMATION, _SAID))


def secrets_in(text: str) -> list[FoundSecret]:
    """What is secret or private in a text meant for publication, in whatever figures, in order."""
    found: list[FoundSecret] = []
    for as_read in (False, True):
        view = read_figures(text, han=as_read, joined=as_read)
        for hit in _in_view(view):
            if not any(hit.start < other.end and other.start < hit.end for other in found):
                found.append(hit)
    return sorted(found, key=lambda hit: hit.start)


def _in_view(view: View) -> Iterator[FoundSecret]:
    for secret, pattern in _LOOKS:
        for match in pattern.finditer(view.characters):
            if secret != Secret.BANK_CARD or is_card(match[0]):
                first, last = view.places[match.start()], view.places[match.end() - 1]
                yield FoundSecret(first, last + 1, secret)
