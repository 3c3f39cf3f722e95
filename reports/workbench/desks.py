"""Which workbench an account has, and what lies on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from django.db.models import Q

from activities.drafts import waiting
from activities.models import Evidence, EvidenceKind
from assessments.models import Round
from assessments.overview import counts_of
from reports.chasing import chases, to_chase
from reports.first_steps import first_steps
from reports.lateness import behind
from reports.models import Summary
from reports.overview import overview
from reports.statistics import statistics
from reports.tasks import queue, queue_length
from reports.year_picture import year_picture
from shuangyong.review import Status
from units import desks, permissions
from units.granting import waiting_for
from units.models import AuditEvent, Notice, Role, User

from .matrix import matrix
from .steps import next_steps
from .year import unit_year

PHOTOS, NOTICES, QUEUE, LATE = 6, 5, 6, 30


def desk_of(request, today: date) -> tuple[str, dict]:
    """The name of the page for the account's role and what it shows; a fixed number of queries."""
    user = request.user
    for allowed, name, lay in DESKS:
        if allowed(user):
            return name, lay(request, today)
    return "nobody", {}


def liaison(request, today: date) -> dict:
    """What to do next, the unit's year, whom to ask."""
    return _own_work(request, today) | _year(request, today) | _around(request, today)


def office(request, today: date) -> dict:
    """What waits for review, who is late, how far everybody is, and the year beside last year's."""
    user = request.user
    waiting_here = {"queue": queue(user)[:QUEUE], "queue_length": queue_length(user)}
    leading_on = {"first_steps": first_steps(user, request.year)}
    return liaison(request, today) | waiting_here | leading_on


def leader(request, today: date) -> dict:
    """The year on one screen, and what needs attention."""
    user, year = request.user, request.year
    picture = year_picture(user.unit, year, Evidence.objects.visible_to(user))
    return {
        "picture": picture,
        "shown": unit_year(picture.told, partial(permissions.rows_in_scope, user), today),
        "figures": picture.told.figures,
        **_around(request, today),
    }


def admin(request, today: date) -> dict:
    """Units, accounts, and which units nobody works for yet."""
    missing = desks.units_without_writers()
    return {
        "tiles": [desks.unit_tile(), *desks.account_tiles(waiting_presses=False)],
        "without_writers": missing[: desks.SHOWN],
        "without_writers_count": missing.count(),
        "officers": desks.officers(),
        "first_steps": first_steps(request.user, request.year),
    }


def security(request, today: date) -> dict:
    """Whoever waits for rights, one click each."""
    return {
        "tiles": desks.account_tiles(waiting_presses=True),
        "awaiting": desks.awaiting_rights()[: desks.SHOWN],
        "waiting": waiting_for(request.user),
        "officers": desks.officers(),
        "first_steps": first_steps(request.user, request.year),
    }


def auditor(request, today: date) -> dict:
    """What happened lately, what an auditor looks for first."""
    return {
        "tiles": desks.audit_tiles(today),
        "days": desks.audit_days(today),
        "events": AuditEvent.objects.order_by("-pk")[: desks.SHOWN],
    }


DESKS: tuple[tuple[Callable[[User], bool], str, Callable], ...] = (
    (permissions.is_reviewer, "office", office),
    (permissions.may_write, "liaison", liaison),
    (permissions.may_see_records, "leader", leader),
    (permissions.may_manage_units, "admin", admin),
    (permissions.may_grant_roles, "security", security),
    (permissions.may_read_audit, "auditor", auditor),
)


def _own_work(request, today: date) -> dict:
    """What the account's unit has to hand in."""
    user, year = request.user, request.year
    return {
        "steps": next_steps(user, year, today),
        "waiting_drafts": waiting(user),
        "summary": Summary.objects.filter(unit=user.unit, year=year).first(),
    }


def _year(request, today: date) -> dict:
    """The unit's year in a picture, with the latest photos."""
    user, year = request.user, request.year
    units = partial(permissions.rows_in_scope, user)
    shown = unit_year(statistics(user.unit, year), units, today)
    photos = Evidence.objects.visible_to(user).filter(
        activity__year=year, activity__status=Status.CONFIRMED, kind=EvidenceKind.PHOTO
    )
    photos = photos.exclude(thumbnail="").select_related("activity__unit")
    return {
        "shown": shown,
        "figures": shown.figures,
        "photos": photos.order_by("-activity__held_from", "pk")[:PHOTOS],
    }


def _around(request, today: date) -> dict:
    """The units below, the rounds, what has come in, and whom to ask."""
    user, year = request.user, request.year
    units = overview(user, year, today)
    return {
        "matrix": matrix(units, only_behind="behind" in request.GET) if units else None,
        "notices": Notice.objects.recent_for(user)[:NOTICES],
        "rounds": counts_of(
            Round.objects.visible_to(user).in_year(year).select_related("unit"), user=user
        ),
        "is_reviewer": permissions.is_reviewer(user),
        "contacts": contacts(user),
        **_late(user, year, today),
    }


def _late(user: User, year: int, today: date) -> dict:
    """逾期未报, with who was chased when, and how many units 全部催办 would reach."""
    rows = chases(user, behind(user, year, today))
    units = {late.unit.pk for late in to_chase(rows)}
    return {"behind": rows, "behind_shown": rows[:LATE], "units_to_chase": len(units)}


def contacts(user: User):
    """Whom to ask: the reviewers of the unit's records; about passwords the security officers."""
    reviewers = Q(unit=user.unit.reviewed_by_id, role=Role.REVIEWER)
    asked = User.objects.filter(reviewers | Q(role=Role.SECURITY), is_active=True)
    return asked.exclude(pk=user.pk).select_related("unit").order_by("role", "pk")
