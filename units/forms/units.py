"""Forms of units, troops and co-building pairs."""

from __future__ import annotations

from django import forms
from django.db import transaction

from shuangyong.forms import ConstraintErrorsAtFields
from shuangyong.secrecy import no_troop_code
from units.models import CoBuildingPair, Troop, Unit


class UnitField(forms.ModelChoiceField):
    """A choice of units, indented as in the tree."""

    def label_from_instance(self, unit: Unit) -> str:
        return "　" * (unit.depth - 1) + unit.name


class UnitForm(ConstraintErrorsAtFields, forms.ModelForm):
    """A unit and its place in the tree: under which unit, after which sibling."""

    under = UnitField(
        Unit.objects.all(), label="上级单位", required=False, empty_label="（最上级）"
    )
    after = UnitField(
        Unit.objects.all(),
        label="排在哪个单位之后",
        required=False,
        empty_label="（最后）",
        help_text="按党委、人大、政府、政协、群团的顺序排列；须与本单位同一上级。",
    )

    class Meta:
        model = Unit
        fields = ("name", "short_name", "kind", "under", "after", "duties", "phone", "is_active")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["under"].initial = Unit.objects.get_parent(self.instance)
            outside = Unit.objects.exclude(path__startswith=self.instance.path)
            self.fields["under"].queryset = self.fields["after"].queryset = outside
            self.fields["after"].empty_label = "（位置不变；换上级时排在最后）"

    def clean(self):
        cleaned = super().clean()
        after, under = cleaned.get("after"), cleaned.get("under")
        if after and Unit.objects.get_parent(after) != under:
            self.add_error("after", "这个单位与所选上级单位不符。")
        return cleaned

    @transaction.atomic
    def save(self, commit=True):
        """Put the unit at its place and set reviewers anew."""
        unit, under, after = self.instance, self.cleaned_data["under"], self.cleaned_data["after"]
        if unit.pk is None:
            unit = self._add(unit, under)
        else:
            unit.save()
            if under != Unit.objects.get_parent(unit):
                self._move_under(unit, under)
        if after:
            Unit.objects.move(Unit.objects.get(pk=unit.pk), after, "right")
        Unit.objects.refresh_reviewers()
        return Unit.objects.get(pk=unit.pk)

    def _add(self, unit: Unit, under: Unit | None) -> Unit:
        if under is None:
            return Unit.objects.add_root(instance=unit)
        return Unit.objects.add_child(under, instance=unit)

    def _move_under(self, unit: Unit, under: Unit | None) -> None:
        if under is None:
            Unit.objects.move(unit, Unit.objects.get_last_root_node(), "last-sibling")
        else:
            Unit.objects.move(unit, under, "last-child")


class TroopForm(ConstraintErrorsAtFields, forms.ModelForm):
    """A troop by its public name."""

    set_by_view = frozenset({"unit"})
    name = forms.CharField(
        label="公开名称",
        max_length=80,
        validators=[no_troop_code],
        help_text="只写公开名称，如“驻泸部队”；不得填写部队番号、代号。",
    )

    class Meta:
        model = Troop
        fields = ("name", "kind", "location")


class PairForm(ConstraintErrorsAtFields, forms.ModelForm):
    """军民共建: with which troop, since when, in which form."""

    set_by_view = frozenset({"unit"})

    class Meta:
        model = CoBuildingPair
        fields = ("troop", "since", "form")

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.unit = unit
        self.fields["troop"].queryset = Troop.objects.of_tree(unit)
