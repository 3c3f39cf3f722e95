"""Parts of addresses that are one of a few words."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import TextChoices
from django.urls import register_converter


def register_choices(name: str, choices: type[TextChoices], only: Iterable[str] = ()) -> None:
    """Let `<name:…>` in an address stand for one of `choices`, or only for some of them."""

    class Converter:
        regex = "|".join(only or choices.values)

        def to_python(self, value: str) -> TextChoices:
            return choices(value)

        def to_url(self, value: str) -> str:
            return str(value)

    register_converter(Converter, name)
