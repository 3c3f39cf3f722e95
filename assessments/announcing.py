"""What a round tells its units: that it has begun, that a deadline moved, that one is near.

Whoever the sender may not write to (a unit that moved away or is no longer in use) is left out:
it is pointed out on the page of participants.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.text import Truncator

from shuangyong.review import Status
from units import permissions
from units.models import Notice, NoticeKind, User
from units.notices import deliver

from .models import Assessment, Round

LONGEST_NAME = 100  # so that the title of a notice holds the name of a round


def begun(
    round_: Round, assessments: Iterable[Assessment], *, by: User, until: date | None = None
) -> int:
    """自评开始: to each of these checklists' units, due `until` if not with the others.

    Returns how many units were written to.
    """
    until = until or round_.self_deadline
    late = "" if round_.late_allowed else "截止后不再接收报送。"
    text = (
        f"“{round_}”已经开始。请对照考核细则逐项自评、附上佐证材料，"
        f"于{date_format(until)}前在本系统中提交。{late}"
    )
    title = f"自评开始：{shortened(round_)}"
    return tell(assessments, title, text, by=by)


def rescheduled(round_: Round, before: date, *, by: User) -> int:
    """The deadline moved: to whoever has not handed in and was not given a day of its own."""
    still_open = round_.assessments.open_for_editing().filter(extended_to=None)
    text = (
        f"“{round_}”的自评截止由{date_format(before)}改为{date_format(round_.self_deadline)}，"
        "请按新的时间报送。"
    )
    return tell(
        still_open.select_related("unit"), f"自评截止调整：{shortened(round_)}", text, by=by
    )


def extended(assessment: Assessment, reason: str, *, by: User) -> int:
    """One unit was given longer, or may hand in after all."""
    text = (
        f"同意你单位“{assessment.round}”的自评延至{date_format(assessment.due_on)}前报送。"
        f"{said(reason)}请按时在本系统中提交。"
    )
    return tell([assessment], f"自评延期：{shortened(assessment.round)}", text, by=by)


def left(assessment: Assessment, *, by: User) -> int:
    """One unit takes part no more."""
    text = (
        f"你单位自{date_format(assessment.left_on)}起不再参加“{assessment.round}”。"
        f"{said(assessment.left_because)}已填写的内容仍可查看。"
    )
    return tell([assessment], f"退出考核：{shortened(assessment.round)}", text, by=by)


def rejoined(assessment: Assessment, *, by: User) -> int:
    """One unit that had left takes part again."""
    text = (
        f"你单位恢复参加“{assessment.round}”，原来填写的内容仍在，"
        f"请于{date_format(assessment.due_on)}前在本系统中提交。"
    )
    return tell([assessment], f"恢复参评：{shortened(assessment.round)}", text, by=by)


def adopted(round_: Round, told: Iterable[tuple[Assessment, str]], *, by: User) -> int:
    """The standard was changed under way: to each unit, with what it means for its checklist."""
    drafts = [
        notice(
            assessment,
            f"考核细则更新：{shortened(round_)}",
            f"“{round_}”改用{round_.standard}。{words}请核对考核表；已填写的内容都保留。",
        )
        for assessment, words in told
        if assessment.left_on is None and permissions.may_chase(by, assessment.unit)
    ]
    return deliver(drafts, by=by).units if drafts else 0


def reminder(assessment: Assessment, today: date) -> Notice:
    """The reminder of one unit that has not handed in yet."""
    due = assessment.due_on
    days = (due - today).days
    near = {0: "今天截止", 1: "明天截止"}.get(days, f"还有 {days} 天")
    how_near = near if days >= 0 else f"已逾期 {-days} 天"
    returned = assessment.status == Status.RETURNED
    so_far = "已退回修改，尚未重新报送" if returned else "尚未报送"
    return Notice(
        unit=assessment.unit,
        kind=NoticeKind.REMINDER,
        title=f"自评提醒：{shortened(assessment.round)}，{how_near}",
        text=(
            f"你单位“{assessment.round}”的自评应于{date_format(due)}前报送（{how_near}），{so_far}。"
            "请逐项自评、附上佐证材料，在本系统中提交。"
        ),
        path=assessment.get_absolute_url(),
    )


def tell(assessments: Iterable[Assessment], title: str, text: str, *, by: User) -> int:
    """The same notice to each unit, with the way to its own checklist."""
    reached = [each for each in assessments if permissions.may_chase(by, each.unit)]
    drafts = [notice(assessment, title, text) for assessment in reached]
    return deliver(drafts, by=by).units if drafts else 0


def notice(assessment: Assessment, title: str, text: str) -> Notice:
    """Word to one unit about its checklist; not sent yet."""
    return Notice(
        unit=assessment.unit,
        kind=NoticeKind.INFORMATION,
        title=title,
        text=text,
        path=assessment.get_absolute_url(),
    )


def shortened(round_: Round) -> str:
    """The round's name, as long as a title holds it."""
    return Truncator(round_.name).chars(LONGEST_NAME, truncate="…")


def said(reason: str) -> str:
    """A reason as a sentence of the notice; nothing without one."""
    return f"说明：{reason.rstrip('。')}。" if reason else ""
