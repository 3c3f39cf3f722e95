"""Self-assessments as deadlines of the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from activities.deadlines import Deadline
from shuangyong.review import EDITABLE
from units.models import Unit

from .models import Assessment


def self_assessments(unit: Unit, year: int, today: date) -> Iterable[Deadline]:
    """自评 a unit has to hand in, by the deadline of its round."""
    asked = Assessment.objects.asked().filter(unit=unit, due__year=year)
    for assessment in asked.select_related("round", "unit").order_by("pk"):
        deadline = assessment.due_on
        yield Deadline(
            key=f"assessment-{assessment.pk}",
            start=deadline,
            end=deadline,
            title=f"自评：{assessment.round}",
            standing=assessment.get_status_display(),
            is_met=assessment.status not in EDITABLE,
            url=assessment.get_absolute_url(),
        )
