"""The reports part of the sample: a unit late with its self-assessment has been reminded."""

from __future__ import annotations

from datetime import date

from activities.sample import at_noon
from assessments.models import Round
from units.models import Notice, Role, User

from .chasing import chase
from .lateness import Matter


def remind(assessed: Round, unit: str, on: str) -> None:
    """One 催办 of the round's office to `unit`, on this day, not read yet."""
    office = User.objects.get(unit=assessed.unit, role=Role.REVIEWER)
    late, day = assessed.assessments.get(unit__name=unit), date.fromisoformat(on)
    sent = chase(office, late, Matter.ASSESSMENT, year=assessed.year, today=day).notices
    Notice.objects.filter(pk__in=[notice.pk for notice in sent]).update(at=at_noon(day))
