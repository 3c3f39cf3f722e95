"""How a need is answered: claimed or assigned, promised, worked on, closed and rated.

Each step is one function that locks the need, checks the stored one, changes it and writes a
line of history; nothing else changes a state or a responsible unit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from shuangyong.review import StepRefused, last_change
from shuangyong.vague import VagueDate
from units import audit, permissions


class RequestState(models.TextChoices):
    """How far the answer has come."""

    UNCLAIMED = "unclaimed", "待认领"
    IN_PROGRESS = "in_progress", "办理中"
    DONE = "done", "已办结"
    SUSPENDED = "suspended", "暂缓"


OPEN = (RequestState.UNCLAIMED, RequestState.IN_PROGRESS)
UNFINISHED = (*OPEN, RequestState.SUSPENDED)


class Satisfaction(models.TextChoices):
    """What the side that raised the need says of the answer."""

    VERY_SATISFIED = "very_satisfied", "很满意"
    SATISFIED = "satisfied", "满意"
    FAIRLY_SATISFIED = "fairly_satisfied", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


class RequestStep(models.TextChoices):
    """What is done with a need; the values are also the last part of an address."""

    RECORD = "record", "登记"
    CLAIM = "claim", "认领"
    ASSIGN = "assign", "指派"
    PROMISE = "promise", "承诺"
    START = "start", "办理"
    SUSPEND = "suspend", "暂缓"
    CLOSE = "close", "办结"
    RATE = "rate", "评价"
    REOPEN = "reopen", "重新办理"
    LINK = "link", "关联活动"
    UNLINK = "unlink", "取消关联"

    @property
    def rule(self) -> Rule:
        """From which states this step leads on, and who may take it."""
        return RULES[self]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a step requires. in_hand: only once a unit answers for the need."""

    before: tuple[RequestState, ...]
    allowed: Callable
    in_hand: bool = True


# the order is the one in which a page offers them
RULES = {
    RequestStep.CLAIM: Rule(
        (RequestState.UNCLAIMED,), permissions.may_claim_request, in_hand=False
    ),
    RequestStep.START: Rule(
        (RequestState.UNCLAIMED, RequestState.SUSPENDED), permissions.may_answer_request
    ),
    RequestStep.CLOSE: Rule(UNFINISHED, permissions.may_answer_request),
    RequestStep.PROMISE: Rule(UNFINISHED, permissions.may_answer_request),
    RequestStep.ASSIGN: Rule(OPEN, permissions.may_direct_request, in_hand=False),
    RequestStep.SUSPEND: Rule(OPEN, permissions.may_answer_request),
    RequestStep.RATE: Rule((RequestState.DONE,), permissions.may_direct_request),
    RequestStep.REOPEN: Rule((RequestState.DONE,), permissions.may_answer_request),
}
TAKEN = "这条需求已由其他单位认领，或已指派责任单位。"


