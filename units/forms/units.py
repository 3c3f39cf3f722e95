"""Forms of troops and co-building pairs."""

from __future__ import annotations

from django import forms

from shuangyong.forms import ConstraintErrorsAtFields
from shuangyong.secrecy import no_troop_code
from units.models import CoBuildingPair, Troop, Unit


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
