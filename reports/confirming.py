"""待审核: ticked records of any kind confirmed one after the other, and why some were not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied

from activities.drafts import as_id
from shuangyong.review import Reviewable, Step, StepRefused
from units.models import User

from .tasks import KINDS, SHOWN

MODELS = {model._meta.model_name: model for model in KINDS}
MOST = SHOWN * len(KINDS)
"""As many as the queue shows."""


@dataclass(slots=True)
class Confirmed:
    """What became of the ticked records: how many are confirmed, what is said of the others."""

    done: int = 0
    refused: list[str] = field(default_factory=list)


def confirm_each(keys: Iterable[str], *, by: User) -> Confirmed:
    """Confirm every record named by its `Task.key` in a transaction of its own, in the order named.

    What is none of this account's business is not found, like what was never there.
    """
    outcome = Confirmed()
    for key in list(dict.fromkeys(keys))[:MOST]:
        if (record := _named(key, by)) is None:
            outcome.refused.append("有一条记录找不到，可能已被删除。")
            continue
        try:
            record.take(Step.CONFIRM, by=by)
        except PermissionDenied:
            outcome.refused.append(f"“{record}”：不归本账号审核。")
        except StepRefused as refusal:
            outcome.refused.append(f"“{record}”：{refusal}")
        else:
            outcome.done += 1
    return outcome


def _named(key: str, by: User) -> Reviewable | None:
    name, _, number = key.partition("-")
    if name not in MODELS:
        return None
    return MODELS[name].objects.visible_to(by).filter(pk=as_id(number)).first()
