"""The one review flow of plans, activities, assessments and summaries.

草稿 → 已提交 → 已确认, or 已退回 (with a comment, to be corrected and submitted again); a
confirmed record is reopened with a reason. `Reviewable.take` is the only place that changes
a status; each kind of record has its own history table, derived from `HistoryLine`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction


class Status(models.TextChoices):
    """Where a record stands between its unit and its reviewer."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "已退回"
    CONFIRMED = "confirmed", "已确认"


EDITABLE = (Status.DRAFT, Status.RETURNED)


class Step(models.TextChoices):
    """One move in the flow; the values are also the last part of its address."""

    SUBMIT = "submit", "提交"
    WITHDRAW = "withdraw", "撤回"
    SEND_BACK = "return", "退回"
    CONFIRM = "confirm", "确认"
    REOPEN = "reopen", "重新打开"

    @property
    def rule(self) -> Rule:
        """From where to where this step leads, and whether it needs a word of reason."""
        return RULES[self]

    @property
    def is_review(self) -> bool:
        """True if the reviewer takes this step, False if the unit itself does."""
        return self not in {Step.SUBMIT, Step.WITHDRAW}


@dataclass(frozen=True, slots=True)
class Rule:
    """What one step requires and what it leads to."""

    before: tuple[Status, ...]
    after: Status
    needs_comment: bool = False


RULES = {
    Step.SUBMIT: Rule(EDITABLE, Status.SUBMITTED),
    Step.WITHDRAW: Rule((Status.SUBMITTED,), Status.DRAFT),
    Step.SEND_BACK: Rule((Status.SUBMITTED,), Status.RETURNED, needs_comment=True),
    Step.CONFIRM: Rule((Status.SUBMITTED,), Status.CONFIRMED),
    Step.REOPEN: Rule((Status.CONFIRMED,), Status.RETURNED, needs_comment=True),
}


class StepRefused(Exception):
    """The step does not fit the record as it stands; the message is for the user."""


class Reviewable(models.Model):
    """A record that passes through the review flow.

    `revision` counts the saves, so that the second of two people who edit the same record
    is told instead of silently overwriting the first. Subclasses have a `history` relation.
    """

    status = models.CharField(
        "状态", max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField("最后修改", auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="最后修改人",
    )

    class Meta:
        abstract = True

    @property
    def is_editable(self) -> bool:
        """True while the unit may still change the record."""
        return self.status in EDITABLE

    @property
    def is_official(self) -> bool:
        """True once confirmed: only then it counts in figures."""
        return self.status == Status.CONFIRMED

    @property
    def returned_because(self) -> HistoryLine | None:
        """Of a returned record the line with the reviewer's words; one query."""
        if self.status != Status.RETURNED:
            return None
        # as written, not by the clock: it may have been set back
        return self.history.select_related("by").order_by("pk").last()

    def permits(self, step: Step, user) -> bool:
        """True if `user` is the one who may take `step`; the state is checked apart."""
        raise NotImplementedError

    def open_steps(self, user) -> list[Step]:
        """The steps `user` can take now, in the order of the flow."""
        return [s for s in Step if self.status in s.rule.before and self.permits(s, user)]

    def obstacles(self, step: Step) -> list[str]:
        """What has to be mended before `step`; a subclass names it in the user's words."""
        return []

    @transaction.atomic
    def take(self, step: Step, *, by, comment: str = "") -> None:
        """Take `step`: lock, check the stored state, change it, write a line of history.

        Raises PermissionDenied if `by` is not the one who may, StepRefused with a message
        for the user if somebody moved the record first, a reason is missing, or the record
        is not ready.
        """
        locked = type(self).objects.select_for_update().get(pk=self.pk)
        if not locked.permits(step, by):
            raise PermissionDenied
        comment = comment.replace("\0", "").strip()  # PostgreSQL keeps no NUL
        locked._check(step, comment)
        before, locked.status = locked.status, step.rule.after
        locked.revision += 1
        locked.save(update_fields=["status", "revision", "changed_at"])
        locked.history.create(by=by, step=step, before=before, comment=comment)
        locked.after_step(step, by)
        self.status, self.revision = locked.status, locked.revision

    def _check(self, step: Step, comment: str) -> None:
        if self.status not in step.rule.before:
            raise StepRefused(f"当前状态为“{self.get_status_display()}”，不能{step.label}。")
        if step.rule.needs_comment and not comment:
            raise StepRefused(f"{step.label}时请写明理由。")
        if found := self.obstacles(step):
            raise StepRefused("；".join(found))

    def after_step(self, step: Step, by) -> None:
        """What belongs to the same transaction, such as freezing scores; nothing here."""


class HistoryLine(models.Model):
    """One step of a record: who, when, from what to what, why. Never changed afterwards.

    A subclass adds `record`, a foreign key with related_name "history".
    """

    at = models.DateTimeField("时间", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )
    step = models.CharField("操作", max_length=10, choices=Step)
    before = models.CharField("原状态", max_length=10, choices=Status)
    comment = models.TextField("意见", blank=True)

    class Meta:
        abstract = True
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.by} {self.get_step_display()}"

    @property
    def after(self) -> Status:
        """The status the step led to."""
        return Step(self.step).rule.after

    @property
    def move(self) -> str:
        """草稿 → 已提交."""
        return f"{self.get_before_display()} → {self.after.label}"


def last_change(stored) -> str:
    """Who did what last, as the beginning of a sentence: a step is no saving.

    What takes no steps has no history.
    """
    steps = getattr(stored, "history", None)
    last = steps.select_related("by").last() if steps else None
    if last and last.at >= stored.changed_at:
        return f"{last.by}已{last.get_step_display()}"
    return f"{stored.changed_by or '另一位用户'}已保存过"
