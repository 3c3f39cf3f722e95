"""The forms of 复核申请: the unit's reason, the office's answer."""

from __future__ import annotations

from decimal import Decimal

from django import forms

from assessments.models import Objection

from .responses import plain, score_field


class ObjectionForm(forms.Form):
    """Why the unit objects."""

    reason = forms.CharField(
        label="申请理由",
        widget=forms.Textarea({"rows": 5}),
        help_text="写明依据，例如哪份材料、哪次活动没有计入。提交后不能修改。",
        error_messages={"required": "请写明申请理由。"},
    )


class AnswerForm(forms.Form):
    """What the office decides; in a round scored year by year a score for each year."""

    def __init__(self, objection: Objection, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        response = objection.response
        round_ = response.assessment.round
        self.years = {f"score_{year}": year for year in round_.years} if round_.by_year else {}
        stored = {each.year: each.reviewed_score for each in response.years.all()}
        for name, year in self.years.items():
            self._add_score(response, name, f"{year} 年复核后得分", stored.get(year))
        if not self.years:
            self._add_score(response, "score_after", "复核后得分", response.reviewed_score)
        self.fields["answer"] = forms.CharField(
            label="复核意见",
            widget=forms.Textarea({"rows": 5}),
            help_text="申请单位可以看到。答复后不能修改，得分有变动的，总分和等次随之重新计算。",
            error_messages={"required": "请写明复核意见。"},
        )

    def _add_score(self, response, name: str, label: str, score: Decimal | None) -> None:
        field = score_field(response.criterion, label)
        field.required, field.initial = True, plain(score)
        field.show_hidden_initial = False
        field.error_messages["required"] = "请填写复核后的得分。"
        self.fields[name] = field

    @property
    def decision(self) -> dict:
        """What `objections.answer` takes; for valid forms."""
        given = self.cleaned_data
        years = {year: given[name] for name, year in self.years.items()}
        return {
            "answer": given["answer"],
            "score_after": given.get("score_after"),
            "years": years or None,
        }
