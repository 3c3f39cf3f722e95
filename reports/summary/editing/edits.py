"""What a page of a summary has changed, and what became of it: the words between script and server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

HEAD = "head"
"""Under this name the head stands among the sections."""

Shown = dict[str, str]
"""The fields of head or section as the page shows them."""
Change = tuple[str, str]
"""What the page showed, and what it says now."""


class CannotRead(ValueError):
    """What arrived is not what the page's script sends."""


@dataclass
class Edits:
    """What a page has changed since it last heard from the server.

    head, sections: changes by the names of the fields, of sections by their keys; fresh: new
    sections under names of the page's own; removed; restored: what a removal had answered;
    order: keys and own names as they stand on the page, empty if nothing was moved.
    """

    head: dict[str, Change] = field(default_factory=dict)
    sections: dict[str, dict[str, Change]] = field(default_factory=dict)
    fresh: dict[str, Shown] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    restored: dict[str, str] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, sent) -> Edits:
        """From JSON; raises CannotRead."""
        try:
            return cls(
                head=_changes(sent.get("head", {})),
                sections={str(k): _changes(v) for k, v in sent.get("sections", {}).items()},
                fresh={str(k): _texts(v) for k, v in sent.get("fresh", {}).items()},
                removed=[str(key) for key in sent.get("removed", [])],
                restored=_texts(sent.get("restored", {})),
                order=[str(key) for key in sent.get("order", [])],
            )
        except (AttributeError, TypeError, ValueError) as error:
            raise CannotRead(str(error)) from error


def _texts(sent: Mapping) -> Shown:
    return {str(name): _text(value) for name, value in sent.items()}


def _changes(sent: Mapping) -> dict[str, Change]:
    found = {}
    for name, pair in sent.items():
        was, now = pair
        found[str(name)] = (_text(was), _text(now))
    return found


def _text(value) -> str:
    if not isinstance(value, str):
        raise CannotRead("a text is wanted")
    return value


@dataclass
class Outcome:
    """What became of it, by section (or `HEAD`) and field.

    errors: what is wrong; newer: what somebody else wrote meanwhile; made: the keys of new
    sections; undo: by what a removed section comes back; gone: changed here, removed elsewhere.
    """

    errors: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    newer: dict[str, dict[str, str]] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)
    undo: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    changed: bool = False
    """Whether anything was written."""
    before: int = 0
    revision: int = 0
    """The revision that was found, and the one there is now."""
    by: str = ""
    """Who saved before."""
