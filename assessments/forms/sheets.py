"""The forms of one side of a checklist, or of one section of it, saved together."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict

from assessments.giving_scores import give_scores
from assessments.models import Assessment, Response
from assessments.reviewing import mark_begun, settle, sign
from assessments.selectors import Checklist, Item, Part, citable_activities
from shuangyong.review import StepRefused
from units import audit, permissions
from units.models import User

from .responses import ResponseForm, keys, plain
from .reviews import ReviewForm
from .self_assessment import SelfForm


class Sheet:
    """The forms of one side for the items of `of`; nothing else is written.

    data: as posted, or None for a page that is only shown.
    """

    form_class: type[ResponseForm]
    side: str
    label: str

    def __init__(
        self,
        of: Checklist | Part,
        data: QueryDict | None = None,
        files=None,
        *,
        assessment: Assessment,
    ):
        self.items = [i for i in of.items if self.may_change(assessment, i.response)]
        for item in self.items:
            item.form = self.form_class(item, data, files, **self.form_kwargs())
        self.forms: list[ResponseForm] = [item.form for item in self.items]

    def form_kwargs(self) -> dict:
        """What every form of this side needs."""
        return {}

    @staticmethod
    def may_write(user: User, assessment: Assessment) -> bool:
        """True if this side is the user's, whatever the state."""
        raise NotImplementedError

    @staticmethod
    def is_open(assessment: Assessment) -> bool:
        """True while this side may be changed."""
        raise NotImplementedError

    @staticmethod
    def may_change(assessment: Assessment, response: Response) -> bool:
        """True if this item of an open side may be changed."""
        return True

    def is_valid(self) -> bool:
        """Checks every form, so that all errors show at once."""
        results = [form.is_valid() for form in self.forms]
        return all(results)

    @property
    def has_changes(self) -> bool:
        """True if anything that is right differs from what the page showed."""
        return any(form.has_news for form in self.forms)

    @property
    def wrong(self) -> list:
        """The items with errors, to be listed with links."""
        return [item for item in self.items if item.form.errors]

    @transaction.atomic
    def save(self, assessment: Assessment, by: User) -> None:
        """Write what was changed, and into the audit trail who changed which score.

        Raises StepRefused if the checklist was handed on while the form was on its way, or if
        somebody else has just changed the same field, which is told at the field.
        """
        self._lock(assessment)
        touched = [form for form in self.forms if form.touched]
        self._follow(touched)
        changes = {label: words for form in touched for label, words in form.apply().items()}
        Response.objects.bulk_update([f.response for f in touched], self.form_class.texts)
        scores = {form.response: form.given for form in touched if form.is_score_touched}
        give_scores(assessment.round, self.form_class.score, scores)
        assessment.revision += 1
        assessment.changed_by = by
        assessment.save(update_fields=["revision", "changed_by", "changed_at"])
        if changes:
            audit.record(by, f"保存{self.label}", assessment, changes=changes)

    def _lock(self, assessment: Assessment) -> None:
        """Hold the row and judge by what is stored now: scores are frozen once confirmed."""
        held = Assessment.objects.select_for_update(of=("self",)).select_related("round")
        stored = held.get(pk=assessment.pk)
        assessment.revision = stored.revision
        if not self.is_open(stored):
            raise StepRefused(f"考核表刚刚变为“{stored.standing}”，您填写的内容尚未保存。")
        if stored.round.standard_id != assessment.round.standard_id:
            raise StepRefused("本次考核刚刚改用新版细则，您填写的内容尚未保存，请重新打开考核表。")
        if not all(self.may_change(stored, item.response) for item in self.items):
            raise StepRefused("考核表刚刚退回了部分项目，您填写的内容尚未保存，请重新打开。")

    @staticmethod
    def _follow(touched: list[ResponseForm]) -> None:
        """What was loaded may be a moment old; now that the row is held, look once more."""
        responses = Response.objects.filter(pk__in=[form.response.pk for form in touched])
        stored = responses.prefetch_related("years").in_bulk()
        followed = [form.follow(stored[form.response.pk]) for form in touched]  # each is told
        if not all(followed):
            raise StepRefused("有他人刚刚修改了同一处，您填写的内容尚未保存，请看标红的地方。")

    def keep_files(self) -> int:
        """Store what was uploaded though a score elsewhere is wrong; returns how many files."""
        return 0


