"""One item for many units: every row that is right is saved, the others come back as typed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.http import QueryDict
from django.utils import timezone

from assessments.giving_scores import give_scores
from assessments.models import Assessment, Criterion, Response, Round
from assessments.review_queue import ItemOfUnit, answers, answers_to
from assessments.reviewing import lock_checklists
from units import audit
from units.models import User

from .reviews import ReviewForm
from .sheets import keep_review

MOVED = "考核表刚刚变为“{state}”，您填写的内容没有保存。"


@transaction.atomic
def save_answers(
    round_: Round, criterion: Criterion, responses: set[int], data: QueryDict, *, by: User
) -> tuple[ItemSheet, list[ReviewForm]]:
    """Save what was typed for one item of these units, by what is stored when they are locked.

    Returns the sheet, with messages at rows that are wrong, and the forms that were saved.
    """
    rows = answers_to(round_, criterion).filter(pk__in=responses)
    lock_checklists(rows)
    sheet = ItemSheet(answers(criterion, rows), data)
    return sheet, sheet.save(round_, by)


class ItemSheet:
    """The reviewer's forms for one item of several units; `data` as posted, None if only shown."""

    def __init__(self, rows: Iterable[ItemOfUnit], data: QueryDict | None = None):
        self.rows = list(rows)
        for row in self.rows:
            if row.is_open or data is not None:
                row.form = ReviewForm(row, data)
        self.forms: list[ReviewForm] = [row.form for row in self.rows if row.form]

    def save(self, round_: Round, by: User) -> list[ReviewForm]:
        """Write the rows that are right; returns the forms that brought something new."""
        right = []
        for form in self.forms:
            if form.is_valid() and form.is_dealt_with and not form.item.is_open:
                form.add_error(None, MOVED.format(state=form.item.assessment.standing))
            elif form.is_valid() and form.is_dealt_with:
                right.append(form)
        changes = {}
        for form in right:
            unit = form.item.assessment.unit.label
            changes |= {f"{unit}{label}": words for label, words in form.apply().items()}
        Response.objects.bulk_update([form.response for form in right], ReviewForm.texts)
        scores = {form.response: form.given for form in right if form.is_score_touched}
        give_scores(round_, ReviewForm.score, scores)
        checklists = [form.item.assessment for form in right]
        Assessment.objects.filter(pk__in=[each.pk for each in checklists]).update(
            revision=F("revision") + 1, changed_by=by, changed_at=timezone.now()
        )
        keep_review(right, checklists, by)
        if changes:
            audit.record(by, "保存考评", round_, changes=changes)
        return right

    @property
    def wrong(self) -> list[ItemOfUnit]:
        """The rows with errors, to be listed with links."""
        return [row for row in self.rows if row.form and row.form.errors]
