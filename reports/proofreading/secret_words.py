"""Secrets and personal data in a text meant for publication."""

from __future__ import annotations

from collections.abc import Iterator

from shuangyong.secret_shapes import Secret
from shuangyong.secrets_found import secrets_in

from .findings import Finding, Kind, Severity
from .text import Text

ADVICE = {
    Secret.TROOP_CODE: "请用公开名称，如“驻某市部队”。",
    Secret.FORMATION: "如是部队番号，请用公开名称。",
    Secret.ID_NUMBER: "请删去。",
    Secret.MOBILE: "请删去。",
    Secret.BANK_CARD: "请删去。",
}


def secret_words(text: Text) -> Iterator[Finding]:
    """Every one of them; what only resembles a designation is to be looked at."""
    for line in text.lines:
        for found in secrets_in(line.text):
            severity = Severity.CHECK if found.secret == Secret.FORMATION else Severity.MUST
            span = line.span(found.start, found.end)
            message = f"“{span.quote}”：{found.secret}，不得写入。{ADVICE[found.secret]}"
            if severity == Severity.CHECK:
                message = f"“{span.quote}”：{found.secret}。{ADVICE[found.secret]}"
            yield Finding(Kind.SECRET, severity, span, message)
