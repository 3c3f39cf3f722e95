"""A unit or a troop has another name: rooms above that keep names in words of theirs are told."""

from __future__ import annotations

from collections.abc import Callable

from .models import Troop, Unit

_listeners: list[Callable[[Unit | Troop], None]] = []


def register(listener: Callable[[Unit | Troop], None]) -> None:
    """Call `listener` in the transaction of every renaming, with what bears the new name."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(renamed: Unit | Troop) -> None:
    """Tell everybody; inside the transaction that saves the name."""
    for listener in _listeners:
        listener(renamed)
