"""How the units of an office stand with what was due: the figures of a 通报."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from activities.models import RequestState
from assessments.models import RoundState
from shuangyong.rates import per_cent
from shuangyong.review import EDITABLE
from units.models import Unit, User

from .lateness import Late, Matter, asked_assessments, asked_needs, asked_plans, behind
from .overview import overview


@dataclass(frozen=True, slots=True)
class Standing:
    """One matter: how many were due by now, how many have come, how many of them in time.

    What was due is either done or late, so `due` is `done` and the number of `late`.
    """

    matter: Matter
    done: int
    in_time: int
    late: tuple[Late, ...]

    @property
    def due(self) -> int:
        """应报、应办结: everything whose deadline has passed."""
        return self.done + len(self.late)

    @property
    def done_share(self) -> str:
        """报送率、办结率."""
        return per_cent(self.done, self.due)

    @property
    def in_time_share(self) -> str:
        """按时报送率、按时办结率."""
        return per_cent(self.in_time, self.due)

    @property
    def late_units(self) -> int:
        """How many units are late, whatever the number of matters."""
        return len({late.unit.pk for late in self.late})


def standings(user: User, year: int, today: date) -> dict[Matter, Standing]:
    """Every matter of the units in scope; six queries."""
    late = behind(user, year, today)
    found = {
        Matter.SUB_PLAN: _plans(user, year, today),
        Matter.ASSESSMENT: _assessments(user, year, today),
        Matter.NEED: _needs(user, year, today),
    }
    return {
        matter: Standing(
            matter,
            len(in_time),
            sum(in_time),
            tuple(each for each in late if each.matter == matter),
        )
        for matter, in_time in found.items()
    }


def idle_units(user: User, year: int, today: date) -> list[Unit]:
    """Units that were asked for work and have recorded no activity at all."""
    return [row.unit for row in overview(user, year, today) if row.has_recorded_nothing]


def _plans(user: User, year: int, today: date) -> list[bool]:
    handed_in = asked_plans(user, year).filter(deadline__lt=today).exclude(status__in=EDITABLE)
    dates = handed_in.with_submission().values_list("first_submitted_at", "deadline")
    return [_in_time(at, deadline) for at, deadline in dates]


def _assessments(user: User, year: int, today: date) -> list[bool]:
    due = asked_assessments(user, year).filter(round__state=RoundState.OPEN, due__lt=today)
    handed_in = due.with_submission().exclude(first_submitted_at=None)
    dates = handed_in.values_list("first_submitted_at", "due")
    return [_in_time(at, deadline) for at, deadline in dates]


def _needs(user: User, year: int, today: date) -> list[bool]:
    done = asked_needs(user, year).filter(due_until__lt=today, state=RequestState.DONE)
    dates = done.values_list("closed_on", "due_until")
    return [closed is not None and closed <= due for closed, due in dates]


def _in_time(submitted_at, deadline: date) -> bool:
    return submitted_at is not None and timezone.localdate(submitted_at) <= deadline
