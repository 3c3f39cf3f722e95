"""The reviewer's side of an item: score and comment, words of return, what is settled."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.text import Truncator
from django.utils.timezone import localdate, localtime

from assessments.models import CriterionKind
from assessments.reviewing import changes_since
from assessments.selectors import Item

from .responses import ResponseForm, plain, text_field


@dataclass(frozen=True, slots=True)
class Difference:
    """How a reviewed score differs from the unit's own: ↓2, in colour and in words."""

    by: Decimal
    words: str

    @property
    def style(self) -> str:
        """Below or above what the unit gave itself."""
        return "lower" if self.by < 0 else "higher"

    @property
    def sign(self) -> str:
        """↓2."""
        return f"{'↓' if self.by < 0 else '↑'}{plain(abs(self.by))}"


def difference(kind: str, own: Decimal | None, reviewed: Decimal | None) -> Difference | None:
    """None where they are the same, or one of them is wanting."""
    if own is None or reviewed is None or own == reviewed:
        return None
    by, much = reviewed - own, plain(abs(reviewed - own))
    if kind == CriterionKind.VETO:
        return Difference(by, "与自评不同")
    if kind == CriterionKind.DEDUCTION:
        return Difference(by, f"比自评{'多' if by > 0 else '少'}扣 {much} 分")
    return Difference(by, f"{'高' if by > 0 else '低'}于自评 {much} 分")


class ReviewForm(ResponseForm):
    """Score and comment; words that send the item back; a tick that it stands as it is."""

    texts = ("reviewed_score", "comment", "return_reason")
    score = "reviewed_score"

    def __init__(self, item: Item, *args, **kwargs):
        super().__init__(item, *args, **kwargs)
        self.add_score("考评分")
        self.fields["comment"] = text_field("考评意见", "与自评不同时请说明理由")
        self.fields["return_reason"] = text_field("退回意见", "请写明要补充或更正什么")
        self.fields["settled"] = forms.BooleanField(label="已核对，不改评分", required=False)

    def clean(self):
        """A veto that occurred sets the grade: the office says what happened."""
        cleaned = super().clean()
        is_veto = self.item.criterion.kind == CriterionKind.VETO
        scores = [cleaned.get(name) for name in (self.score, *self.year_names.values())]
        is_set = any(scores) and self.is_score_touched
        if is_veto and is_set and not cleaned.get("comment"):
            self.add_error("comment", "一票否决将使等次为不合格，请写明发生的情形。")
        return cleaned

    @property
    def is_scored(self) -> bool:
        """True if score or comment were changed: who did is kept with them."""
        return self.is_score_touched or "comment" in self.touched

    @property
    def is_dealt_with(self) -> bool:
        """True if the reviewer changed anything here, or ticked that it stands."""
        return bool(self.touched) or self.cleaned_data["settled"]

    @property
    def veto_question(self) -> str:
        """What is asked before a veto is set, with what it leads to."""
        case = Truncator(self.item.criterion.content).chars(40)
        return f"确认发生“{case}”？一票否决后，无论得分多少，等次为不合格。"

    @property
    def difference(self) -> Difference | None:
        """Between what is stored on both sides."""
        response = self.response
        return difference(self.item.criterion.kind, response.self_score, response.reviewed_score)

    @property
    def lacks_reason(self) -> bool:
        """True where the office differs from the unit and does not say why."""
        return bool(self.difference and not self.response.comment)

    @property
    def changes(self) -> list[str]:
        """What the unit changed since this item was dealt with."""
        return changes_since(self.response)

    @property
    def signature(self) -> str:
        """王审核 12:03: who gave the score and when; the day as well if it was not today."""
        response = self.response
        if response.reviewed_by is None or response.reviewed_at is None:
            return ""
        at = localtime(response.reviewed_at)
        day = "" if at.date() == localdate() else f"{at.month}月{at.day}日 "
        return f"{response.reviewed_by} {day}{at:%H:%M}"
