"""The form of 年度结转: what of this year is taken over, and when it is due then."""

from __future__ import annotations

from django import forms

from activities.rollover import CarriedMeasure, NeedProposal
from assessments.models import Standard
from assessments.rollover import Decisions, Proposals
from shuangyong.vague import VagueDateFormField


class WholeForm(forms.Form):
    """Group, plan and standards."""

    new_group = forms.TypedChoiceField(
        label="领导小组",
        choices=((False, "沿用现行领导小组"), (True, "建立新一届（组成人员照抄，之后可以修改）")),
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        initial=False,
        required=False,
        empty_value=False,
    )
    group_from = VagueDateFormField(label="新一届起用时间", required=False)
    with_plan = forms.BooleanField(label="照抄计划的正文和工作要求", required=False, initial=True)
    standards = forms.ModelMultipleChoiceField(
        Standard.objects.none(),
        label="考核细则",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, proposals: Proposals, to: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group_from"].year = to
        self.fields["group_from"].initial = f"{to}年1月"
        offered = Standard.objects.filter(pk__in=[s.pk for s in proposals.standards])
        self.fields["standards"].queryset = offered
        self.fields["standards"].initial = proposals.standards
        if proposals.group is None:
            del self.fields["new_group"], self.fields["group_from"]
        if proposals.plan is None or proposals.next_plan:
            del self.fields["with_plan"]
        if not proposals.standards:
            del self.fields["standards"]

    def clean(self):
        cleaned = super().clean()
        wanted = cleaned.get("new_group")
        if wanted and not cleaned.get("group_from") and "group_from" not in self.errors:
            self.add_error("group_from", "请填写新一届领导小组的起用时间。")
        return cleaned


class RowForm(forms.Form):
    """One line: whether it is taken over, and its new due date."""

    source = forms.IntegerField(widget=forms.HiddenInput)
    take = forms.BooleanField(
        label="结转", required=False, widget=forms.CheckboxInput({"class": "form-check-input"})
    )
    due = VagueDateFormField(label="时间安排", required=False)

    def __init__(self, *args, to: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.to = self.fields["due"].year = to

    def clean_due(self):
        """What is carried over lies ahead."""
        due = self.cleaned_data["due"]
        if due and due.end.year < self.to:
            raise forms.ValidationError(f"时间不能早于 {self.to} 年。")
        return due


class MeasureForm(RowForm):
    """A measure with its title in the new year."""

    title = forms.CharField(label="标题", max_length=120)

    def clean_due(self):
        """As the plan's own form asks: it may reach beyond the year, but not lie outside it."""
        due = super().clean_due()
        if due and due.start.year > self.to:
            raise forms.ValidationError(f"时间安排不在 {self.to} 年内。")
        return due


MeasureRows = forms.formset_factory(MeasureForm, extra=0)
NeedRows = forms.formset_factory(RowForm, extra=0)
MeasureRows.named, NeedRows.named = "工作措施", "需求"


class RolloverForms:
    """The three parts of the page, made from the proposals and read back as decisions."""

    def __init__(self, proposals: Proposals, *, to: int, data=None):
        self.proposals = proposals
        rows = {"form_kwargs": {"to": to}}
        self.whole = WholeForm(data, proposals=proposals, to=to)
        self.measures = MeasureRows(
            data,
            prefix="measures",
            initial=[
                {"source": m.source.pk, "take": True, "title": m.title, "due": m.due}
                for m in proposals.measures
            ],
            **rows,
        )
        self.needs = NeedRows(
            data,
            prefix="needs",
            initial=[
                {"source": n.source.pk, "take": n.is_open, "due": n.due} for n in proposals.needs
            ],
            **rows,
        )

    def is_valid(self) -> bool:
        """Every part is right; all of them are checked, so that all errors show at once."""
        checked = [part.is_valid() for part in (self.whole, self.measures, self.needs)]
        return all(checked)

    @property
    def lines(self) -> dict[str, forms.BaseFormSet]:
        """The lines of the page by name."""
        return {"measures": self.measures, "needs": self.needs}

    @property
    def measure_rows(self):
        """The lines of measures with what they come from."""
        return _beside(self.measures, self.proposals.measures)

    @property
    def need_rows(self):
        """The lines of needs with what they come from."""
        return _beside(self.needs, self.proposals.needs)

    def decisions(self) -> Decisions:
        """What was ticked. A line that somebody else took over meanwhile is no longer there."""
        whole = self.whole.cleaned_data
        return Decisions(
            group_from=whole.get("group_from") if whole.get("new_group") else None,
            with_plan=whole.get("with_plan", False),
            measures=[
                CarriedMeasure(proposal.source, row["title"], row["due"])
                for row, proposal in _taken(self.measure_rows)
            ],
            standards=list(whole.get("standards", ())),
            needs=[
                NeedProposal(proposal.source, row["due"])
                for row, proposal in _taken(self.need_rows)
            ],
        )


def _beside(rows, proposals) -> list[tuple]:
    """Each line with its proposal, by the record it names, wherever it stands now."""
    by_source = {str(proposal.source.pk): proposal for proposal in proposals}
    beside = [(row, by_source.get(str(row["source"].value()))) for row in rows]
    return [(row, proposal) for row, proposal in beside if proposal]


def _taken(rows) -> list[tuple[dict, object]]:
    return [(row.cleaned_data, proposal) for row, proposal in rows if row.cleaned_data["take"]]
