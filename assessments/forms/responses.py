"""What one side fills in for one criterion: the unit's self-score, the reviewer's score.

Two people may fill in one checklist at the same time. The page carries the value of every
field as it was shown (Django's hidden initial), so only what somebody really changed is
written, and blanks never overwrite a colleague's work. Where both changed the same field, the
second is told at the field and decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import forms

from activities.models import Activity
from assessments.allowed_scores import check_score
from assessments.models import Criterion, CriterionKind
from assessments.selectors import Item

from .files import ResponseFilesField

KEY_DIGITS = 18  # a longer number is no primary key, and no database takes it


def plain(value) -> str:
    """A field's value as the page shows it: no idle zeros, one kind of line break."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else "\n".join(str(value).splitlines()).strip()


def keys(values) -> set[int]:
    """The primary keys among what was posted; what cannot be one is left out."""
    return {int(v) for v in map(str, values) if v.isdecimal() and len(v) <= KEY_DIGITS}


class ScoreField(forms.DecimalField):
    """Points from 0 to the criterion's own, in its steps; for a deduction, the points taken off."""

    def __init__(self, criterion: Criterion, label: str):
        self.criterion = criterion
        most = plain(criterion.points)
        super().__init__(
            label=label,
            required=False,
            show_hidden_initial=True,
            min_value=0,
            max_value=criterion.points,
            max_digits=6,
            decimal_places=2,
            error_messages={
                "min_value": f"{label}不能为负数。",
                "max_value": f"本项最多 {most} 分。",
                "invalid": "请填写数字，如 4.5。",
                "max_decimal_places": "最多两位小数。",
            },
        )

    def validate(self, value) -> None:
        """Tell which scores the criterion's rule knows."""
        super().validate(value)
        if wrong := check_score(self.criterion, value, self.label):
            raise forms.ValidationError(wrong, code="score")


class VetoField(forms.TypedChoiceField):
    """A veto is a case that occurred (1) or did not (0); it has no points."""

    def __init__(self, label: str):
        super().__init__(
            label=label,
            required=False,
            show_hidden_initial=True,
            choices=(("0", "未发生"), ("1", "已发生")),
            coerce=Decimal,
            empty_value=None,
            widget=forms.RadioSelect,
        )


def score_field(criterion: Criterion, label: str) -> forms.Field:
    """The field for a criterion's score, by its kind."""
    if criterion.kind == CriterionKind.VETO:
        return VetoField(label)
    field = ScoreField(criterion, label)
    field.widget.attrs |= {"class": "form-control score-input", "inputmode": "decimal"}
    return field


def text_field(label: str, placeholder: str) -> forms.CharField:
    """A text of some lines."""
    widget = forms.Textarea({"class": "form-control", "rows": 2, "placeholder": placeholder})
    return forms.CharField(label=label, required=False, show_hidden_initial=True, widget=widget)


class ResponseForm(forms.Form):
    """One side of one response; `texts` are the response's own fields that it fills."""

    texts: tuple[str, ...]

    def __init__(self, item: Item, *args, **kwargs):
        self.item, self.response = item, item.response
        initial = {name: plain(getattr(self.response, name)) for name in self.texts}
        super().__init__(
            *args, prefix=f"r{self.response.pk}", initial=initial, use_required_attribute=False,
            **kwargs,
        )  # fmt: skip

    def shown(self, name: str) -> str:
        """The value the page was made from; what is stored, if the page does not say."""
        return plain(self.data.get(self.add_initial_prefix(name), self.initial[name]))

    def is_touched(self, name: str) -> bool:
        """True if the user left this field other than the page showed it."""
        posted = self.add_prefix(name) in self.data or self.add_initial_prefix(name) in self.data
        return posted and plain(self.cleaned_data.get(name)) != self.shown(name)

    def clean(self):
        cleaned = super().clean()
        for name in self.texts:
            if name in cleaned and self.is_touched(name):
                self._tell_of_newer(name)
        return cleaned

    def _tell_of_newer(self, name: str) -> None:
        stored = self.initial[name]
        if stored in (self.shown(name), plain(self.cleaned_data[name])):
            return
        self.data = self.data.copy()
        self.data[self.add_initial_prefix(name)] = stored
        self.add_error(
            name,
            f"您打开之后，这里已由他人改为“{stored or '空'}”。再次保存即以您填写的为准。",
        )

    @property
    def touched(self) -> list[str]:
        """The names of the fields the user changed."""
        return [name for name in self.texts if self.is_touched(name)]

    def apply(self) -> dict[str, str]:
        """Put what was changed on the response; returns each change as “old → new”."""
        changes = {}
        for name in self.touched:
            value = self.cleaned_data[name]
            setattr(self.response, name, value)
            label = f"第{self.item.criterion.number}项{self.fields[name].label}"
            changes[label] = f"{self.initial[name] or '空'} → {plain(value) or '空'}"
        return changes


