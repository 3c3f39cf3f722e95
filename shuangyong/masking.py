"""Texts made fit to be published: designations, ID and mobile numbers masked.

What `secrecy` warns of is found here as it is found there, whatever the figures are written in;
a text that says nothing of the kind is returned as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from .secrecy import BETWEEN_FIGURES, HAN_FIGURES, is_seen, seen

# 师, 旅 and 团 that are no formations: 师范, 师生, 师傅; 旅游, 旅行社, 旅客; 团委, 团队, 团体
_DIVISION, _BRIGADE = r"师(?![范生傅资德兄友大专训])", r"旅(?![游行客馆途程店居])"
_REGIMENT = r"团(?![支总委结队体圆拜购员组干])"


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


_MASKS = (
    _Mask(re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15})(?!\d)"), lambda match: "*" * len(match[0])),
    _Mask(
        re.compile(r"(?<!\d)(?:(?:\+?|00)86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?![\d元])"),
        _mobile,
    ),
    _Mask(re.compile(r"(?<!\d)\d{4,5}(部队|分队)|(?<!\d)\d{5}(团|营|连)"), _part),
    _Mask(
        re.compile(
            r"(?:番号|代号)([为是系:\s]{0,3})(\d{3,6}(?:部队)?|[“\"《][^”\"》]{1,20}[”\"》])?"
        ),
        _called,
    ),
    _Mask(
        re.compile(
            rf"第[\d十百]+(?:集团军|{_DIVISION}|{_BRIGADE}|{_REGIMENT})"
            rf"|(?<!\d)\d{{1,3}}集团军|(?<!\d)\d{{2,3}}(?:{_DIVISION}|{_BRIGADE})"
        ),
        lambda match: "某部",
    ),
)


@dataclass(frozen=True, slots=True)
class View:
    """A text as it is read, with the place in the text of every character."""

    characters: str
    places: list[int]


def masked(text: str) -> str:
    """The text as it may be published.

    A troop's designation or code becomes 某部队 or 某部, an ID number asterisks, a mobile number
    138****1234. Masking twice changes nothing, and `warnings_in` finds nothing any more.
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


def read_figures(text: str, *, han: bool, joined: bool) -> View:
    """Full-width figures as others and nothing hidden between.

    han: 一二三 read as 123; joined: blanks between figures left out.
    """
    pairs = [
        (shown.translate(HAN_FIGURES) if han else shown, at)
        for at, character in enumerate(text)
        if is_seen(character)
        for shown in unicodedata.normalize("NFKC", character)
    ]
    characters = "".join(shown for shown, _ in pairs)
    blanks = BETWEEN_FIGURES.finditer(characters) if joined else ()
    gone = {at for blank in blanks for at in range(*blank.span())}
    kept = [at for at in range(len(pairs)) if at not in gone]
    return View("".join(characters[at] for at in kept), [pairs[at][1] for at in kept])


def _replaced(text: str, view: View, mask: _Mask) -> Iterator[str]:
    done = 0
    for match in mask.pattern.finditer(view.characters):
        start, end = view.places[match.start()], view.places[match.end() - 1] + 1
        if start >= done:
            yield text[done:start]
            yield mask.instead(match)
            done = end
    yield text[done:]
