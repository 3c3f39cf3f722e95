"""Photos that may stand in a summary."""

from __future__ import annotations

from django.db.models import Q

from activities.models import Activity, Evidence, EvidenceKind
from reports.models import Summary
from units.scope import scope_of_unit


def offered_photos(summary: Summary, words: str = ""):
    """Of the confirmed activities that the summary can tell of, the latest first.

    words: all of them stand in the photo's caption or the activity's title.
    """
    told = Activity.objects.filter(scope_of_unit(summary.unit, summary.year).q("unit"))
    activities = told.in_year(summary.year).confirmed()
    photos = Evidence.objects.filter(activity__in=activities, kind=EvidenceKind.PHOTO)
    for word in words.split():
        photos = photos.filter(Q(caption__icontains=word) | Q(activity__title__icontains=word))
    pictures = photos.exclude(thumbnail="").select_related("activity__unit")
    return pictures.order_by("-activity__held_from", "activity", "position", "pk")