class SelfForm(ResponseForm):
    """The unit's side: score, scoring points, statement, activities cited, files."""

    texts = ("self_score", "statement")

    def __init__(self, item: Item, *args, citable: Mapping[int, Activity], **kwargs):
        super().__init__(item, *args, **kwargs)
        self.claimed = {p.pk for p in self.response.points_claimed.all()}
        self.cited = {a.pk: a for a in self.response.activities.all()}
        self.citable = dict(citable) | self.cited
        self.fields["self_score"] = score_field(item.criterion, "自评分")
        self.fields["statement"] = text_field("自评说明", "完成情况、文号、依据等")
        self.fields["points_claimed"] = self._choices(item.criterion.scoring_points.all())
        self.fields["activities"] = self._choices(self.citable.values())
        self.fields["files"] = ResponseFilesField(label="上传文件", required=False)

    @staticmethod
    def _choices(rows) -> forms.TypedMultipleChoiceField:
        choices = [(row.pk, str(row)) for row in rows]
        return forms.TypedMultipleChoiceField(choices=choices, coerce=int, required=False)

    def clean(self):
        """Scoring points that are ticked propose the score; one that is typed stands."""
        ticked = self.cleaned_data.get("points_claimed")
        if ticked and self.cleaned_data.get("self_score", 0) is None:
            criterion = self.item.criterion
            earned = sum(p.points for p in criterion.scoring_points.all() if p.pk in ticked)
            self.cleaned_data["self_score"] = min(earned, criterion.points)
        return super().clean()

    def links(self, name: str) -> tuple[set[int], set[int]]:
        """What was added to and what taken from a list of check boxes since it was shown."""
        shown = keys(self.data.getlist(self.add_initial_prefix(name)))
        ticked = set(self.cleaned_data[name])
        return ticked - shown, shown - ticked

    def keep_files(self) -> int:
        """Store the files that passed the checks and are new; returns how many."""
        known = {file.sha256 for file in self.response.files.all()}
        offered = {file.sha256: file for file in self.cleaned_data.get("files", ())}
        new = [file for sha256, file in offered.items() if sha256 not in known]
        for file in new:
            self.response.files.add(file, bulk=False)
        return len(new)

    def _ticked(self, name: str, stored) -> set[int]:
        """What is ticked on the page: as posted, also where nothing is left; else as stored."""
        return keys(self[name].value() or ()) if self.is_bound else set(stored)

    @property
    def points_ticked(self) -> set[int]:
        """The scoring points that the page shows ticked."""
        return self._ticked("points_claimed", self.claimed)

    @property
    def activity_lines(self) -> list[tuple[Activity, bool]]:
        """What the page offers to tick: activities cited, proposed, or just chosen."""
        ticked = self._ticked("activities", self.cited)
        proposed = self.item.proposal.activities if self.item.proposal else ()
        offered = self.cited | {a.pk: a for a in proposed}
        offered |= {pk: self.citable[pk] for pk in ticked if pk in self.citable}
        return [(activity, pk in ticked) for pk, activity in offered.items()]
