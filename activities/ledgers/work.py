"""The long work of an import: given to the worker, or done at once when it is short."""

from __future__ import annotations

from django.db import transaction

from activities.models import ActivityImport, ImportState
from shuangyong import long_work


def hand_over(batch: ActivityImport) -> None:
    """Leave the work that was begun to the worker; in the transaction that began it."""
    _job(batch).enqueue(batch.pk, batch.run)


def do_now(batch: ActivityImport) -> None:
    """Do the work that was begun, since it is short; outside of any transaction."""
    _job(batch).call(batch.pk, batch.run)
    batch.refresh_from_db()


def _job(batch: ActivityImport):
    from .tasks import read_import, take_import

    return read_import if batch.state == ImportState.READING else take_import


@transaction.atomic
def begin_anew(batch: ActivityImport) -> None:
    """Begin work again that has stopped; StepRefused while somebody works."""
    locked = ActivityImport.objects.select_for_update().get(pk=batch.pk)
    locked.begin_anew()
    hand_over(locked)


def claim(pk: int, run: str, state: ImportState) -> ActivityImport | None:
    """The import, if this run is the one that works on it."""
    stored = ActivityImport.objects.select_related("unit", "by__unit")
    return long_work.claim(stored, pk, run, state)
