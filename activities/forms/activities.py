"""The form of an activity and its lines."""

from __future__ import annotations

from django import forms
from django.db.models import Q

from activities.models import (
    Activity,
    ActivityCount,
    ActivityKind,
    BeneficiaryGroup,
    Contribution,
    Partner,
    PlanItem,
)
from shuangyong.forms import ConstraintErrorsAtFields, GuardedEdit, KeepsUnseen, Lines
from units import permissions
from units.models import Troop, Unit

from .evidence import EvidenceField

FOLDED = (
    "occasion", "guests", "further_kinds", "plan_item", "series", "is_series", "is_innovation",
    "note",
)  # fmt: skip


class PlanItemField(forms.ModelChoiceField):
    """A measure, named with the unit whose plan it stands in."""

    def label_from_instance(self, item: PlanItem) -> str:
        return f"{item.plan.unit.label}：{item.title}"


class ActivityForm(KeepsUnseen, GuardedEdit):
    """One activity of `year`, recorded by `user`; evidence can be given in the same go."""

    set_by_view = frozenset({"year"})
    evidence = EvidenceField(label="佐证材料", required=False)

    class Meta:
        model = Activity
        fields = (
            "kind", "title", "held", "place", "unit", "troops", "troops_as_written", "narrative",
            "effect", *FOLDED,
        )  # fmt: skip
        field_classes = {"plan_item": PlanItemField}
        widgets = {
            "kind": forms.RadioSelect,
            "troops": forms.CheckboxSelectMultiple,
            "further_kinds": forms.CheckboxSelectMultiple,
            "narrative": forms.Textarea(
                {"rows": 5, "placeholder": "谁到哪里做了什么。年终总结会引用这段文字。"}
            ),
            "effect": forms.Textarea({"rows": 2}),
            "note": forms.Textarea({"rows": 2}),
            "place": forms.TextInput({"list": "places", "autocomplete": "off"}),
        }
        error_messages = {
            "kind": {"required": "请选择活动类别。"},
            "title": {"required": "请填写活动名称。"},
        }

    def __init__(self, *args, user, year: int, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.year = self.instance.year = self.instance.year or year
        self.fields["held"].year = self.year
        self._offer_kinds()
        self._offer_units()
        self._offer_within(self.fields["unit"].queryset)

    def _offer_kinds(self) -> None:
        """Kinds in use, and whichever the record already has."""
        kinds = ActivityKind.objects.filter(Q(is_active=True) | Q(pk=self.instance.kind_id))
        self.fields["kind"].queryset = kinds.prefetch_related("fields")
        self.fields["kind"].empty_label = None
        self.offer("further_kinds", kinds)

    def _offer_units(self) -> None:
        """Units the account writes for; a single one needs no choosing."""
        mine = Q(permissions.rows_to_write(self.user, ""), is_active=True)
        field = self.fields["unit"]
        field.queryset = Unit.objects.filter(mine | Q(pk=self.instance.unit_id))
        field.initial = self.user.unit_id
        field.empty_label = None
        if len(field.queryset) == 1:
            field.widget = forms.HiddenInput()

    def _offer_within(self, units) -> None:
        """Troops of the tree; measures and series of the year."""
        planned_for = Q(plan__unit__in=units) | Q(plan__sub_plans__unit__in=units)
        self.offer("troops", Troop.objects.of_tree(self.user.unit))
        self.offer("plan_item", PlanItem.objects.filter(planned_for, plan__year=self.year))
        measures = self.fields["plan_item"]
        measures.queryset = measures.queryset.select_related("plan__unit").order_by(
            "plan__unit__path", "plan", "position"
        )
        series = Activity.objects.filter(is_series=True, year=self.year, unit__in=units)
        self.offer("series", series.exclude(pk=self.instance.pk))

    @property
    def has_more(self) -> bool:
        """True if one of the folded fields is filled in or wrong: the page unfolds them."""
        return any(self[name].errors or self[name].value() for name in FOLDED)

    def clean_is_series(self) -> bool:
        """A series that has its dates stays one."""
        wanted = self.cleaned_data["is_series"]
        if not wanted and self.instance.pk and self.instance.parts.exists():
            raise forms.ValidationError("已有分次活动，不能取消系列。")
        return wanted


class CountForm(ConstraintErrorsAtFields, forms.ModelForm):
    """演职人员　近百名."""

    class Meta:
        model = ActivityCount
        fields = ("label", "number")
        help_texts = {"label": ""}
        widgets = {
            "label": forms.TextInput(
                {"list": "count-labels", "autocomplete": "off", "placeholder": "如 演职人员、观众"}
            )
        }


class ContributionForm(ConstraintErrorsAtFields, forms.ModelForm):
    """慰问金　500元."""

    class Meta:
        model = Contribution
        fields = ("category", "name", "quantity", "value")
        widgets = {
            "name": forms.TextInput({"placeholder": "如 电子阅读卡"}),
            "quantity": forms.TextInput({"placeholder": "如 200余册"}),
            "value": forms.TextInput({"placeholder": "如 500元"}),
        }


class BeneficiaryForm(ConstraintErrorsAtFields, forms.ModelForm):
    """烈属　12人."""

    class Meta:
        model = BeneficiaryGroup
        fields = ("category", "number")
        widgets = {"number": forms.TextInput({"placeholder": "如 12人"})}


class PartnerForm(ConstraintErrorsAtFields, forms.ModelForm):
    """协办　区作家协会; a name of the unit tree is recognised as that unit."""

    class Meta:
        model = Partner
        fields = ("role", "name")
        widgets = {"name": forms.TextInput({"list": "unit-names", "autocomplete": "off"})}

    def __init__(self, *args, units: dict[str, Unit], **kwargs):
        super().__init__(*args, **kwargs)
        self.units = units
        self.fields["name"].required = True
        if self.instance.pk:
            self.initial["name"] = str(self.instance)

    def clean(self):
        cleaned = super().clean()
        self.instance.unit = self.units.get(cleaned.get("name", ""))
        return cleaned


def _lines(model, form):
    return forms.inlineformset_factory(
        Activity, model, form=form, formset=Lines, extra=1, can_delete=True
    )


CountLines = _lines(ActivityCount, CountForm)
ContributionLines = _lines(Contribution, ContributionForm)
BeneficiaryLines = _lines(BeneficiaryGroup, BeneficiaryForm)
PartnerLines = _lines(Partner, PartnerForm)
