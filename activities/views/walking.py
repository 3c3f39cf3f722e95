"""逐项审核: from one submitted activity to the next one that the same filters leave."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from activities.filters import ActivityFilter
from activities.models import Activity
from units import permissions

MOST = 1000  # further ones come up once these are done


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a reviewer stands among what waits; addresses are "" where there is none."""

    number: int
    total: int
    previous: str
    next: str
    back: str

    @property
    def after(self) -> str:
        """Where a step leads: to the next one, or back to the list after the last."""
        return self.next or self.back


def waiting_in(activities, user):
    """Those of a list that await this reviewer, in its order."""
    if not permissions.is_reviewer(user):
        return Activity.objects.none()
    return activities.reviewed_by(user).awaiting_review()


def walk_of(request, activity: Activity, listed) -> Walk | None:
    """The walk that the address is part of: `?walk=yes` and the filters of the list.

    `listed` is what the filters narrow. None without that word, or for who reviews nothing.
    """
    if "walk" not in request.GET or not permissions.is_reviewer(request.user):
        return None
    found = ActivityFilter(request.GET, listed, request=request).qs
    keys = list(waiting_in(found, request.user).values_list("pk", flat=True)[:MOST])
    at = keys.index(activity.pk) if activity.pk in keys else -1
    before = keys[at - 1] if at > 0 else None
    after = next(iter([*keys[at + 1 :], *keys[: max(at, 0)]]), None)
    asked = request.GET.copy()
    asked.pop("walk")
    return Walk(
        number=at + 1,
        total=len(keys),
        previous=_address(before, request),
        next=_address(after, request),
        back=f"{reverse('activities:activities')}?{asked.urlencode()}",
    )


def _address(key: int | None, request) -> str:
    if key is None:
        return ""
    return f"{reverse('activities:activity', args=[key])}?{request.GET.urlencode()}"