class SelfSheet(Sheet):
    """The unit's side: open while draft or returned."""

    form_class, side, label = SelfForm, "self", "自评"

    def __init__(self, of, data=None, files=None, *, assessment: Assessment):
        data = accepted(of.items, data)
        self.citable = {a.pk: a for a in _ticked(of.items, data, assessment)}
        super().__init__(of, data, files, assessment=assessment)

    def form_kwargs(self) -> dict:
        return {"citable": self.citable}

    @staticmethod
    def may_write(user: User, assessment: Assessment) -> bool:
        return permissions.may_write_for(user, assessment.unit)

    @staticmethod
    def is_open(assessment: Assessment) -> bool:
        return assessment.is_editable

    @staticmethod
    def may_change(assessment: Assessment, response: Response) -> bool:
        return assessment.is_item_open(response)

    @transaction.atomic
    def save(self, assessment: Assessment, by: User) -> None:
        super().save(assessment, by)
        self._save_links("points_claimed", Response.points_claimed.through, "scoringpoint_id")
        self._save_links("activities", Response.activities.through, "activity_id")
        self.keep_files()

    def keep_files(self) -> int:
        return sum(form.keep_files() for form in self.forms)

    def _save_links(self, name: str, through, target: str) -> None:
        added, removed = [], Q(pk__in=[])
        for form in self.forms:
            new, dropped = form.links(name)
            added += [through(response_id=form.response.pk, **{target: pk}) for pk in new]
            if dropped:
                removed |= Q(response_id=form.response.pk, **{f"{target}__in": dropped})
        through.objects.filter(removed).delete()
        through.objects.bulk_create(added, ignore_conflicts=True)


class ReviewSheet(Sheet):
    """The reviewer's side: open while submitted."""

    form_class, side, label = ReviewForm, "review", "考评"

    @staticmethod
    def may_write(user: User, assessment: Assessment) -> bool:
        return permissions.may_review(user, assessment)

    @staticmethod
    def is_open(assessment: Assessment) -> bool:
        return assessment.is_reviewable

    @transaction.atomic
    def save(self, assessment: Assessment, by: User) -> None:
        """As on the unit's side; whoever saves something has begun the review."""
        super().save(assessment, by)
        keep_review(self.forms, [assessment], by)


def keep_review(forms: list[ReviewForm], locked: list[Assessment], by: User) -> None:
    """What follows from scores that were written: who gave them, marks gone, review begun."""
    sign((form.response for form in forms if form.is_scored), by=by)
    settle(form.response for form in forms if form.is_dealt_with)
    if any(form.is_dealt_with for form in forms):
        mark_begun(locked, by=by)


SHEETS = {sheet.side: sheet for sheet in (SelfSheet, ReviewSheet)}


def open_sheet(user: User, assessment: Assessment) -> type[Sheet] | None:
    """The side that `user` can fill in now; None for who only reads."""
    writable = (
        s for s in SHEETS.values() if s.is_open(assessment) and s.may_write(user, assessment)
    )
    return next(writable, None)


def accepted(shown: Sequence[Item], data: QueryDict | None) -> QueryDict | None:
    """What was posted, with the proposal filled in whose button was pressed."""
    items = {str(item.response.pk): item for item in shown if item.proposal}
    item = items.get(data.get("accept")) if data else None
    if item is None:
        return data
    data, prefix = data.copy(), f"r{item.response.pk}"
    data[f"{prefix}-self_score"] = plain(item.proposal.score)
    for year, proposal in item.proposal.years.items():
        data[f"{prefix}-self_score_{year}"] = plain(proposal.score)
    if item.proposal.points:
        data.setlist(f"{prefix}-points_claimed", [str(pk) for pk in item.proposal.points])
    cited = {str(activity.pk) for activity in item.proposal.activities}
    data.setlist(f"{prefix}-activities", [*{*data.getlist(f"{prefix}-activities"), *cited}])
    return data


def _ticked(shown: Sequence[Item], data: QueryDict | None, assessment: Assessment):
    """The activities ticked anywhere on the page that the unit may cite; one query."""
    names = [f"r{item.response.pk}-activities" for item in shown]
    ticked = {pk for name in names for pk in keys(data.getlist(name) if data else ())}
    return citable_activities(assessment).filter(pk__in=ticked) if ticked else ()
