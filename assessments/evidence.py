"""What proves an item: activities that are cited, and files that belong to no activity."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.html import format_html

from shuangyong.review import StepRefused
from shuangyong.storage import files_with_rows
from units import audit
from units.models import User

from .models import MOST_FILES, Assessment, Response, ResponseFile

CLOSED = "考核表现在为“{state}”，不能修改本项。"


def hold(response: Response) -> Assessment:
    """Lock the checklist of an item, in a transaction; StepRefused if the item is not open."""
    assessment = Assessment.objects.select_for_update().get(pk=response.assessment_id)
    if not assessment.is_item_open(response):
        raise StepRefused(CLOSED.format(state=assessment.standing))
    return assessment


@transaction.atomic
def cite(response: Response, activities: Iterable, *, by: User) -> int:
    """Add activities to those that prove an item; returns how many were not among them.

    Raises StepRefused if the item is not open any more.
    """
    assessment = hold(response)
    known = set(response.activities.values_list("pk", flat=True))
    new = [activity for activity in activities if activity.pk not in known]
    response.activities.add(*new)
    if new:
        names = "、".join(str(activity) for activity in new)
        label = f"第{response.criterion.label}项佐证活动"
        audit.record(by, "选用佐证活动", assessment, changes={label: names})
    return len(new)


def attach(response: Response, offered: list[ResponseFile], *, by: User) -> list[ResponseFile]:
    """Save what is new to an item; returns what it had already.

    Raises StepRefused if the item is not open any more, or would get too many files.
    """
    with files_with_rows():
        assessment = hold(response)
        kept, left_out = add_new(response, offered)
        if kept:
            names = "、".join(file.name for file in kept)
            audit.record(by, "上传材料", assessment, changes={"文件": names})
    return left_out


@transaction.atomic
def describe(files: Iterable[ResponseFile], *, by: User) -> None:
    """Save what files show: the `caption` that each has been given.

    Raises StepRefused, and saves none, if an item is not open any more.
    """
    for file in sorted(files, key=lambda file: file.response.assessment_id):  # locks in one order
        assessment = hold(file.response)
        file.save(update_fields=["caption"])
        audit.record(by, "填写材料说明", assessment, changes={file.name: file.caption})


def add_new(
    response: Response, offered: list[ResponseFile]
) -> tuple[list[ResponseFile], list[ResponseFile]]:
    """Save files of an item whose content it has not yet; returns those and the others.

    In a transaction that holds the checklist. Raises StepRefused if it would get too many.
    """
    stored = {file.sha256 for file in response.files.all()}
    known, kept, left_out = set(stored), [], []
    for file in offered:
        (left_out if file.sha256 in known else kept).append(file)
        known.add(file.sha256)
    if kept and len(stored) + len(kept) > MOST_FILES:
        raise StepRefused(f"一项最多 {MOST_FILES} 份材料，已有 {len(stored)} 份。")
    for file in kept:
        response.files.add(file, bulk=False)
    return kept, left_out


def remarks_on(
    response: Response, offered: list[ResponseFile], left_out: list[ResponseFile]
) -> list[str]:
    """About files not kept twice, and those that another item of the checklist has too.

    The texts may hold links. One query.
    """
    doubled = [f"“{file.name}”已经上传过，没有重复保存。" for file in left_out]
    kept = [file for file in offered if file not in left_out]
    if not kept:
        return doubled
    others = ResponseFile.objects.filter(
        response__assessment=response.assessment_id, sha256__in=[f.sha256 for f in kept]
    ).exclude(response=response)
    by_content = {o.sha256: o for o in others.select_related("response__criterion")}
    found = ((file, by_content.get(file.sha256)) for file in kept)
    return doubled + [
        format_html(
            '“{}”与<a href="{}">第 {} 项</a>的“{}”相同，请核对是否传错。',
            file.name,
            other.response.get_absolute_url(),
            other.response.criterion.label,
            other.name,
        )
        for file, other in found
        if other
    ]
