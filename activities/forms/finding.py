"""Fields by which a list of activities is narrowed: short in the address, wide in what they take."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from shuangyong.grams import words_of
from shuangyong.vague import VagueDate
from units.forms.fields import UnitNameField, UnitNameInput
from units.models import Unit
from units.naming import tidy

FEW = 40
"""As many units as can be chosen from a list; of more one is named."""
OFFERED = 60
MONTHS = [(str(number), f"{number}月") for number in range(1, 13)]
TIMES = ["上半年", "下半年", "春节期间", "八一期间", "国庆期间"]
WHEN = [("", "全年"), ("月份", MONTHS), ("时段", [(time, time) for time in TIMES])]


class ScopeUnitField(UnitNameField):
    """A unit in scope, by its key or its name; it is chosen from a list where there are few."""

    def offer(self, units) -> None:
        """Take one of these units; one query, whether there are ten or ten thousand."""
        self.queryset = units
        few = list(units[: FEW + 1])
        self.is_chosen = len(few) <= FEW
        if self.is_chosen:
            self.widget = forms.Select(choices=[("", "全部单位"), *map(_indented(few), few)])
        else:
            attrs = {"placeholder": "单位（含下属）", "hx-push-url": "false"}
            self.widget = UnitNameInput(attrs)
        self.only_one = len(few) == 1

    def prepare_value(self, value):
        unit = self._unit(value)
        if unit is None:
            return value if not self.is_chosen else ""
        return unit.pk if self.is_chosen else unit.name

    def to_python(self, value):
        text = tidy(str(value or ""))
        if not text.isdigit():
            return super().to_python(value)
        unit = self._unit(text)
        if unit is None:
            raise ValidationError("没有这个单位，或不在您的范围内。")
        return unit

    def _unit(self, value) -> Unit | None:
        text = tidy(str(value or ""))
        if not text:
            return None
        if text.isascii() and text.isdigit():
            return self.queryset.filter(pk=int(text)).first() if len(text) < 19 else None
        found = list(self.queryset.named(text)[:2])
        return found[0] if len(found) == 1 else None


def _indented(units: list[Unit]):
    highest = min((unit.depth for unit in units), default=0)
    return lambda unit: (unit.pk, "　" * (unit.depth - highest) + unit.label)


class TroopField(forms.CharField):
    """The public name of a troop or a part of it; a link may give the key of a troop."""

    def __init__(self, **kwargs):
        super().__init__(
            max_length=80,
            widget=forms.TextInput({"list": "troop-names", "autocomplete": "off"}),
            **kwargs,
        )

    def offer(self, troops) -> None:
        """Know troops by their keys; their names are proposed while one types."""
        self.troops = troops

    def clean(self, value):
        return super().clean(self.prepare_value(value))

    def prepare_value(self, value):
        """The name that a key stands for, so that the address may hold either."""
        text = tidy(str(value or ""))
        if text.isascii() and text.isdigit() and len(text) < 19:
            troop = self.troops.filter(pk=int(text)).first()
            return troop.name if troop else text
        return value

    def names(self) -> list[str]:
        """What is proposed."""
        return list(self.troops.values_list("name", flat=True)[:OFFERED])


class FindingForm(forms.Form):
    """The fields of the list, put together for who looks; see `ActivityFilter`."""

    def fit(self, *, units, troops, kinds, year: int) -> None:
        """Offer what this account knows; dates without a year are of `year`."""
        self.fields["unit"].offer(units)
        self.fields["troop"].offer(troops)
        self.fields["kind"].queryset = kinds
        for name in ("since", "until"):
            self.fields[name].year = year
            self.fields[name].widget.attrs["placeholder"] = "如 7.1、7月"

    def clean_q(self):
        """Signs alone say nothing that could be looked for."""
        query = self.cleaned_data["q"]
        if query and not words_of(query):
            raise ValidationError("请输入文字或数字，只有标点符号无法搜索。")
        return query

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until.end < since.start:
            self.add_error("until", "结束时间不能早于开始时间。")
        return cleaned


def period(chosen: str, year: int) -> VagueDate:
    """What an entry of the choice 时间 stands for in a year."""
    return VagueDate.parse(f"{chosen}月" if chosen.isdigit() else chosen, year=year)
