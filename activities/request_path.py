"""The way of a need: 提出 → 认领/指派 → 承诺 → 办理 → 办结 → 评价."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from .models import RequestHistory, RequestState, RequestStep, SupportRequest

TAKEN_OVER = (RequestStep.RECORD, RequestStep.CLAIM, RequestStep.ASSIGN)
PROMISED = (RequestStep.PROMISE, RequestStep.CLAIM, RequestStep.START)
BEGUN = (RequestStep.CLAIM, RequestStep.START, RequestStep.REOPEN)


@dataclass(slots=True)
class Stage:
    """One stage: when, by whom, what. mark: done, here or ahead."""

    label: str
    done: bool
    when: str = ""
    who: str = ""
    text: str = ""
    mark: str = "ahead"


def path_of(need: SupportRequest, history: Iterable[RequestHistory]) -> list[Stage]:
    """The six stages of a need; no query. `history` in the order of time."""
    last = {line.step: line for line in history}
    stages = [
        _raised(need),
        _taken_over(need, last),
        _promised(need, last),
        _worked_on(need, last),
        _closed(need, last),
        _rated(need, last),
    ]
    here = _where(need)
    for at, stage in enumerate(stages):
        stage.mark = "here" if at == here else "done" if stage.done else "ahead"
    return stages


def _where(need: SupportRequest) -> int | None:
    """The stage that is to be gone through now; None once the need is rated."""
    if need.state == RequestState.UNCLAIMED:
        return 3 if need.responsible_unit_id else 1
    if need.state == RequestState.DONE:
        return None if need.satisfaction else 5
    return 3


def _raised(need: SupportRequest) -> Stage:
    when = str(need.raised) if need.raised else "时间未注明"
    who = f"{need.requester or '提出方未注明'}，{need.unit.label}登记"
    return Stage("提出", True, when, who, need.detail)


def _taken_over(need: SupportRequest, last: dict) -> Stage:
    line = _latest(last, TAKEN_OVER)
    if need.responsible_unit is None:
        return Stage("认领/指派", False, text="待认领：还没有责任单位")
    return Stage("认领/指派", True, *_signed(line), f"责任单位：{need.responsible_unit}")


def _promised(need: SupportRequest, last: dict) -> Stage:
    due = f"办理时限：{need.due}" if need.due else ""
    text = "\n".join(filter(None, [need.commitment, due]))
    said = {
        step: line
        for step, line in last.items()
        if "承诺：" in line.comment or "时限：" in line.comment
    }
    line = _latest(said, PROMISED)
    # a day alone, wished for when the need was recorded, is nobody's promise yet
    promised = bool(need.commitment) or bool(due and need.state != RequestState.UNCLAIMED)
    return Stage("承诺", promised, *_signed(line), text)


def _worked_on(need: SupportRequest, last: dict) -> Stage:
    if need.state == RequestState.SUSPENDED:
        text = f"暂缓：{need.reason}"
        return Stage("办理", False, *_signed(last.get(RequestStep.SUSPEND)), text)
    if need.state == RequestState.UNCLAIMED:
        return Stage("办理", False, text="已指派，待接办" if need.responsible_unit_id else "")
    return Stage("办理", True, *_signed(_latest(last, BEGUN)))


def _closed(need: SupportRequest, last: dict) -> Stage:
    if need.state != RequestState.DONE:
        return Stage("办结", False)
    _, who = _signed(last.get(RequestStep.CLOSE))
    when = date_format(need.closed_on) if need.closed_on else "日期未注明"
    return Stage("办结", True, when, who, need.result)


def _rated(need: SupportRequest, last: dict) -> Stage:
    if need.satisfaction:
        line = _latest(last, (RequestStep.RATE, RequestStep.CLOSE))
        return Stage("评价", True, *_signed(line), f"提出方{need.get_satisfaction_display()}")
    waiting = "办结后征求提出方的意见" if need.state != RequestState.DONE else "尚未评价"
    return Stage("评价", False, text=waiting)


def _latest(last: dict, steps: tuple) -> RequestHistory | None:
    lines = [last[step] for step in steps if step in last]
    return max(lines, key=lambda line: (line.at, line.pk), default=None)


def _signed(line: RequestHistory | None) -> tuple[str, str]:
    """Day and name of a line of history; nothing where none was written."""
    return (date_format(timezone.localtime(line.at)), str(line.by)) if line else ("", "")
