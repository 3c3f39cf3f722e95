"""What somebody has typed on the page of a summary, laid over what is stored.

The page says of every field what it showed and what stands there now. Where what is stored is
still what the page showed, the change is written; where somebody else was faster, nothing is
overwritten: the page is told both, and its user decides. What is wrong is told at the field,
and the rest is kept all the same. Sections are known by their keys, so that one may be moved
while another person writes in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django.db import transaction
from django.forms import ModelForm

from reports.forms import SectionForm, SummaryForm
from reports.models import Summary, SummarySection
from reports.summary.layout import Facts
from reports.summary.saving import EDITED, saved
from shuangyong.review import StepRefused
from units.models import User

from .edits import HEAD, Change, Edits, Outcome, Shown
from .photos import offered_photos
from .removed import bring_back, token_of
from .shown import same, shown_in

CLOSED = "总结现在为“{state}”，不能修改。您填写的内容没有保存，仍留在本页。"
ELSEWHERE = "另一窗口"


@transaction.atomic
def lay_over(
    summary: Summary, edits: Edits, *, by: User, known: dict[str, int] | None = None
) -> Outcome:
    """Write what can be written. known: the keys of new sections that were made before.

    Raises StepRefused if the summary has been handed in.
    """
    locked = Summary.objects.select_for_update(of=("self",)).select_related("unit", "changed_by")
    stored = locked.get(pk=summary.pk)
    if not stored.is_editable:
        raise StepRefused(CLOSED.format(state=stored.get_status_display()))
    last, before = stored.changed_by, stored.revision
    outcome = Laying(stored, edits, by, known if known is not None else {}).done()
    outcome.by = ELSEWHERE if last in (None, by) else str(last)
    outcome.before, outcome.revision = before, before + outcome.changed
    return outcome


class Laying:
    """One page's changes on their way into the locked summary."""

    def __init__(self, summary: Summary, edits: Edits, by: User, known: dict[str, int]):
        self.summary, self.edits, self.by, self.known = summary, edits, by, known
        self.outcome = Outcome()
        self.rows = {str(row.pk): row for row in summary.sections.all()}
        self.facts = Facts(summary)
        self.photos = offered_photos(summary)

    def done(self) -> Outcome:
        """Everything in turn, then signed if anything was written."""
        self._head()
        self._remove()
        self._restore()
        for key, changes in self.edits.sections.items():
            self._change(key, changes)
        for name, shown in self.edits.fresh.items():
            self._make(name, shown)
        self._arrange()
        if self.outcome.changed:
            saved(self.summary, by=self.by, reason=EDITED, typing=True)
        return self.outcome

    def _head(self) -> None:
        form = SummaryForm(instance=self.summary, user=self.by)
        wanted = self._not_newer(HEAD, self.edits.head, shown_in(form))
        if wanted:
            self._write(HEAD, wanted, lambda data: SummaryForm(
                data, instance=self._fresh_summary, user=self.by
            ))  # fmt: skip

    @property
    def _fresh_summary(self) -> Summary:
        """A form writes into its instance even where it is wrong: each gets its own."""
        return Summary.objects.get(pk=self.summary.pk)

    def _section_form(self, row: SummarySection, data: Shown | None = None) -> SectionForm:
        return SectionForm(data, instance=row, facts=self.facts, photos=self.photos)

    def _change(self, key: str, changes: dict[str, Change]) -> None:
        row = self.rows.get(key)
        if row is None:
            self.outcome.gone.append(key)
            return
        wanted = self._not_newer(key, changes, shown_in(self._section_form(row)))
        if wanted:
            self._write(key, wanted, lambda data: self._section_form(
                SummarySection.objects.get(pk=row.pk), data
            ))  # fmt: skip

    def _not_newer(self, key: str, changes: dict[str, Change], stored: Shown) -> Shown:
        """The fields that differ from what is stored, less those that somebody else wrote."""
        wanted = {}
        for name, (was, now) in changes.items():
            if name not in stored or same(stored[name], now):
                continue
            if same(stored[name], was):
                wanted[name] = now
            else:
                self.outcome.newer.setdefault(key, {})[name] = stored[name]
        return wanted

    def _write(self, key: str, wanted: Shown, bound) -> bool:
        """Save the fields that are right; once more without those that are not."""
        while wanted:
            form: ModelForm = bound(shown_in(bound(None)) | wanted)
            if form.is_valid():
                row = form.save()
                if key == HEAD:
                    self.summary = row
                else:
                    self.rows[str(row.pk)] = row
                self.outcome.changed = True
                return True
            errors = {name: list(map(str, said)) for name, said in form.errors.items()}
            self.outcome.errors.setdefault(key, {}).update(errors)
            left = {name: value for name, value in wanted.items() if name not in errors}
            wanted = left if len(left) < len(wanted) else {}
        return False

    def _make(self, name: str, shown: Shown) -> None:
        """A new section; the answer to a former attempt may have been lost on its way."""
        if name in self.known:
            self._overwrite(name, str(self.known[name]), shown)
            return
        row = SummarySection(summary=self.summary, position=self._behind)
        if self._write(name, shown, lambda data: self._section_form(row, data)):
            made = next(key for key in reversed(self.rows))
            self.known[name] = self.outcome.made[name] = int(made)

    def _overwrite(self, name: str, key: str, shown: Shown) -> None:
        if key not in self.rows:
            self.outcome.gone.append(name)
            return
        stored = shown_in(self._section_form(self.rows[key]))
        self._change(key, {field: (stored.get(field, ""), now) for field, now in shown.items()})
        self.outcome.made[name] = int(key)

    @property
    def _behind(self) -> int:
        return max((row.position for row in self.rows.values()), default=0) + 1

    def _remove(self) -> None:
        for key in self.edits.removed:
            row = self.rows.pop(str(self.known.get(key, key)), None)
            if row is None:
                continue
            self.outcome.undo[key] = token_of(row)
            row.delete()
            self.outcome.changed = True

    def _restore(self) -> None:
        for key, token in self.edits.restored.items():
            row = bring_back(self.summary, token)
            if row is not None:
                self.rows[str(row.pk)] = row
                self.outcome.made[key] = row.pk
                self.outcome.changed = True

    def _arrange(self) -> None:
        """As the page has them; what it does not know stays behind what it stood behind."""
        if not self.edits.order:
            return
        made = self.known | self.outcome.made
        wanted = [str(made.get(key, key)) for key in self.edits.order]
        order = arranged([key for key in wanted if key in self.rows], self._stored_order)
        moved = []
        for position, key in enumerate(order, 1):
            row = self.rows[key]
            if row.position != position:
                row.position = position
                moved.append(row)
        if moved:
            SummarySection.objects.bulk_update(moved, ["position"])
            self.outcome.changed = True

    @cached_property
    def _stored_order(self) -> list[str]:
        rows = sorted(self.rows.values(), key=lambda row: (row.position, row.pk))
        return [str(row.pk) for row in rows]


def arranged(wanted: Iterable[str], stored: Iterable[str]) -> list[str]:
    """The order of a page, with what it does not know behind what that stood behind."""
    order = list(dict.fromkeys(wanted))
    before = ""
    for key in stored:
        if key not in order:
            order.insert(order.index(before) + 1 if before else 0, key)
        before = key
    return order
