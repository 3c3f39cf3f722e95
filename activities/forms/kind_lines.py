"""Lines of an activity that its kind asks for: prepared, labelled, and in front of all others.

A line belongs to a field of the kind if it was prepared for it, or if it says what the field
says: the label of a count, the category of a gift. Every other line stands in the general editor
of its formset, so that a change of the kind moves lines and never drops one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from activities.models import (
    ActivityCount,
    ActivityFact,
    BeneficiaryCategory,
    BeneficiaryGroup,
    Contribution,
    ContributionCategory,
    FieldHolds,
    KindField,
)
from shuangyong.forms import ConstraintErrorsAtFields, Lines

MOST_LINES = 1000
# what is asked about a gift, by its category; the other columns only where they are filled in
ASKED = {
    ContributionCategory.MONEY: ("value",),
    ContributionCategory.FUNDS: ("value",),
    ContributionCategory.FILMS: ("name",),
    ContributionCategory.PROGRAMMES: ("name",),
    ContributionCategory.FACILITIES: ("name", "quantity", "value", "given_on"),
}
GIVEN = ("name", "quantity", "value")
COUNTED_AS = {
    ContributionCategory.BOOKS: "200册",
    ContributionCategory.EQUIPMENT: "10件",
    ContributionCategory.WORKS: "20幅",
    ContributionCategory.FACILITIES: "1个",
}
ASKED_AS = {
    "name": "名称", "value": "价值，如 2000元", "given_on": "移交时间，如 6月底",
}  # fmt: skip


def field_for(fields: Iterable[KindField], prepared: str, said: str) -> KindField | None:
    """The field a line belongs to: the one it was prepared for, else the first that fits."""
    fields = list(fields)
    return next(
        (field for field in fields if str(field.pk) == prepared),
        next((field for field in fields if field.fits(said)), None),
    )


class PreparedField(forms.CharField):
    """The field of the kind that a line was prepared for; a line is not filled in by it."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data) -> bool:
        return False


