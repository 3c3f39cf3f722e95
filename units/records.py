"""What plans, activities, assessments and summaries have in common: they belong to a unit."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce

from shuangyong.review import EDITABLE, Reviewable, Status, Step

from . import audit, permissions
from .models import Unit


class UnitRecordQuerySet(models.QuerySet):
    """Records of units, in the words of the field."""

    def visible_to(self, user):
        """What `user` may read; the rule itself is in `units.permissions`."""
        return self.filter(permissions.rows_in_scope(user))

    def reviewed_by(self, user):
        """What `user` would review, whatever its status."""
        return self.filter(unit__reviewed_by=user.unit_id) if user.unit_id else self.none()

    def confirmed(self):
        """What counts in official figures."""
        return self.filter(status=Status.CONFIRMED)

    def awaiting_review(self):
        """Submitted and not yet answered."""
        return self.filter(status=Status.SUBMITTED)

    def open_for_editing(self):
        """Drafts and returned records: still in the unit's hands."""
        return self.filter(status__in=EDITABLE)

    def with_submission(self):
        """Adds `first_submitted_at`: whether it came in time is judged by the first time."""
        first = models.Min("history__at", filter=models.Q(history__step=Step.SUBMIT))
        return self.annotate(first_submitted_at=first)

    def with_last_submission(self):
        """Adds `submitted_at`: since when a record has been waiting for its reviewer."""
        last = models.Max("history__at", filter=models.Q(history__step=Step.SUBMIT))
        return self.annotate(submitted_at=Coalesce(last, "changed_at"))

    def with_last_words(self):
        """Adds `last_words`: what was said at the last step, None before the first one."""
        history = self.model._meta.get_field("history").related_model
        last = history.objects.filter(record=models.OuterRef("pk")).order_by("-at", "-pk")
        return self.annotate(last_words=models.Subquery(last.values("comment")[:1]))

    def in_year(self, year: int):
        """Records of the working year."""
        return self.filter(year=year)


class UnitRecord(Reviewable):
    """A record that a unit writes and the office above it reviews."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="%(class)s_set", verbose_name="单位"
    )

    class Meta:
        abstract = True

    @property
    def reviewing_unit_id(self) -> int | None:
        """Who reviews it: the nearest issuing unit above, a root office its own records."""
        return self.unit.reviewed_by_id

    def permits(self, step: Step, user) -> bool:
        return permissions.may_take(user, step, self)

    def after_step(self, step: Step, by) -> None:
        audit.record(by, step.label, self)
