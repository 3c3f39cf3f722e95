"""接下来要做什么: every unfinished record with the one click that goes on with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.urls import reverse

from activities.models import Activity, Plan, SupportRequest
from assessments.models import Assessment
from reports.models import Summary
from reports.tasks import SOON, Task, unfinished
from shuangyong.review import Status
from units.models import User

EDITORS = {
    Plan: "activities:plan-edit",
    Activity: "activities:activity-edit",
    Summary: "reports:summary-edit",
}
VERBS = {
    Plan: "继续编制",
    Activity: "继续填写",
    Assessment: "填报自评",
    Summary: "继续撰写",
    SupportRequest: "去办理",
}


class Urgency(Enum):
    """Why something comes first; value: style, icon, word."""

    RETURNED = ("warning", "bi-arrow-return-left", "已退回")
    LATE = ("danger", "bi-exclamation-triangle", "已逾期")
    SOON = ("primary", "bi-alarm", "快到期")
    OPEN = ("secondary", "bi-pencil", "未完成")

    def __init__(self, style: str, icon: str, word: str):
        self.style, self.icon, self.word = style, icon, word


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do: why it waits, until when, and the page where it is done.

    words: what the reviewer said when it was sent back.
    """

    task: Task
    urgency: Urgency
    verb: str
    address: str
    days: int | None
    words: str = ""

    @property
    def due_in_words(self) -> str:
        """The deadline beside today: 还有3天，12月3日截止."""
        due = self.task.due
        if due is None:
            return ""
        day = f"{due.month}月{due.day}日截止"
        if self.days < 0:
            return f"已逾期，{day}"
        return (
            f"今天截止（{due.month}月{due.day}日）"
            if not self.days
            else f"还有{self.days}天，{day}"
        )


def next_steps(user: User, year: int, today: date) -> list[NextStep]:
    """What the account's unit still has to do, the most urgent first; five queries."""
    return [_step(task, today) for task in unfinished(user, year, today)]


def _step(task: Task, today: date) -> NextStep:
    record, returned = task.record, getattr(task.record, "status", "") == Status.RETURNED
    kind = type(record)
    editor = EDITORS.get(kind)
    return NextStep(
        task=task,
        urgency=_urgency(task, returned, today),
        verb="去修改" if returned else VERBS[kind],
        address=reverse(editor, args=[record.pk]) if editor else record.get_absolute_url(),
        days=(task.due - today).days if task.due else None,
        words=record.last_words if returned else "",
    )


def _urgency(task: Task, returned: bool, today: date) -> Urgency:
    if returned:
        return Urgency.RETURNED
    if task.late:
        return Urgency.LATE
    return Urgency.SOON if task.due and task.due <= today + SOON else Urgency.OPEN
