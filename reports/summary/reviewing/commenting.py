"""修改意见: what a reviewer says about a paragraph, and what the writers make of it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from reports.models import Summary, SummaryComment
from shuangyong.review import StepRefused
from units import audit, permissions
from units.models import User

from .margins import Margin


def _locked(summary_id: int) -> Summary:
    return Summary.objects.select_for_update().select_related("unit").get(pk=summary_id)


@transaction.atomic
def add_comment(summary: Summary, margin: Margin, *, by: User, text: str) -> SummaryComment:
    """Say something about a paragraph; its wording is quoted.

    Raises PermissionDenied, and StepRefused if the summary does not wait for its reviewer now.
    """
    locked = _locked(summary.pk)
    if not permissions.may_review(by, locked):
        raise PermissionDenied
    if not permissions.may_comment_summary(by, locked):
        raise StepRefused(f"总结{locked.get_status_display()}，现在不能提意见。")
    comment = locked.comments.create(section=margin.section, quote=margin.quote, text=text, by=by)
    audit.record(by, "提出修改意见", locked)
    return comment


@transaction.atomic
def answer_comment(comment: SummaryComment, *, by: User, text: str) -> None:
    """The writers' answer, in place of an earlier one; it settles nothing by itself.

    Raises PermissionDenied.
    """
    locked, stored = _of_both(comment)
    if not permissions.may_answer_comments(by, locked):
        raise PermissionDenied
    stored.answer = text
    stored.save(update_fields=["answer"])
    audit.record(by, "答复修改意见", locked)


@transaction.atomic
def settle_comment(comment: SummaryComment, *, by: User, settled: bool) -> None:
    """Mark a comment as dealt with, or open it again. Raises PermissionDenied."""
    locked, stored = _of_both(comment)
    if not permissions.may_settle_comments(by, locked):
        raise PermissionDenied
    if stored.is_open != settled:  # in another window it was done already
        return
    stored.settled_by = by if settled else None
    stored.settled_at = timezone.now() if settled else None
    stored.save(update_fields=["settled_by", "settled_at"])
    audit.record(by, "处理修改意见" if settled else "重新打开修改意见", locked)


@transaction.atomic
def remove_comment(comment: SummaryComment, *, by: User) -> None:
    """Take back what one has said, as long as nobody answered.

    Raises PermissionDenied, and StepRefused with the reason.
    """
    locked, stored = _of_both(comment)
    if not (stored.by_id == by.pk and permissions.may_comment_summary(by, locked)):
        raise PermissionDenied
    if stored.answer or not stored.is_open:
        raise StepRefused("这条意见已有答复或已处理，不能删除。")
    stored.delete()
    audit.record(by, "删除修改意见", locked)


def _of_both(comment: SummaryComment) -> tuple[Summary, SummaryComment]:
    """Summary and comment as they are stored, the first one locked."""
    locked = _locked(comment.summary_id)
    return locked, SummaryComment.objects.get(pk=comment.pk)
