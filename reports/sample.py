"""The reports part of the sample: a unit late with its self-assessment has been reminded."""

from __future__ import annotations

from datetime import date

from activities.sample import at_noon
from assessments.models import Round
from units.models import Notice, Role, Unit, User

from .chasing import chase
from .lateness import Matter
from .models import Outline
from .outlining import copy_outline, make_usual

OUTLINES = {
    "泸州市文化新闻出版局": "文化新闻出版系统提纲",
    "区文化体育局": "文化体育系统提纲",
    "县总工会": "工会系统提纲",
}


def choose_outlines() -> None:
    """Each of the three units begins its summaries with an outline in the manner of its own."""
    for unit, name in OUTLINES.items():
        ready_made = Outline.objects.get(unit=None, name=name)
        copied = copy_outline(ready_made, Unit.objects.get(name=unit), by=None)
        make_usual(copied)


def remind(assessed: Round, unit: str, on: str) -> None:
    """One 催办 of the round's office to `unit`, on this day, not read yet."""
    office = User.objects.get(unit=assessed.unit, role=Role.REVIEWER)
    late, day = assessed.assessments.get(unit__name=unit), date.fromisoformat(on)
    sent = chase(office, late, Matter.ASSESSMENT, year=assessed.year, today=day).notices
    Notice.objects.filter(pk__in=[notice.pk for notice in sent]).update(at=at_noon(day))
