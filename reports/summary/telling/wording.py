"""How documents put words together: lists, sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def joined(names: Iterable[str]) -> str:
    """A list of names as documents write it: A、B、C."""
    return "、".join(names)


def listed(names: Sequence[str]) -> str:
    """A list with 和 before its last: A、B和C."""
    return "和".join(filter(None, (joined(names[:-1]), *names[-1:])))


def sentence(phrases: Iterable[str], after: str = "") -> str:
    """Phrases as one sentence; those that `after` has said already are left out."""
    kept = [p.strip("。；， ") for p in phrases if p and p.strip("。；， ") not in after]
    return "，".join(kept) + "。" if kept else ""
