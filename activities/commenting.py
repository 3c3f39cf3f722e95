"""逐条意见: a reviewer's words on single measures, and how a unit reads them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction

from shuangyong.review import Step, StepRefused
from units.models import User

from .models import Plan, PlanComment


@dataclass(slots=True)
class Remarks:
    """The words on one measure: of the latest return, and of those before it."""

    newest: list[PlanComment] = field(default_factory=list)
    older: list[PlanComment] = field(default_factory=list)


def remarks_of(plan: Plan) -> dict[int, Remarks]:
    """The words on a plan's measures by the measure's id; two queries. Confirmed, all are past."""
    comments = PlanComment.objects.filter(item__plan=plan).select_related("by__unit")
    returned = plan.history.filter(step=Step.SEND_BACK).order_by("-pk").first()
    found: dict[int, Remarks] = defaultdict(Remarks)
    for comment in comments:
        is_new = not plan.is_official and (returned is None or comment.at >= returned.at)
        remarks = found[comment.item_id]
        (remarks.newest if is_new else remarks.older).append(comment)
    return dict(found)


@transaction.atomic
def send_back(plan: Plan, *, by: User, comment: str = "", notes: dict[int, str]) -> None:
    """Return a plan with words on single measures, by id, and one on the whole.

    The word on the whole may be left out if there is one on a measure; the line of history
    quotes all of them, so that it can be read when a measure is gone. Raises what `take`
    raises, and StepRefused if a measure is not there any more.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    words = {pk: text.replace("\0", "").strip() for pk, text in notes.items()}
    said = {pk: text for pk, text in words.items() if text}
    noted = [
        (number, item, said.pop(item.pk))
        for number, item in enumerate(plan.items.all(), 1)
        if item.pk in said
    ]
    if said:
        raise StepRefused("计划的措施刚刚有了改动，请重新查看后再退回。")
    lines = [f"{plan.measure_number(number)}{item}：{text}" for number, item, text in noted]
    if noted:
        lines.insert(0, f"请按逐条意见修改（{len(noted)}条）：")
    plan.take(Step.SEND_BACK, by=by, comment="\n".join([*filter(None, [comment.strip()]), *lines]))
    for _, item, text in noted:
        PlanComment.objects.create(item=item, by=by, text=text)
