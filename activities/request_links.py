"""Which activities may answer a need, and which needs an activity may answer."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from units import permissions

from .models import Activity, SupportRequest

OFFERED = 20
SUGGESTED = 8


def candidates(need: SupportRequest, user, words: str = "") -> QuerySet[Activity]:
    """Activities of the need's year and the next that are not linked yet; one query.

    Those that have every word, wherever it stands; without words those of the
    responsible unit and those with the troop that raised the need.
    """
    found = Activity.objects.visible_to(user).filter(year__in=(need.year, need.year + 1))
    if words.strip():
        found = found.having_words(words)
    else:
        with_troop = Activity.troops.through.objects.filter(troop=need.troop_id)
        found = found.filter(
            Q(unit=need.responsible_unit_id) | Q(pk__in=with_troop.values("activity"))
        )
    linked = SupportRequest.activities.through.objects.filter(supportrequest=need)
    found = found.exclude(pk__in=linked.values("activity"))
    most = OFFERED if words.strip() else SUGGESTED
    return found.select_related("unit").newest_first()[:most]


def proposed(activity: Activity, user) -> list[SupportRequest]:
    """Open needs that an activity probably answers: of its troops, or in its unit's hands.

    Only those that `user` answers; one query beside that for the troops.
    """
    troops = [troop.pk for troop in activity.troops.all()]
    of_troops = Q(troop__in=troops)
    if activity.troops_as_written:
        of_troops |= Q(troop=None, from_whom=activity.troops_as_written)
    open_needs = SupportRequest.objects.visible_to(user).open()
    found = open_needs.filter(year__in=(activity.year - 1, activity.year)).filter(
        of_troops | Q(responsible_unit=activity.unit_id)
    )
    linked = SupportRequest.activities.through.objects.filter(activity=activity)
    found = found.exclude(pk__in=linked.values("supportrequest"))
    found = found.select_related("unit", "responsible_unit", "troop")[:OFFERED]
    return [need for need in found if permissions.may_answer_request(user, need)]
