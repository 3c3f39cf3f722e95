"""Kinds of activity and the fields that their form puts first."""

from __future__ import annotations

from django import forms

from activities.models import ActivityKind, ContributionCategory, FieldHolds, KindField
from shuangyong.forms import Arranged, ConstraintErrorsAtFields, OrderedLines


class KindForm(Arranged, ConstraintErrorsAtFields, forms.ModelForm):
    """A kind of all offices, or of the one whose reviewer adds it.

    `office` is the unit of a new kind, None for a common one.
    """

    set_by_view = frozenset({"unit"})
    examples = {"name": "国防教育", "report_heading": "开展国防教育"}

    class Meta:
        model = ActivityKind
        fields = ("name", "report_heading", "position", "is_active")
        help_texts = {
            "position": "数字小的排在前面",
            "is_active": "不再使用的类别不删除：已登记的活动照旧，新增活动时不再列出",
        }

    def __init__(self, *args, office=None, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.unit = office

    def clean_name(self) -> str:
        """Two kinds of one name would be told apart by nobody, whoever added them."""
        name = " ".join(self.cleaned_data["name"].split())
        same = ActivityKind.objects.filter(name=name).exclude(pk=self.instance.pk)
        if self.instance.unit_id and same.filter(unit=None).exists():
            raise forms.ValidationError(f"“{name}”是通用类别，不必另设；可以给它增加填写项。")
        if not self.instance.unit_id and (taken := same.exclude(unit=None).first()):
            raise forms.ValidationError(f"{taken.unit}已自设“{name}”，请换一个名称。")
        return name


class ExtendForm(forms.ModelForm):
    """A kind of others, to which an office adds fields: nothing of the kind itself changes."""

    class Meta:
        model = ActivityKind
        fields = ()

    def __init__(self, *args, office=None, **kwargs):
        super().__init__(*args, **kwargs)


class FieldForm(ConstraintErrorsAtFields, forms.ModelForm):
    """演职人员　数量　名　近百名."""

    class Meta:
        model = KindField
        fields = ("label", "holds", "measure", "category", "example")
        help_texts = {"label": "", "measure": ""}
        widgets = {
            "label": forms.TextInput({"placeholder": "如 演职人员"}),
            "measure": forms.TextInput({"placeholder": "如 名"}),
            "example": forms.TextInput({"placeholder": "如 近百名"}),
        }

    def __init__(self, *args, owner=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.unit = owner
        self.fields["category"].choices = [("", "—"), *ContributionCategory.choices]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("holds") != FieldHolds.GIVEN and cleaned.get("category"):
            cleaned["category"] = ""  # a category of nothing given says nothing
        if cleaned.get("holds") == FieldHolds.GIVEN and not cleaned.get("category"):
            self.add_error("category", "请选择投入类别。")
        return cleaned

    def clean_label(self) -> str:
        """An office's field is not called like one that the kind has already."""
        label = " ".join(self.cleaned_data["label"].split())
        taken = KindField.objects.filter(kind=self.instance.kind_id, unit=None, label=label)
        if self.instance.unit_id and taken.exists():
            raise forms.ValidationError("这一类别已有同名的填写项。")
        return label


KindFields = forms.inlineformset_factory(
    ActivityKind,
    KindField,
    form=FieldForm,
    formset=OrderedLines,
    extra=1,
    can_delete=True,
    can_order=True,
)
