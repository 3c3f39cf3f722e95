"""What a step of the review does to a summary beside its status."""

from __future__ import annotations

from reports.figures import year_figures
from reports.models import Summary
from reports.summary.revising.versions import keep
from reports.summary.tokens import values_of
from shuangyong.review import Step
from units.models import User


def after_step(summary: Summary, step: Step, *, by: User) -> None:
    """Freeze or free the figures of the text, and keep what was handed in as a version."""
    freeze_figures(summary)
    keep(summary, by=by, reason=step.label)


def freeze_figures(summary: Summary) -> None:
    """Out of the unit's hands the text keeps its figures; back in them it follows the records."""
    if summary.is_editable:
        summary.frozen = None
    elif summary.frozen is None:
        summary.frozen = values_of(year_figures(summary.unit, summary.year))
    summary.save(update_fields=["frozen"])