class KindLine(ConstraintErrorsAtFields, forms.ModelForm):
    """A line that a field of the kind may ask for.

    `fixed` is the column that such a field fills in, `told` are those that make it a line: one
    that was prepared and left empty is not saved, one that stood and is emptied is removed.
    """

    fixed: str
    told: tuple[str, ...]
    prepared = PreparedField(required=False)

    def __init__(
        self,
        *args,
        kind_fields: Iterable[KindField] = (),
        former_fields: Iterable[KindField] = (),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        prepared = self.typed("prepared")
        self.kind_field = field_for(kind_fields, prepared, self.typed(self.fixed))
        if typed_for := self.kind_field or field_for(former_fields, prepared, ""):
            self.mean_measure(typed_for)
        if self.kind_field:
            self.initial["prepared"] = str(self.kind_field.pk)
            self.put_in_front(self.kind_field)

    def typed(self, name: str) -> str:
        """What stands in a column, as text; no judgement of it."""
        if self.is_bound:
            value = self.data.get(self.add_prefix(name))
        else:
            value = self.get_initial_for_field(self.fields[name], name)
        return "" if value is None else str(value).strip()

    def mean_measure(self, field: KindField) -> None:
        """What a number without a measure word counts, also once the kind has changed."""
        for name in ("number", "quantity"):
            if name in self.fields:
                self.fields[name].measure = field.measure

    def put_in_front(self, field: KindField) -> None:
        """Make it the line of a field: what that says already is hidden, the rest is asked."""
        self.fields[self.fixed].widget = forms.HiddenInput()

    def ask(self, name: str, field: KindField, label: str = "") -> None:
        """Ask for a column in the words of the field."""
        asked = self.fields[name]
        asked.label = label or asked.label
        asked.widget.attrs["placeholder"] = f"如 {field.example}" if field.example else ""

    @property
    def is_emptied(self) -> bool:
        """Prepared for a field, and nothing typed."""
        return bool(self.typed("prepared")) and not any(map(self.typed, self.told))

    def has_changed(self) -> bool:
        if self.instance.pk is None and self.is_emptied:
            return False
        return super().has_changed()


class CountForm(KindLine):
    """演职人员　近百名."""

    fixed, told = "label", ("number",)

    class Meta:
        model = ActivityCount
        fields = ("label", "number")
        help_texts = {"label": ""}
        widgets = {
            "label": forms.TextInput(
                {"list": "count-labels", "autocomplete": "off", "placeholder": "如 演职人员、观众"}
            )
        }

    def put_in_front(self, field):
        super().put_in_front(field)
        self.ask("number", field, field.label)


class FactForm(KindLine):
    """课目　识谱、摄影."""

    fixed, told = "label", ("text",)

    class Meta:
        model = ActivityFact
        fields = ("label", "text")
        widgets = {
            "label": forms.TextInput({"placeholder": "如 课目、比赛项目", "autocomplete": "off"}),
            "text": forms.TextInput({"placeholder": "如 识谱、摄影"}),
        }

    def put_in_front(self, field):
        super().put_in_front(field)
        self.ask("text", field, field.label)


class ContributionForm(KindLine):
    """慰问金　500元."""

    fixed, told = "category", ("name", "quantity", "value", "given_on")

    class Meta:
        model = Contribution
        fields = ("category", "name", "quantity", "value", "given_on")
        widgets = {
            "name": forms.TextInput({"placeholder": "如 电子阅读卡"}),
            "quantity": forms.TextInput({"placeholder": "如 200余册"}),
            "value": forms.TextInput({"placeholder": "如 500元"}),
            "given_on": forms.TextInput({"placeholder": "如 6月底"}),
        }

    def __init__(self, *args, year: int | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["given_on"].year = year

    def put_in_front(self, field):
        super().put_in_front(field)
        asked = ASKED.get(field.category, GIVEN)
        counted = COUNTED_AS.get(field.category, "20袋")
        for name, words in (ASKED_AS | {"quantity": f"数量，如 {counted}"}).items():
            self.fields[name].widget.attrs["placeholder"] = words
            if name not in asked and not self.typed(name):
                self.fields[name].widget = forms.HiddenInput()
        if len(asked) == 1:
            self.ask(asked[0], field, "金额" if asked == ("value",) else field.label)


class BeneficiaryForm(KindLine):
    """烈属　12人."""

    fixed, told = "category", ("category", "number")

    class Meta:
        model = BeneficiaryGroup
        fields = ("category", "number")
        widgets = {"number": forms.TextInput({"placeholder": "如 12人"})}

    def mean_measure(self, field):
        self.fields["number"].measure = field.measure or "人"

    def put_in_front(self, field):
        """Whom it helped is asked as well."""
        chosen = self.fields["category"]
        chosen.choices = [("", "请选择"), *BeneficiaryCategory.choices]


class KindLines(Lines):
    """Lines of which the kind asks for some; a page that is opened gets those prepared."""

    holds: FieldHolds

    def __init__(
        self,
        *args,
        kind_fields: Iterable[KindField] = (),
        former_fields: Iterable[KindField] = (),
        **kwargs,
    ):
        self.kind_fields = [field for field in kind_fields if field.holds == self.holds]
        self.former_fields = former_fields
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self._prepare()

    def _prepare(self) -> None:
        stand = list(self.get_queryset()) if self.instance.pk else []
        said = [str(getattr(line, self.form.fixed)) for line in stand]
        missing = missing_of(self.kind_fields, [("", each) for each in said])
        self.initial_extra = [
            {"prepared": str(field.pk), self.form.fixed: field.fixed} for field in missing
        ]
        self.extra = len(missing) + 1

    def get_form_kwargs(self, index):
        asked = {"kind_fields": self.kind_fields, "former_fields": self.former_fields}
        return super().get_form_kwargs(index) | asked

    def _should_delete_form(self, form):
        emptied = form.instance.pk is not None and form.is_emptied
        return super()._should_delete_form(form) or emptied

    @property
    def general(self) -> list[KindLine]:
        """The lines that no field of the kind asks for."""
        return [form for form in self.forms if form.kind_field is None]

    @property
    def is_used(self) -> bool:
        """True if one of those is filled in: its editor is unfolded."""
        return any(form.errors or any(map(form.typed, form.told)) for form in self.general)


def missing_of(fields: list[KindField], lines: list[tuple[str, str]]) -> list[KindField]:
    """The fields for which no line stands; a line is what it was prepared for and what it says."""
    found = [field_for(fields, prepared, said) for prepared, said in lines]
    return [field for field in fields if field not in found]


def in_front(formsets: Iterable[KindLines], fields: Iterable[KindField]) -> list[tuple]:
    """The fields of the kind in their order, each with its lines."""
    asked = [form for formset in formsets for form in formset.forms]
    return [(field, [form for form in asked if form.kind_field == field]) for field in fields]


def rearranged(data: QueryDict, formsets: dict[str, type], fields: list[KindField]) -> QueryDict:
    """What was typed, with lines prepared for `fields`; empty ones of another kind are left out.

    No line with anything in it is lost, and those that are stored keep their places.
    """
    data = data.copy()
    for prefix, formset in formsets.items():
        if issubclass(formset, KindLines):
            asked = [field for field in fields if field.holds == formset.holds]
            _rearrange(data, prefix, formset.form, asked)
    return data


def _rearrange(data: QueryDict, prefix: str, form: type[KindLine], fields: list[KindField]) -> None:
    total, stored = (_number(data.get(f"{prefix}-{name}_FORMS")) for name in ("TOTAL", "INITIAL"))
    rows = _taken_out(data, prefix)
    kept = [rows.get(number, {}) for number in range(stored)]
    kept += [row for number in range(stored, total) if _is_typed(row := rows.get(number, {}), form)]
    lines = [(_one(row, "prepared"), _one(row, form.fixed)) for row in kept]
    for row, line in zip(kept, lines, strict=True):
        if field := field_for(fields, *line):  # a label that stood ready is that of a field
            row["prepared"] = [str(field.pk)]
    kept += [
        {"prepared": [str(field.pk)], form.fixed: [field.fixed]}
        for field in missing_of(fields, lines)
    ]
    kept.append({})  # a line to type into in the general editor
    data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = str(len(kept)), str(stored)
    for number, row in enumerate(kept):
        for name, values in row.items():
            data.setlist(f"{prefix}-{number}-{name}", values)


def _number(text: str | None) -> int:
    text = text or ""
    return min(int(text), MOST_LINES) if text.isascii() and text.isdigit() else 0


def _taken_out(data: QueryDict, prefix: str) -> dict[int, dict[str, list[str]]]:
    """The lines as they were typed, by number; they stand in `data` no longer."""
    rows: dict[int, dict[str, list[str]]] = {}
    for name in list(data):
        if found := re.fullmatch(rf"{prefix}-([0-9]{{1,4}})-(\w+)", name):
            rows.setdefault(int(found[1]), {})[found[2]] = data.pop(name)
    return rows


def _one(row: dict[str, list[str]], name: str) -> str:
    return (row.get(name) or [""])[-1].strip()


def _is_typed(row: dict[str, list[str]], form: type[KindLine]) -> bool:
    wanted = form.told if _one(row, "prepared") else (form.fixed, *form.told)
    return any(_one(row, name) for name in wanted)
