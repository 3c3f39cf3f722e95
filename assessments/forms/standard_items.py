"""The form of one item of a standard, with its scoring points and what is counted for it."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.http import QueryDict

from activities.models import ActivityKind
from assessments.models import Criterion, CriterionKind, Measure, Measured, ScoringPoint, Section
from assessments.sentences import sentence
from shuangyong.forms import ConstraintErrorsAtFields, Lines, OrderedLines
from shuangyong.occasions import Occasion
from units.models import UnitKind

from .seen import SeenForm

MONTHS = [("", "—"), *((month, f"{month} 月") for month in range(1, 13))]


class CriterionForm(SeenForm):
    """考核内容, 分值, 计分单位, 评分办法, 所需佐证, 类型, 适用单位."""

    applies_to = forms.MultipleChoiceField(
        label="适用单位类别",
        choices=UnitKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="都不选即适用全部参评单位",
    )

    class Meta:
        model = Criterion
        fields = (
            "section", "code", "kind", "content", "points", "step", "rule", "evidence_wanted",
            "applies_to",
        )  # fmt: skip
        widgets = {
            "code": forms.TextInput({"placeholder": "与序号不同时填，如 3.2"}),
            "content": forms.Textarea({"rows": 2}),
            "rule": forms.Textarea(
                {"rows": 2, "placeholder": "如 每做到一项得0.5分；或 职责明确1分，有计划和总结1分"}
            ),
            "evidence_wanted": forms.Textarea(
                {"rows": 2, "placeholder": "如 文件、会议记录、照片"}
            ),
        }
        labels = {"section": "所属部分"}
        help_texts = {"step": "得分须为它的整数倍；全得或全不得的，填本项分值；不限的不填"}

    def __init__(self, *args, sections, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections
        self.fields["section"].empty_label = None
        self.fields["points"].required = False
        self.fields["points"].widget.attrs["min"] = 0

    def rows_seen(self) -> list:
        stored = self.instance.pk
        return [
            *ScoringPoint.objects.filter(criterion=stored).order_by("position", "pk"),
            *Measure.objects.filter(criterion=stored).order_by("pk").prefetch_related("kinds"),
        ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == CriterionKind.VETO:
            cleaned["points"], cleaned["step"] = Decimal(0), None
        elif cleaned.get("points") is None and "points" not in self.errors:
            self.add_error("points", "请填写分值。")
        return cleaned


class ScoringPointForm(ConstraintErrorsAtFields, forms.ModelForm):
    """职责明确　0.25 分."""

    class Meta:
        model = ScoringPoint
        fields = ("text", "points")
        widgets = {"text": forms.TextInput({"placeholder": "如 职责明确"})}


class ScoringPointLinesBase(OrderedLines):
    """得分点 in their order."""

    def leaving(self) -> set[int]:
        """The keys of those that are being deleted."""
        self.is_valid()
        return {form.instance.pk for form in self.initial_forms if self._should_delete_form(form)}


class MeasureForm(ConstraintErrorsAtFields, forms.ModelForm):
    """What is counted, when, and what it gives; choices are handed in, so no line asks for them."""

    class Meta:
        model = Measure
        fields = (
            "counts", "kinds", "occasion", "month_from", "month_to", "at_least", "reward",
            "points", "scoring_point",
        )  # fmt: skip
        widgets = {
            "kinds": forms.CheckboxSelectMultiple,
            "month_from": forms.Select(choices=MONTHS),
            "month_to": forms.Select(choices=MONTHS),
            "at_least": forms.NumberInput({"min": 1}),
        }
        labels = {
            "month_from": "自",
            "month_to": "至",
            "points": "得分",
            "scoring_point": "用于",
            "reward": "计分方式",
        }

    def __init__(self, *args, kinds, points, years: range, **kwargs):
        super().__init__(*args, **kwargs)
        self.years = years
        self.fields["kinds"].queryset = kinds
        self.fields["kinds"].choices = [(kind.pk, kind.name) for kind in kinds]
        self.fields["occasion"].choices = [("", "全年"), *Occasion.choices]
        self.fields["counts"].choices = [("", "请选择"), *Measured.choices]
        self.fields["scoring_point"].queryset = points
        self.fields["scoring_point"].choices = [
            ("", "整项"), *((point.pk, f"得分点：{point.text}") for point in points)
        ]  # fmt: skip
        self.fields["points"].widget.attrs["placeholder"] = "全部"

    def clean(self):
        """Kinds and occasions belong to activities; of one month only its beginning may be said."""
        cleaned = super().clean()
        if cleaned.get("counts") != Measured.ACTIVITIES:
            cleaned["kinds"], cleaned["occasion"] = ActivityKind.objects.none(), ""
        start, end = cleaned.get("month_from"), cleaned.get("month_to")
        if bool(start) != bool(end):
            cleaned["month_from"] = cleaned["month_to"] = start or end
        return cleaned

    def validate_unique(self) -> None:
        """All measures of an item are one formset, which looks at their scoring points itself."""

    @property
    def sentence(self) -> str:
        """What the stored measure counts; what is being typed is told by the page's fragment."""
        stored = self.instance.pk is not None and not self.is_bound
        return sentence(self.instance, self.years) if stored else ""


class MeasureLinesBase(Lines):
    """One measure a scoring point, and none for a scoring point that is being deleted.

    `points`: the lines of the scoring points in the same form, which are checked before.
    """

    points: ScoringPointLinesBase

    def clean(self):
        # without Django's own word on two lines with one scoring point, which names no line
        leaving, taken = self.points.leaving(), set()
        for form in self.forms:
            cleaned = getattr(form, "cleaned_data", {})
            point = cleaned.get("scoring_point")
            if point is None or cleaned.get("DELETE"):
                continue
            if point.pk in leaving:
                form.add_error("scoring_point", "这个得分点正要删除，请另选。")
            elif point.pk in taken:
                form.add_error("scoring_point", "一个得分点只能有一条统计办法。")
            taken.add(point.pk)

    def save(self, commit=True):
        """Two measures may change places: both let go of their scoring points first."""
        changed = [form.instance.pk for form in self.initial_forms if form.has_changed()]
        Measure.objects.filter(pk__in=changed).update(scoring_point=None)
        return super().save(commit)


ScoringPointLines = forms.inlineformset_factory(
    Criterion,
    ScoringPoint,
    form=ScoringPointForm,
    formset=ScoringPointLinesBase,
    extra=0,
    can_delete=True,
    can_order=True,
)
MeasureLines = forms.inlineformset_factory(
    Criterion, Measure, form=MeasureForm, formset=MeasureLinesBase, extra=0, can_delete=True
)


def sections_of(section: Section):
    """Where an item may stand: in any section of its standard."""
    return Section.objects.filter(standard=section.standard_id)


def as_new(posted: QueryDict) -> QueryDict:
    """A posted form of an item that is gone, for a new one: its lines belong to nothing stored."""
    kept = posted.copy()
    for name in posted:
        if name.endswith(("-id", "-criterion", "-scoring_point")):
            del kept[name]
        elif name.endswith("-INITIAL_FORMS"):
            kept[name] = "0"
    return kept
