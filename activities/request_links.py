"""Which activities may answer a need, and which needs an activity may answer."""

from __future__ import annotations

from collections.abc import Iterable

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


def answerable(user, year: int) -> QuerySet[SupportRequest]:
    """The open needs of a year and the one before that `user` may have in hand."""
    return SupportRequest.objects.visible_to(user).open().filter(year__in=(year - 1, year))


def offered(
    user,
    year: int,
    *,
    unit: int | None,
    troops: Iterable[int] = (),
    as_written: str = "",
    activity: int | None = None,
) -> list[SupportRequest]:
    """Open needs that an activity probably answers: of its troops, or in its unit's hands.

    Only those that `user` answers and that are not linked to `activity` yet; one query.
    """
    of_troops = Q(troop__in=list(troops))
    if as_written:
        of_troops |= Q(troop=None, from_whom=as_written)
    found = answerable(user, year).filter(of_troops | Q(responsible_unit=unit or 0))
    if activity:
        linked = SupportRequest.activities.through.objects.filter(activity=activity)
        found = found.exclude(pk__in=linked.values("supportrequest"))
    found = found.select_related("unit", "responsible_unit", "troop")[:OFFERED]
    return [need for need in found if permissions.may_answer_request(user, need)]


def proposed(activity: Activity, user) -> list[SupportRequest]:
    """What an activity may answer as well; one query beside that for its troops."""
    return offered(
        user,
        activity.year,
        unit=activity.unit_id,
        troops=[troop.pk for troop in activity.troops.all()],
        as_written=activity.troops_as_written,
        activity=activity.pk,
    )


def answer(activity: Activity, needs: Iterable[SupportRequest], *, by) -> None:
    """Link an activity to the chosen needs; one that is linked already stays so.

    Belongs into the transaction that saves. Raises StepRefused if a need has gone out of hand.
    """
    linked = set(activity.support_requests.values_list("pk", flat=True))
    for need in needs:
        if need.pk not in linked:
            need.link(activity, by=by)
