"""Texts made fit to be published: designations, numbers of persons, cards and mobiles masked.

What `secrecy` warns of is found here as it is found there, whatever the figures are written in;
a text that says nothing of the kind is returned as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from .secrecy import BETWEEN_FIGURES, HAN_FIGURES, seen
from .secret_shapes import SHAPES, Secret, View, is_card, read_figures


@dataclass(frozen=True, slots=True)
class _Mask:
    """What must not be read, and what is read in its place."""

    pattern: re.Pattern
    instead: Callable[[re.Match], str]


def _part(match: re.Match) -> str:
    return {"部队": "某部队", "分队": "某分队"}.get(match[1], "某部")


def _called(match: re.Match) -> str:
    told = match[2] or ""
    name = "某部" if told[:1].isdigit() else told and "“某某”"
    return f"名称{match[1].replace(':', '：')}{name}"


def _mobile(match: re.Match) -> str:
    digits = re.sub(r"\D", "", match[1])
    return f"{digits[:3]}****{digits[-4:]}"


def _stars(match: re.Match) -> str:
    return "*" * len(match[0])


def _card(match: re.Match) -> str:
    return _stars(match) if is_card(match[0]) else match[0]


_CALLED = re.compile(
    r"(?:番号|代号)([为是系:\s]{0,3})(\d{3,6}(?:部队)?|[“\"《][^”\"》]{1,20}[”\"》])?"
)
_MASKS = (
    _Mask(SHAPES[Secret.ID_NUMBER], _stars),
    _Mask(SHAPES[Secret.BANK_CARD], _card),
    _Mask(SHAPES[Secret.MOBILE], _mobile),
    _Mask(SHAPES[Secret.TROOP_CODE], _part),
    _Mask(_CALLED, _called),
    _Mask(SHAPES[Secret.FORMATION], lambda match: "某部"),
)


def masked(text: str) -> str:
    """The text as it may be published.

    A troop's designation or code becomes 某部队 or 某部, the number of an ID or bank card
    asterisks, a mobile number 138****1234. Masking twice changes nothing, and `warnings_in` finds nothing any more.
    """
    while _is_telling(text) and (once := _masked_once(text)) != text:
        text = once
    return text


def _is_telling(text: str) -> bool:
    """Whether there may be something to mask; quick, since most texts have nothing."""
    plain = seen(text)
    readings = [plain, plain.translate(HAN_FIGURES)]
    readings += [BETWEEN_FIGURES.sub("", reading) for reading in readings]
    return any(mask.pattern.search(reading) for reading in readings for mask in _MASKS)


def _masked_once(text: str) -> str:
    """Masked in every way it can be read."""
    for han, joined in product((False, True), repeat=2):
        view = read_figures(text, han=han, joined=joined)
        for mask in _MASKS:
            if mask.pattern.search(view.characters):
                text = "".join(_replaced(text, view, mask))
                view = read_figures(text, han=han, joined=joined)
    return text


def _replaced(text: str, view: View, mask: _Mask) -> Iterator[str]:
    done = 0
    for match in mask.pattern.finditer(view.characters):
        start, end = view.places[match.start()], view.places[match.end() - 1] + 1
        if start >= done:
            yield text[done:start]
            yield mask.instead(match)
            done = end
    yield text[done:]
