"""Forms of troops and co-building pairs."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from shuangyong.forms import Arranged, ConstraintErrorsAtFields
from shuangyong.secrecy import no_troop_code, public_name_only
from units.models import CoBuildingPair, Troop, Unit


class TroopForm(Arranged, ConstraintErrorsAtFields, forms.ModelForm):
    """A troop by its public name."""

    groups = (("", ("name", "kind", "location")),)
    examples = {"name": "驻泸菜坝部队、古蔺武警中队", "location": "泸州菜坝、城北"}
    set_by_view = frozenset({"unit"})
    name = forms.CharField(
        label="公开名称",
        max_length=80,
        validators=[public_name_only],
        help_text="只写公开名称，如“驻泸部队”；不得填写部队番号、代号。",
    )
    location = forms.CharField(
        label="驻地（文字描述）",
        max_length=100,
        required=False,
        validators=[public_name_only],
        help_text="只写公开的地名，如“城北”；不写部队番号、代号和营区编号。",
    )

    class Meta:
        model = Troop
        fields = ("name", "kind", "location")


class PairForm(Arranged, ConstraintErrorsAtFields, forms.ModelForm):
    """军民共建: with which troop, since when, in which form; `year` is meant by a bare date."""

    groups = (("", ("troop", "since", "form")),)
    examples = {"since": "2008年、2011年3月", "form": "文化共建、江阳区军民共建单位"}
    set_by_view = frozenset({"unit"})

    class Meta:
        model = CoBuildingPair
        fields = ("troop", "since", "form")

    def __init__(self, *args, unit: Unit, year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.unit = unit
        self.fields["since"].year = year
        self.fields["form"].validators.append(no_troop_code)
        self.fields["troop"].queryset = Troop.objects.of_tree(unit)
        self.fields["troop"].help_text = format_html(
            '列表中没有的，请先<a href="{}">登记部队</a>。',
            reverse("units:troop-create", args=[unit.pk]),
        )
