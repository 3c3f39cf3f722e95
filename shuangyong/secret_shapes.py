"""What is secret or private looks like this in a text, in whatever figures it is written.

`masking` says what is read in its place, `secrets_found` where it stands.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from .secrecy import BETWEEN_FIGURES, HAN_FIGURES, is_seen


class Secret(StrEnum):
    """What is secret or private in a text."""

    TROOP_CODE = "部队番号、代号"
    FORMATION = "疑似部队番号"
    ID_NUMBER = "身份证号"
    MOBILE = "手机号码"
    BANK_CARD = "银行卡号"


# 师, 旅 and 团 that are no formations: 师范, 师生, 师傅; 旅游, 旅行社, 旅客; 团委, 团队, 团体
_DIVISION, _BRIGADE = r"师(?![范生傅资德兄友大专训])", r"旅(?![游行客馆途程店居])"
_REGIMENT = r"团(?![支总委结队体圆拜购员组干])"
SHAPES = {
    Secret.ID_NUMBER: re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15})(?!\d)"),
    Secret.BANK_CARD: re.compile(r"(?<![\d.])[3-69]\d{15,18}(?![\d.])"),
    Secret.MOBILE: re.compile(
        r"(?<![\d.])(?:(?:\+?|00)86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?![\d元])"
    ),
    Secret.TROOP_CODE: re.compile(r"(?<!\d)\d{4,5}(部队|分队)|(?<!\d)\d{5}(团|营|连)"),
    Secret.FORMATION: re.compile(
        rf"第[\d十百]{{1,6}}(?:集团军|{_DIVISION}|{_BRIGADE}|{_REGIMENT})"
        rf"|(?<!\d)\d{{1,3}}集团军|(?<!\d)\d{{2,3}}(?:{_DIVISION}|{_BRIGADE})"
    ),
}
"""The first one that fits is what it is: an ID number may be made up like the number of a card."""


@dataclass(frozen=True, slots=True)
class View:
    """A text as it is read, with the place in the text of every character."""

    characters: str
    places: list[int]


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


def is_card(digits: str) -> bool:
    """Whether the check digit of a bank card fits (ISO/IEC 7812)."""
    doubled = [int(d) * (1 + at % 2) for at, d in enumerate(reversed(digits))]
    return sum(n - 9 * (n > 9) for n in doubled) % 10 == 0
