"""One step for many activities at once: each by itself, and why it was not done where it was not.

Nothing is all or nothing here: every activity has its own transaction, so that one which somebody
else has dealt with meanwhile does not hold up the other ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from shuangyong.review import Status, Step, StepRefused
from units import audit, permissions

from .models import Activity, ActivityKind

MOST = 500  # in one request: some seconds of work
NAMED = 20  # titles that a message names for one reason


class Action(models.TextChoices):
    """What can be done with the ticked activities; a step of the review flow has its value."""

    CONFIRM = "confirm", "确认"
    SEND_BACK = "return", "退回"
    SUBMIT = "submit", "提交"
    WITHDRAW = "withdraw", "撤回"
    KIND = "kind", "改类别"
    EXPORT = "export", "导出所选"

    @property
    def step(self) -> Step | None:
        """The step of the review flow it takes, if it is one."""
        return Step(self.value) if self.value in Step.values else None

    def is_open_to(self, user) -> bool:
        """True if the role of `user` can take it with some activity."""
        if self.step:
            return permissions.may_ever_take(user, self.step)
        return permissions.may_write(user) if self == Action.KIND else permissions.may_export(user)

    def obstacle(self, activity: Activity, user) -> str:
        """Why it cannot be done with this one, as far as it shows without a query; "" if not."""
        if self.step:
            return step_obstacle(activity, self.step, user)
        return kind_obstacle(activity, user) if self == Action.KIND else ""


def offered_to(user) -> list[Action]:
    """The actions of a role, in their order."""
    return [action for action in Action if action.is_open_to(user)]


def possible_with(activity: Activity, user) -> list[Action]:
    """What `user` can do with this activity as it stands; no query if its unit is loaded."""
    return [action for action in offered_to(user) if not action.obstacle(activity, user)]


def step_obstacle(activity: Activity, step: Step, user) -> str:
    """Why `user` cannot take a step with it: not the one who may, or not in its state."""
    if not activity.permits(step, user):
        return "不归本账号审核" if step.is_review else "不由本账号填报"
    if activity.status not in step.rule.before:
        return f"当前状态为“{activity.get_status_display()}”，不能{step.label}"
    return ""


def kind_obstacle(activity: Activity, user) -> str:
    """Why its kind cannot be changed by `user`."""
    if not permissions.may_write_for(user, activity.unit):
        return "不由本账号填报"
    if not permissions.may_edit(user, activity):
        return f"当前状态为“{Status(activity.status).label}”，不能修改"
    return ""


def kinds_for(user):
    """The kinds that `user` may give: those of all offices and those of the offices above."""
    return ActivityKind.objects.offered_to(user.unit)


@transaction.atomic
def give_kind(activity: Activity, kind: ActivityKind, *, by) -> None:
    """Make `kind` the main kind of an activity that is still in its unit's hands.

    Raises StepRefused with the reason if it is not, or is of this kind already.
    """
    locked = Activity.objects.select_for_update(of=("self",)).select_related("unit", "kind")
    stored = locked.get(pk=activity.pk)
    if reason := kind_obstacle(stored, by):
        raise StepRefused(f"{reason}。")
    if stored.kind_id == kind.pk:
        raise StepRefused(f"已经是“{kind}”。")
    before, stored.kind = stored.kind, kind
    stored.revision += 1
    stored.changed_by = by
    stored.save(update_fields=["kind", "revision", "changed_by", "changed_at"])
    stored.further_kinds.remove(kind)
    audit.record(by, "修改活动", stored, changes={"活动类别": [str(before), str(kind)]})


@dataclass(slots=True)
class Outcome:
    """What became of the chosen activities; `refused` holds them by reason."""

    action: Action
    kind: ActivityKind | None = None
    done: list[Activity] = field(default_factory=list)
    refused: dict[str, list[Activity]] = field(default_factory=dict)
    missing: int = 0

    def refuse(self, activity: Activity, reason: str) -> None:
        """Keep why nothing was done with it."""
        self.refused.setdefault(reason.rstrip("。"), []).append(activity)

    @property
    def success(self) -> str:
        """已确认 18 项; "" if nothing was done."""
        if not self.done:
            return ""
        if self.kind:
            return f"已把 {len(self.done)} 项活动的类别改为“{self.kind}”。"
        return f"已{self.action.label} {len(self.done)} 项活动。"

    @property
    def failure(self) -> str:
        """2 项未确认。当前状态为“草稿”，不能确认：《…》《…》; "" if everything was done."""
        parts = [f"{reason}：{titles(found)}。" for reason, found in self.refused.items()]
        number = sum(len(found) for found in self.refused.values())
        said = f"{number} 项未{self.action.label}。{''.join(parts)}" if number else ""
        return said + (f"{self.missing} 项找不到，可能已被删除。" if self.missing else "")


def titles(activities: list[Activity]) -> str:
    """《A》《B》, with 等 25 项 where they are too many to be named."""
    named = "".join(f"《{activity}》" for activity in activities[:NAMED])
    more = f"等 {len(activities)} 项" if len(activities) > NAMED else ""
    return f"{named}{more}"


def carry_out(
    action: Action,
    activities: Iterable[Activity],
    *,
    by,
    comment: str = "",
    kind: ActivityKind | None = None,
) -> Outcome:
    """Do `action` with each activity in a transaction of its own.

    A constant number of queries for each. An action that the role of `by` never has raises
    PermissionDenied; a single activity that is not theirs is named in the outcome.
    """
    if not action.is_open_to(by):
        raise PermissionDenied
    outcome = Outcome(action, kind)
    for activity in activities:
        try:
            if action.step:
                activity.take(action.step, by=by, comment=comment)
            else:
                give_kind(activity, kind, by=by)
        except PermissionDenied:
            outcome.refuse(activity, action.obstacle(activity, by))
        except StepRefused as refusal:
            outcome.refuse(activity, str(refusal))
        except Activity.DoesNotExist:
            outcome.missing += 1
        else:
            outcome.done.append(activity)
    return outcome
