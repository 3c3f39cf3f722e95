"""Secrets and personal data in a text, each with its place; `masking` hides what is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .masking import View, read_figures
from .secrecy import ID_NUMBER


class Secret(StrEnum):
    """What is secret or private in a text."""

    TROOP_CODE = "部队番号、代号"
    FORMATION = "疑似部队番号"
    ID_NUMBER = "身份证号"
    MOBILE = "手机号码"
    BANK_CARD = "银行卡号"


@dataclass(frozen=True, slots=True)
class FoundSecret:
    """Something secret or private that stands at text[start:end]."""

    start: int
    end: int
    secret: Secret


_LOOKS = (
    (Secret.TROOP_CODE, re.compile(r"(?<!\d)\d{4,5}(?:部队|分队)|(?<!\d)\d{5}(?:团|营|连)")),
    (Secret.ID_NUMBER, ID_NUMBER),
    (Secret.BANK_CARD, re.compile(r"(?<![\d.])[3-69]\d{15,18}(?![\d.])")),
    (Secret.MOBILE, re.compile(r"(?<![\d.])(?:\+?86-?)?1[3-9]\d-?\d{4}-?\d{4}(?![\d.元])")),
    (
        Secret.FORMATION,
        re.compile(
            r"第[\d十百]{1,6}(?:集团军|师(?![范生傅资])|旅(?![游行客馆])|团(?![支委结总队体]))"
            r"|(?<!\d)\d{1,3}集团军|(?:番号|代号)[为是]"
        ),
    ),
)


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
            if secret != Secret.BANK_CARD or _is_card(match[0]):
                first, last = view.places[match.start()], view.places[match.end() - 1]
                yield FoundSecret(first, last + 1, secret)


def _is_card(digits: str) -> bool:
    """Whether the check digit of a card fits (ISO/IEC 7812)."""
    doubled = [int(d) * (1 + at % 2) for at, d in enumerate(reversed(digits))]
    return sum(n - 9 * (n > 9) for n in doubled) % 10 == 0
