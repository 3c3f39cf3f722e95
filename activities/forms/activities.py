"""The form of an activity and its lines."""

from __future__ import annotations

import re

from django import forms
from django.db.models import Q

from activities.models import (
    Activity,
    ActivityCount,
    ActivityFact,
    ActivityKind,
    BeneficiaryGroup,
    Contribution,
    FieldHolds,
    Partner,
    PlanItem,
    SupportRequest,
)
from activities.request_links import answerable
from shuangyong.forms import (
    Arranged,
    ConstraintErrorsAtFields,
    GuardedEdit,
    KeepsUnseen,
    Lines,
)
from units import permissions
from units.models import Troop, Unit

from .evidence import EvidenceField
from .kind_lines import BeneficiaryForm, ContributionForm, CountForm, FactForm, KindLines

SEPARATORS = re.compile(r"[、，,；;]+")
FOLDED = (
    "occasion", "guests", "further_kinds", "plan_item", "series", "is_series", "is_innovation",
    "note",
)  # fmt: skip


class PlanItemField(forms.ModelChoiceField):
    """A measure, named with the unit whose plan it stands in."""

    def label_from_instance(self, item: PlanItem) -> str:
        return f"{item.plan.unit.label}：{item.title}"


class ActivityForm(Arranged, KeepsUnseen, GuardedEdit):
    """One activity of `year`, recorded by `user`; evidence can be given in the same go."""

    set_by_view = frozenset({"year"})
    examples = {
        "title": "“鱼水情深促和谐”演出活动",
        "place": "奢香广场",
        "troops_as_written": "驻泸部队",
        "narrative": "近百名演职人员到二炮驻泸部队驻地，对广大官兵进行慰问",
        "effect": "演出圆满成功，获得各级领导和广大官兵高度赞扬",
        "guests": "市双拥办负责人、驻泸部队首长",
        "note": "原文未写日期，由晚会名称知在建军节前后",
    }
    evidence = EvidenceField(label="佐证材料", required=False)
    needs = forms.ModelMultipleChoiceField(
        SupportRequest.objects.none(), label="对应需求", required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "所选需求已经办结或不归本单位答复，请重新选择。"},
    )  # fmt: skip

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
            "narrative": forms.Textarea({"rows": 5}),
            "effect": forms.Textarea({"rows": 2}),
            "note": forms.Textarea({"rows": 2}),
            "place": forms.TextInput({"list": "places", "autocomplete": "off"}),
        }
        help_texts = {"narrative": "谁到哪里做了什么；年终总结会引用这段文字"}
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
        self.fields["needs"].queryset = answerable(self.user, self.year)

    def _offer_kinds(self) -> None:
        """Kinds offered to the account's unit, and whichever the record already has."""
        kinds = ActivityKind.objects.offered_to(self.user.unit)
        self.offer("kind", kinds)
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

    def clean_needs(self):
        """Whoever ticks a need answers it: the rule of its own page."""
        needs = self.cleaned_data["needs"].select_related("unit", "responsible_unit")
        if not all(permissions.may_answer_request(self.user, need) for need in needs):
            raise forms.ValidationError(self.fields["needs"].error_messages["invalid_choice"])
        return needs

    def clean_is_series(self) -> bool:
        """A series that has its dates stays one."""
        wanted = self.cleaned_data["is_series"]
        if not wanted and self.instance.pk and self.instance.parts.exists():
            raise forms.ValidationError("已有分次活动，不能取消系列。")
        return wanted


class PartnerForm(ConstraintErrorsAtFields, forms.ModelForm):
    """协办　区作家协会; a name of the unit tree is recognised as that unit.

    Several names in one line become as many partners with the same role.
    """

    class Meta:
        model = Partner
        fields = ("role", "name")
        widgets = {
            "name": forms.TextInput(
                {
                    "list": "unit-names", "autocomplete": "off", "data-many": True,
                    "placeholder": "单位名称；角色相同的可用顿号隔开写几个",
                }
            )
        }  # fmt: skip

    def __init__(self, *args, units: dict[str, Unit], **kwargs):
        super().__init__(*args, **kwargs)
        self.units = units
        self.further: list[str] = []
        self.fields["name"] = forms.CharField(
            label="名称（原文写法）", widget=self.fields["name"].widget
        )
        if self.instance.pk:
            self.initial["name"] = str(self.instance)

    def clean_name(self) -> str:
        """The first name; the others are kept as further partners."""
        names = list(
            dict.fromkeys(filter(None, map(str.strip, SEPARATORS.split(self.cleaned_data["name"]))))
        )
        longest = Partner._meta.get_field("name").max_length
        for name in names:
            if len(name) > longest:
                raise forms.ValidationError(
                    f"“{name[:10]}……”太长，一个单位的名称不超过{longest}字。"
                )
        if not names:
            raise forms.ValidationError("请填写单位名称。")
        self.further = names[1:]
        return names[0]

    def clean(self):
        cleaned = super().clean()
        self.instance.unit = self.units.get(cleaned.get("name", ""))
        return cleaned


class PartnerLinesBase(Lines):
    """Partners: a line that names several makes one record of each."""

    @property
    def general(self) -> list[PartnerForm]:
        """All of them: no kind asks for partners."""
        return self.forms

    @property
    def is_used(self) -> bool:
        """True if one is filled in: the editor is unfolded."""
        return any(form.errors or form["name"].value() for form in self.forms)

    def save(self, commit=True):
        saved = super().save(commit)
        for form in self.forms:
            if form.has_changed() and form not in self.deleted_forms:
                for name in form.further:
                    unit, role = form.units.get(name), form.instance.role
                    self.instance.partners.create(role=role, unit=unit, name=name)
        return saved


def _lines(model, form, formset=Lines, **said):
    made = forms.inlineformset_factory(
        Activity, model, form=form, formset=formset, extra=1, can_delete=True
    )
    for name, value in said.items():
        setattr(made, name, value)
    return made


CountLines = _lines(ActivityCount, CountForm, KindLines, holds=FieldHolds.NUMBER)
FactLines = _lines(ActivityFact, FactForm, KindLines, holds=FieldHolds.TEXT)
ContributionLines = _lines(Contribution, ContributionForm, KindLines, holds=FieldHolds.GIVEN)
BeneficiaryLines = _lines(BeneficiaryGroup, BeneficiaryForm, KindLines, holds=FieldHolds.HELPED)
PartnerLines = _lines(Partner, PartnerForm, PartnerLinesBase)
