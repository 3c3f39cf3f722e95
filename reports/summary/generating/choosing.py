"""What the generator is asked for: settings of a summary, and an office's examples."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from activities.models import Activity, ActivityKind, Evidence, EvidenceKind
from reports.making_forms import is_key
from reports.models import Summary
from reports.summary.saving import saved
from shuangyong.review import StepRefused
from units.models import Unit, User
from units.scope import scope_of_unit

from .records import reported

SETTINGS = "选定总结提纲"
EXAMPLES = "选定典型事例"


def answers_for_others(unit: Unit, year: int) -> bool:
    """True if the summary of the unit's year tells of other units as well."""
    scope = scope_of_unit(unit, year)
    return Unit.objects.filter(scope.q("")).exclude(pk=unit.pk).exists()


def offered_examples(summary: Summary, words: str = "", kind: str = "") -> QuerySet[Activity]:
    """What the summary can tell of, with `has_photo`, by unit and kind.

    words: all of them stand in the activity's title or its unit's name. kind: a key, as an address
    carries it; what is none asks for nothing.
    """
    told = reported(summary.unit, summary.year).prefetch_related(None)
    for word in words.replace("\0", "").split():  # no database looks for a NUL
        told = told.filter(
            Q(title__icontains=word)
            | Q(unit__name__icontains=word)
            | Q(unit__short_name__icontains=word)
        )
    if is_key(kind):
        told = told.filter(kind=int(kind))
    photos = Evidence.objects.filter(activity=OuterRef("pk"), kind=EvidenceKind.PHOTO)
    told = told.annotate(has_photo=Exists(photos))
    return told.order_by("unit__path", "kind__position", "held", "pk")


def kinds_told(summary: Summary) -> QuerySet[ActivityKind]:
    """The kinds of the activities that the summary can tell of."""
    told = reported(summary.unit, summary.year).prefetch_related(None)
    return ActivityKind.objects.filter(pk__in=told.order_by().values("kind"))


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
