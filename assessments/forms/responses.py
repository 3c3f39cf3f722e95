"""What one side fills in for one criterion: scores and words.

Two people may fill in one checklist at the same time. The page carries the value of every
field as it was shown (Django's hidden initial), so only what somebody really changed is
written, and blanks never overwrite a colleague's work. Where both changed the same field, the
second is told at the field and decides.
"""

from __future__ import annotations

from decimal import Decimal

from django import forms

from assessments.allowed_scores import check_score
from assessments.models import Criterion, CriterionKind, Response
from assessments.selectors import Item

KEY_DIGITS = 18  # a longer number is no primary key, and no database takes it


def plain(value) -> str:
    """A field's value as the page shows it: no idle zeros, one kind of line break."""
    if isinstance(value, Decimal):
        return f"{value.normalize() + 0:f}"  # -0 is 0
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
    unread = {"null_characters_not_allowed": "文字里有不能识别的字符，请删去后重新填写。"}
    return forms.CharField(
        label=label,
        required=False,
        show_hidden_initial=True,
        widget=widget,
        error_messages=unread,
    )


class ResponseForm(forms.Form):
    """One side of one response.

    texts: the response's own fields that it fills, `score` the one of them that holds the score.
    In a round that is scored year by year that one is not asked for, but a score of each year.
    """

    texts: tuple[str, ...]
    score: str

    def __init__(self, item: Item, *args, **kwargs):
        self.item, self.response = item, item.response
        self.year_names = {year: f"{self.score}_{year}" for year in item.years}
        super().__init__(
            *args, prefix=f"r{self.response.pk}", initial=self._stored(self.response),
            use_required_attribute=False, **kwargs,
        )  # fmt: skip

    def _stored(self, response: Response) -> dict[str, str]:
        """What a response holds, by the names of the fields."""
        stored = {name: plain(getattr(response, name)) for name in self.texts}
        if self.year_names:
            del stored[self.score]
            scores = {line.year: getattr(line, self.score) for line in response.years.all()}
            stored |= {name: plain(scores.get(year)) for year, name in self.year_names.items()}
        return stored

    def add_score(self, label: str) -> None:
        """The field of the score, or one for each year."""
        if not self.year_names:
            self.fields[self.score] = score_field(self.item.criterion, label)
        for year, name in self.year_names.items():
            self.fields[name] = score_field(self.item.criterion, f"{year} 年{label}")

    @property
    def year_fields(self) -> list[tuple[int, forms.BoundField]]:
        """The scores of the years as the page shows them beside each other."""
        return [(year, self[name]) for year, name in self.year_names.items()]

    def shown(self, name: str) -> str:
        """The value the page was made from; what is stored, if the page does not say."""
        return plain(self.data.get(self.add_initial_prefix(name), self.initial[name]))

    def is_touched(self, name: str) -> bool:
        """True if the user left this field other than the page showed it, and nothing is wrong."""
        if name not in self.cleaned_data:
            return False
        posted = self.add_prefix(name) in self.data or self.add_initial_prefix(name) in self.data
        return posted and plain(self.cleaned_data[name]) != self.shown(name)

    def clean(self):
        cleaned = super().clean()
        for name in self.touched:
            if self.initial[name] not in (self.shown(name), plain(cleaned[name])):
                self._tell_of_newer(name, self.initial[name])
        return cleaned

    def _tell_of_newer(self, name: str, stored: str) -> None:
        self.newer[name] = stored
        self.data = self.data.copy()
        self.data[self.add_initial_prefix(name)] = stored
        self.add_error(
            name,
            f"您打开之后，这里已由他人改为“{stored or '空'}”。再次保存即以您填写的为准。",
        )

    @property
    def newer(self) -> dict[str, str]:
        """What somebody else has put into fields that were changed here as well."""
        return self.__dict__.setdefault("_newer", {})

    @property
    def touched(self) -> list[str]:
        """The names of the fields the user changed."""
        return [name for name in self.initial if self.is_touched(name)]

    @property
    def has_news(self) -> bool:
        """True if saving this would change anything."""
        return bool(self.touched)

    @property
    def kept(self) -> dict[str, str]:
        """What the page is made from once this is saved: what was changed, else what it showed."""
        touched = {*self.touched}
        return {
            name: plain(self.cleaned_data[name]) if name in touched else self.shown(name)
            for name in self.initial
        }

    @property
    def is_score_touched(self) -> bool:
        """True if the score, or that of a year, was changed."""
        return bool({self.score, *self.year_names.values()} & {*self.touched})

    def follow(self, stored: Response) -> bool:
        """Take over what is stored now where nothing was typed; False if somebody was faster.

        What was told before and still waits for a decision keeps nothing else from being saved.
        """
        now = self._stored(stored)
        late = [
            name
            for name in self.touched
            if now[name] not in (self.initial[name], plain(self.cleaned_data[name]))
        ]
        for name in late:
            self._tell_of_newer(name, now[name])
        for name in self.texts:
            setattr(self.response, name, getattr(stored, name))
        return not late

    def apply(self) -> dict[str, str]:
        """Put what was changed on the response, but scores; returns each change, “old → new”."""
        changes = {}
        for name in self.touched:
            value = self.cleaned_data[name]
            if name in self.texts and name != self.score:
                setattr(self.response, name, value)
            label = f"第{self.item.criterion.label}项{self.fields[name].label}"
            changes[label] = f"{self.initial[name] or '空'} → {plain(value) or '空'}"
        return changes

    @property
    def given(self) -> Decimal | dict[int, Decimal | None] | None:
        """The score that was changed; of a round by year those of the years that were."""
        if not self.year_names:
            return self.cleaned_data[self.score]
        touched = {*self.touched}
        return {
            year: self.cleaned_data[name]
            for year, name in self.year_names.items()
            if name in touched
        }
