"""What the generator is asked for: settings of a summary, and an office's examples."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from reports.models import Summary
from shuangyong.review import StepRefused
from units.models import Unit, User
from units.scope import scope_of_unit

from .records import reported
from .saving import saved

SETTINGS = "选定总结提纲"
EXAMPLES = "选定典型事例"


def answers_for_others(unit: Unit, year: int) -> bool:
    """True if the summary of the unit's year tells of other units as well."""
    scope = scope_of_unit(unit, year)
    return Unit.objects.filter(scope.q("")).exclude(pk=unit.pk).exists()


@transaction.atomic
def choose_settings(summary: Summary, *, by: User, **settings) -> None:
    """Outline, style, arrangement for the next generation; the text stays as it is until then."""
    _lock(summary)
    for name, value in settings.items():
        setattr(summary, name, value)
    summary.save(update_fields=[*settings])
    saved(summary, by=by, reason=SETTINGS)


@transaction.atomic
def choose_examples(
    summary: Summary, *, by: User, shown: Collection[int], ticked: Collection[int]
) -> int:
    """Of those `shown` the `ticked` ones are examples, the others are not; how many there are.

    Those that were not shown stay what they are.
    """
    _lock(summary)
    told = reported(summary.unit, summary.year).prefetch_related(None)
    summary.examples.remove(*(set(shown) - set(ticked)))
    summary.examples.add(*told.filter(pk__in=set(ticked) & set(shown)))
    saved(summary, by=by, reason=EXAMPLES)
    return summary.examples.count()


def _lock(summary: Summary) -> None:
    """Raises StepRefused once the summary is out of the unit's hands."""
    locked = Summary.objects.select_for_update().get(pk=summary.pk)
    if not locked.is_editable:
        raise StepRefused(f"总结{locked.get_status_display()}，不能更改。")
    summary.revision = locked.revision
