"""Records that are entered afterwards keep the times of their own year."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django.db.models import Model
from django.utils import timezone


@contextmanager
def times_as_given(*models: type[Model]) -> Iterator[None]:
    """While it lasts, columns that else say when a row was saved keep what they are given."""
    fields = [f for model in models for f in model._meta.concrete_fields if _is_automatic(f)]
    were = [(f, f.auto_now, f.auto_now_add) for f in fields]
    for field in fields:
        field.auto_now = field.auto_now_add = False
    try:
        yield
    finally:
        for field, now, now_add in were:
            field.auto_now, field.auto_now_add = now, now_add


def _is_automatic(field) -> bool:
    return getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)


def at_work(day: date, hour: int = 10) -> datetime:
    """A point of time on a working day."""
    return timezone.make_aware(datetime.combine(day, time(hour, day.day)))
