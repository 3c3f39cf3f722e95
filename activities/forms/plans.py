"""The form of a plan, edited as a document, and the form that issues it."""

from __future__ import annotations

from datetime import date

from django import forms
from django.db.models import Q

from activities.models import EVERY_UNIT, Plan, PlanClause, PlanItem
from shuangyong.forms import Arranged, ConstraintErrorsAtFields, GuardedEdit, OrderedLines
from shuangyong.occasions import Occasion
from units import permissions
from units.models import Unit
from units.naming import SEPARATORS, UnitNames

FOR_ALL = frozenset({EVERY_UNIT, "各成员单位", "各有关单位", "全体成员单位", "所有单位"})


class PlanForm(Arranged, GuardedEdit):
    """A unit's plan of the working year, from 标题 to 成文日期; clauses and measures are lines."""

    set_by_view = frozenset({"year", "parent"})
    examples = {
        "addressee": "市双拥办",
        "opening": "为更深入地开展拥军优属工作，进一步加强军民团结，巩固军民鱼水情，"
        "根据实际情况，制定本计划。",
        "guiding_thought": "以科学发展观为统领，围绕国防建设大局，建立健全双拥组织，"
        "强化国防和双拥宣传教育。",
        "objectives": "营造“军爱民、民拥军”的良好氛围，为实现双拥模范城“六连冠”做出积极贡献。",
    }

    class Meta:
        model = Plan
        fields = (
            "unit", "title", "addressee", "opening", "guiding_thought", "objectives", "dated",
            "note",
        )  # fmt: skip
        widgets = {
            "opening": forms.Textarea({"rows": 2}),
            "guiding_thought": forms.Textarea({"rows": 4}),
            "objectives": forms.Textarea({"rows": 3}),
            "dated": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea({"rows": 1}),
        }
        error_messages = {"title": {"required": "请填写计划的标题，这是必填项。"}}

    def __init__(self, *args, user, year: int, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.instance.year = self.instance.year or year
        mine = Q(permissions.rows_to_write(user, ""), is_active=True)
        field = self.fields["unit"]
        field.queryset = Unit.objects.filter(mine | Q(pk=self.instance.unit_id))
        field.disabled = bool(self.instance.pk)
        if not self.instance.pk:
            field.initial = user.unit_id
            self.fields["title"].initial = f"{user.unit.name}{year}年双拥工作计划"
        if field.disabled or len(field.queryset) == 1:
            field.widget = forms.HiddenInput()


class ClauseForm(ConstraintErrorsAtFields, forms.ModelForm):
    """One clause of 工作要求."""

    class Meta:
        model = PlanClause
        fields = ("title", "content")
        widgets = {
            "title": forms.TextInput({"placeholder": "标题，如 作好年度安排"}),
            "content": forms.Textarea(
                {
                    "rows": 2,
                    "placeholder": "内容，如 对本年度双拥工作作好安排，制定双拥工作单项计划。",
                }
            ),
        }
        error_messages = {"title": {"required": "请填写这一条的标题，这是必填项。"}}


class ItemForm(ConstraintErrorsAtFields, forms.ModelForm):
    """One measure: what, when, by whom, how much.

    The units that answer for it are written in one line; what all lines share, the directory
    `names` and the choices of `kinds`, is read once.
    """

    responsible = forms.CharField(
        label="责任单位",
        required=False,
        widget=forms.TextInput({"list": "unit-names", "data-many": "", "autocomplete": "off"}),
    )

    class Meta:
        model = PlanItem
        fields = (
            "title", "content", "due", "occasion", "responsible", "responsible_person",
            "target_kind", "target",
        )  # fmt: skip
        widgets = {
            "title": forms.TextInput({"placeholder": "标题，如 重视宣传报道"}),
            "content": forms.Textarea(
                {
                    "rows": 2,
                    "placeholder": "内容，如 纳入年度宣传计划，及时报道双拥工作的实绩，"
                    "形成浓厚的双拥氛围。",
                }
            ),
        }
        error_messages = {"title": {"required": "请填写这一条的标题，这是必填项。"}}

    def __init__(self, *args, year: int, names: UnitNames, kinds: list, remarks: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.remarks = remarks.get(self.instance.pk)
        self.year = self.fields["due"].year = year
        self.names = names
        self.fields["target_kind"].choices = kinds
        self.fields["occasion"].choices = [("", "无"), *Occasion.choices]
        self.fields["due"].widget.attrs["placeholder"] = "如 7月、八一期间"
        self.fields["target"].widget.attrs["placeholder"] = "如 2场"
        self.fields["responsible"].widget.attrs["placeholder"] = f"如 市总工会、{EVERY_UNIT}"
        if self.instance.pk:
            self.initial["responsible"] = self._written()

    def _written(self) -> str:
        """责任单位 so that they are recognised when they come back."""
        named = [self.names.written(unit) for unit in self.instance.units_in_charge]
        return "、".join([EVERY_UNIT, *named] if self.instance.is_for_all else named)

    def clean_due(self):
        """A measure of a year's plan may reach beyond the year, but not lie outside it."""
        due = self.cleaned_data["due"]
        if due and not due.overlaps(date(self.year, 1, 1), date(self.year, 12, 31)):
            raise forms.ValidationError("时间安排不在本年度内。")
        return due

    def clean_responsible(self) -> str:
        """The first unit answers, the others take part; 各单位 means everyone who is issued to."""
        text = self.cleaned_data["responsible"]
        for_all = [word for word in SEPARATORS.split(text) if word in FOR_ALL]
        units = self.names.find_all(
            "、".join(w for w in SEPARATORS.split(text) if w not in FOR_ALL)
        )
        self.instance.is_for_all = bool(for_all)
        self.instance.responsible_unit = units[0] if units else None
        self.further_units = units[1:]
        return text

    def _save_m2m(self):
        super()._save_m2m()
        self.instance.further_units.set(self.further_units)


class OutcomeForm(forms.ModelForm):
    """What came of one measure."""

    class Meta:
        model = PlanItem
        fields = ("outcome",)


Clauses = forms.inlineformset_factory(
    Plan, PlanClause, ClauseForm, OrderedLines, extra=1, can_delete=True, can_order=True
)
Items = forms.inlineformset_factory(
    Plan, PlanItem, ItemForm, OrderedLines, extra=1, can_delete=True, can_order=True
)


class IssueForm(forms.Form):
    """By when sub-plans are due."""

    deadline = forms.DateField(
        label="单项计划报送截止",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "请填写单项计划的报送截止日期。",
            "invalid": "请填写单项计划的报送截止日期。",
        },
    )

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan

    def clean_deadline(self) -> date:
        """In the year of the plan, or in the one before it, when plans are prepared."""
        deadline = self.cleaned_data["deadline"]
        if deadline.year not in (self.plan.year - 1, self.plan.year):
            raise forms.ValidationError(
                f"报送截止日期与计划年度（{self.plan.year}年）不符，请核对年份。"
            )
        return deadline
