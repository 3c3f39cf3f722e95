"""催办: reminding the units that are late, one matter or all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils.text import Truncator

from shuangyong.review import Status, StepRefused
from units import permissions
from units.models import Notice, NoticeKind, User
from units.notices import Delivery, Reminding, deliver, remindings

from .lateness import Late, Matter, behind

WANTED = {
    Matter.SUB_PLAN: (
        "{name}逾期未报",
        "你单位的《{name}》应于{due}前报送，{so_far}。请抓紧完成，在本系统中提交；"
        "确有困难的，请及时与我们联系。",
    ),
    Matter.ASSESSMENT: (
        "{name}自评逾期未报",
        "“{name}”的自评应于{due}前报送，{so_far}。请对照考核细则逐项自评、附上佐证材料，"
        "在本系统中提交；确有困难的，请及时与我们联系。",
    ),
    Matter.NEED: (
        "需求“{name}”逾期未办结",
        "由你单位承办的需求“{name}”，办理时限为{due}，至今没有办结。请抓紧办理，"
        "在本系统中填写办理结果；需要暂缓的，请写明理由。",
    ),
}
LONGEST_NAME = 150  # so that the title of a notice holds it


@dataclass(frozen=True, slots=True)
class Chase:
    """One late matter, and how it stands with chasing it."""

    late: Late
    reminding: Reminding


def chases(user: User, late: Iterable[Late]) -> list[Chase]:
    """The late matters with their last reminders; one query."""
    late = list(late)
    standing = remindings(user, [(each.unit, each.path) for each in late])
    return [Chase(*pair) for pair in zip(late, standing, strict=True)]


def to_chase(rows: Iterable[Chase]) -> list[Late]:
    """What a click on 全部催办 would send: everything not chased today already."""
    return [row.late for row in rows if row.reminding.may_send]


def chase_all(user: User, year: int, today: date) -> Delivery:
    """Remind every unit in scope of everything it is late with and was not reminded of today.

    Raises StepRefused if nothing is left to send.
    """
    rows = chases(user, behind(user, year, today))
    wanted = to_chase(rows)
    if not wanted:
        told = "逾期的单位今天都已催办过，没有重复发送。" if rows else "没有逾期未报的单位。"
        raise StepRefused(told)
    return deliver([_notice(late) for late in wanted], by=user)


def chase(user: User, record, matter: Matter, *, year: int, today: date) -> Delivery:
    """Remind one unit of one matter.

    Raises PermissionDenied for who may not, StepRefused if it is late no longer or the unit
    has been reminded today.
    """
    if not permissions.is_reviewer(user):
        raise PermissionDenied
    found = [
        late for late in behind(user, year, today) if (late.matter, late.record) == (matter, record)
    ]
    if not found:
        raise StepRefused(f"“{record}”没有逾期，或刚刚已经报送、办结，不需要催办。")
    return deliver([_notice(late) for late in found], by=user)


def _notice(late: Late) -> Notice:
    name = Truncator(_name(late)).chars(LONGEST_NAME, truncate="…")
    title, text = WANTED[late.matter]
    told = {"name": name, "due": late.due_as_written, "so_far": _so_far(late)}
    return Notice(
        unit=late.unit,
        kind=NoticeKind.REMINDER,
        title=f"催办：{title.format(**told)}",
        text=text.format(**told),
        path=late.path,
    )


def _name(late: Late) -> str:
    return str(late.record.round if late.matter == Matter.ASSESSMENT else late.record)


def _so_far(late: Late) -> str:
    returned = getattr(late.record, "status", "") == Status.RETURNED
    return "退回修改后至今没有重新报送" if returned else "至今没有报送"
