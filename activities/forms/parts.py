"""The dates of a series, a line each: 6月18日　营区　驻泸某部　演职人员10余人."""

from __future__ import annotations

import re

from django import forms

from activities import series
from activities.ledgers.wording import Counted, parse_counts
from activities.models import Activity
from shuangyong.forms import ConstraintErrorsAtFields, Lines
from units.models import Troop, User

LINES = 3  # to begin with, which is also what a browser without script can fill in at once
NAMED = re.compile(r"parts-(\d+)-(?:held|title|place|troops_as_written|numbers)")


class PartForm(ConstraintErrorsAtFields, forms.ModelForm):
    """One date; whatever it does not say itself it has from its series."""

    set_by_view = frozenset({"year"})
    numbers = forms.CharField(
        label="数量", required=False, max_length=200,
        widget=forms.TextInput({"placeholder": "如 演职人员10余人", "autocomplete": "off"}),
    )  # fmt: skip

    class Meta:
        model = Activity
        fields = ("held", "title", "place", "troops_as_written")
        # words of their own: the fields of the activity itself stand on the same page
        labels = {
            "held": "日期",
            "title": "名称（可不填）",
            "place": "在何处",
            "troops_as_written": "哪支部队",
        }
        help_texts = {"troops_as_written": ""}
        error_messages = {"held": {"required": "请填写这一次的时间。"}}
        widgets = {
            "title": forms.TextInput({"placeholder": "同本活动", "autocomplete": "off"}),
            "place": forms.TextInput(
                {"list": "places", "autocomplete": "off", "placeholder": "地点"}
            ),
            "troops_as_written": forms.TextInput(
                {
                    "list": "troop-names", "autocomplete": "off", "data-many": "",
                    "placeholder": "部队",
                }
            ),
        }  # fmt: skip

    def __init__(self, *args, year: int, title: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.year = self.fields["held"].year = year
        self.series_title = title
        self.fields["held"].required = True
        self.fields["title"].required = False

    def clean_title(self) -> str:
        """As typed, else that of the series; a series without one is refused by itself."""
        return self.cleaned_data["title"] or self.series_title or "（未填名称）"

    def clean_numbers(self) -> list[Counted]:
        """演职人员10余人；观众2000余人."""
        return parse_counts(self.cleaned_data["numbers"])


class PartLines(Lines):
    """New dates of a series; those that exist are edited on their own pages."""

    named = "系列"

    def __init__(self, data=None, *args, user: User, prefix: str, instance, **kwargs):
        if data is not None and f"{prefix}-TOTAL_FORMS" not in data:
            data = data.copy()
            data.update({f"{prefix}-TOTAL_FORMS": LINES, f"{prefix}-INITIAL_FORMS": 0})
        super().__init__(
            data,
            *args,
            prefix=prefix,
            instance=instance,
            queryset=Activity.objects.none(),
            **kwargs,
        )
        self.user = user
        self.extra = 1 if instance and instance.pk else LINES

    def save_new(self, form, commit=True):
        parent, part = self.instance, form.instance
        part.unit, part.kind, part.occasion = parent.unit, parent.kind, parent.occasion
        part.title = form.cleaned_data["title"]
        part.changed_by, part.revision = self.user, 1
        found, part.troops_as_written = series.recognise(part.troops_as_written, self.troops)
        saved = super().save_new(form, commit)
        series.complete(saved, parent, form.cleaned_data["numbers"], found)
        return saved

    @property
    def troops(self) -> dict[str, Troop]:
        """The troops of the tree by name; one query for all lines."""
        if not hasattr(self, "_troops"):
            known = Troop.objects.of_tree(self.user.unit)
            self._troops = {troop.name: troop for troop in known}
        return self._troops


def has_parts(posted) -> bool:
    """True if a posted form names a date of a series."""
    return any(
        values and values[0].strip()
        for name, values in posted.lists()
        if (match := NAMED.fullmatch(name)) and f"parts-{match[1]}-DELETE" not in posted
    )


PartsOfSeries = forms.inlineformset_factory(
    Activity, Activity, form=PartForm, formset=PartLines, fk_name="series", can_delete=True
)