class Answering(models.Model):
    """The steps of a need.

    `seen` is the revision the page was made from: whoever acts on what somebody else has
    changed meanwhile is told, and nothing is overwritten. Every step raises PermissionDenied
    for who may not, StepRefused with a message for what does not fit or is missing.
    """

    class Meta:
        abstract = True

    def open_steps(self, user) -> list[RequestStep]:
        """The steps `user` can take now."""
        return [
            step
            for step, rule in RULES.items()
            if self.state in rule.before
            and (self.responsible_unit_id or not rule.in_hand)
            and not (step == RequestStep.CLAIM and self.responsible_unit_id)
            and rule.allowed(user, self)
        ]

    def may_be_claimed_by(self, user) -> bool:
        """True for a need that still has no unit, and that the unit of `user` may take over."""
        return RequestStep.CLAIM in self.open_steps(user)

    def claim(self, *, by, commitment="", due: VagueDate | None = None, seen=None) -> None:
        """认领: the unit of `by` takes the need over and begins."""

        def change(need) -> str:
            need.responsible_unit, need.state = by.unit, RequestState.IN_PROGRESS
            return "；".join(filter(None, [str(by.unit), need._promised(commitment, due)]))

        self._take(RequestStep.CLAIM, change, by=by, seen=seen)

    def assign(self, unit, *, by, seen=None) -> None:
        """指派: `unit` is to answer; history says from whom to whom."""

        def change(need) -> str:
            before, need.responsible_unit = need.responsible_unit, unit
            if before == unit:
                raise StepRefused(f"责任单位已经是{unit}。")
            return f"{before} → {unit}" if before else str(unit)

        self._take(RequestStep.ASSIGN, change, by=by, seen=seen)

    def promise(self, commitment: str, *, by, due: VagueDate | None = None, seen=None) -> None:
        """承诺: what the responsible unit will do, and by when."""

        def change(need) -> str:
            if not commitment.strip():
                raise StepRefused("请写明承诺事项。")
            return need._promised(commitment, due)

        self._take(RequestStep.PROMISE, change, by=by, seen=seen)

    def start(self, *, by, commitment="", due: VagueDate | None = None, seen=None) -> None:
        """办理: an assigned need is taken in hand, a suspended one again."""

        def change(need) -> str:
            need.state, need.reason = RequestState.IN_PROGRESS, ""
            return need._promised(commitment, due)

        self._take(RequestStep.START, change, by=by, seen=seen)

    def suspend(self, reason: str, *, by, seen=None) -> None:
        """暂缓, with the reason."""

        def change(need) -> str:
            longest = need._meta.get_field("reason").max_length
            if not reason.strip():
                raise StepRefused("暂缓办理请写明理由。")
            if len(reason.strip()) > longest:
                raise StepRefused(f"暂缓理由请不要超过 {longest} 字。")
            need.state, need.reason = RequestState.SUSPENDED, reason.strip()
            return need.reason

        self._take(RequestStep.SUSPEND, change, by=by, seen=seen)

    def close(self, result: str, *, by, on: date | None = None, satisfaction="", seen=None) -> None:
        """办结: with what was done, the day, and what the requester says if that is known."""

        def change(need) -> str:
            if satisfaction and not permissions.may_direct_request(by, need):
                raise PermissionDenied
            if not result.strip():
                raise StepRefused("办结时请写明办理结果。")
            need.closed_on = need._closing_day(on)
            need.state, need.reason, need.result = RequestState.DONE, "", result.strip()
            need.satisfaction = satisfaction
            return "；".join(filter(None, [need.result, need.get_satisfaction_display()]))

        self._take(RequestStep.CLOSE, change, by=by, seen=seen)

    def rate(self, satisfaction: Satisfaction, *, by, seen=None) -> None:
        """评价: what the requester says; whoever recorded the need asks."""

        def change(need) -> str:
            need.satisfaction = satisfaction
            return need.get_satisfaction_display()

        self._take(RequestStep.RATE, change, by=by, seen=seen)

    def reopen(self, reason: str, *, by, seen=None) -> None:
        """重新办理: a closed need goes back to work; its closing day and rating go."""

        def change(need) -> str:
            if not reason.strip():
                raise StepRefused("重新办理请写明理由。")
            need.state, need.closed_on, need.satisfaction = RequestState.IN_PROGRESS, None, ""
            return reason.strip()

        self._take(RequestStep.REOPEN, change, by=by, seen=seen)

    @transaction.atomic
    def link(self, activity, *, by, linked: bool = True) -> None:
        """关联活动: `activity` is part of the answer, or no longer."""
        locked = type(self).objects.select_for_update().get(pk=self.pk)
        if not permissions.may_answer_request(by, locked):
            raise PermissionDenied
        if locked.activities.filter(pk=activity.pk).exists() == linked:
            raise StepRefused(f"“{activity}”{'已经' if linked else '没有'}关联本需求。")
        (locked.activities.add if linked else locked.activities.remove)(activity)
        locked._write(
            RequestStep.LINK if linked else RequestStep.UNLINK, locked.state, str(activity), by
        )

    @transaction.atomic
    def _take(self, step: RequestStep, change: Callable[..., str], *, by, seen) -> None:
        """Lock, check, `change` (which returns the words for history), write."""
        locked = type(self).objects.select_for_update().get(pk=self.pk)
        locked._check(step, by, seen)
        before, comment = locked.state, change(locked)
        locked.revision += 1
        locked.changed_by = by
        locked.save()
        locked._write(step, before, comment, by)
        self.refresh_from_db()

    def _check(self, step: RequestStep, by, seen: int | None) -> None:
        if step == RequestStep.CLAIM and self.responsible_unit_id:
            own = self.responsible_unit_id == by.unit_id
            raise StepRefused("本单位已经是这条需求的责任单位。" if own else TAKEN)
        if not step.rule.allowed(by, self):
            raise PermissionDenied
        if self.state not in step.rule.before:
            raise StepRefused(f"当前状态为“{self.get_state_display()}”，不能{step.label}。")
        if step.rule.in_hand and self.responsible_unit_id is None:
            raise StepRefused("请先指定责任单位。")
        if seen is not None and seen != self.revision:
            raise StepRefused(
                f"您打开页面之后，{last_change(self)}本需求。您填写的内容还在，请核对后再办。"
            )

    def _write(self, step: RequestStep, before: str, comment: str, by) -> None:
        self.history.create(by=by, step=step, before=before, after=self.state, comment=comment)
        audit.record(by, f"需求{step.label}", self, changes={"说明": comment} if comment else None)

    def _promised(self, commitment: str, due: VagueDate | None) -> str:
        """Keep a promise and its day where they are given; the words for history."""
        if due and self.raised and due.end < self.raised.start:
            raise StepRefused("办理时限不能早于提出时间。")
        text = commitment.strip()
        words = [f"承诺：{text}"] if text and text != self.commitment else []
        words += [f"时限：{due}"] if due and due != self.due else []
        self.commitment, self.due = text or self.commitment, due or self.due
        return "；".join(words)

    def _closing_day(self, on: date | None) -> date:
        today = timezone.localdate()
        if on and on > today:
            raise StepRefused("办结日期不能晚于今天。")
        if on and self.raised and on < self.raised.start:
            raise StepRefused("办结日期不能早于提出时间。")
        return on or today
