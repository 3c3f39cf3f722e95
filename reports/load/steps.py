"""Where a made-up record stands, and the lines of history that led there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

from shuangyong.review import HistoryLine, Status, Step
from units.records import UnitRecord

from .city import Load
from .times import at_work

Line = TypeVar("Line", bound=HistoryLine)
REVIEWED_AFTER = timedelta(days=4)
LEADING_TO = {
    Status.DRAFT: (),
    Status.SUBMITTED: (Step.SUBMIT,),
    Status.RETURNED: (Step.SUBMIT, Step.SEND_BACK),
    Status.CONFIRMED: (Step.SUBMIT, Step.CONFIRM),
}
GOING_ON = {Status.CONFIRMED: 74, Status.SUBMITTED: 12, Status.DRAFT: 9, Status.RETURNED: 5}
"""How many of a hundred activities of the last year stand where."""
OF_PLANS = {Status.CONFIRMED: 80, Status.SUBMITTED: 8, Status.DRAFT: 7, Status.RETURNED: 5}


def standing(load: Load, year: int, share: dict[Status, int] = GOING_ON) -> Status:
    """Confirmed in former years; in the last one as the work goes, by the shares of a hundred."""
    if year < load.last:
        return Status.CONFIRMED
    return load.random.choices(list(share), list(share.values()))[0]


def history_of(
    load: Load,
    record: UnitRecord,
    line: type[Line],
    *,
    submitted: date,
    comments: dict[Step, str] | None = None,
) -> list[Line]:
    """The unsaved lines that tell how a record came to its status."""
    lines, before = [], Status.DRAFT
    for step in LEADING_TO[Status(record.status)]:
        reviewer = load.reviewer_of(record.unit)
        lines.append(
            line(
                record=record,
                by=reviewer if step.is_review else load.writers[record.unit_id],
                at=at_work(submitted + REVIEWED_AFTER * step.is_review),
                step=step,
                before=before,
                comment=(comments or {}).get(step, "") if step.rule.needs_comment else "",
            )
        )
        before = step.rule.after
    return lines
