"""The unit's side of an item: score, scoring points, words, activities cited, files."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import forms

from activities.models import Activity
from assessments.evidence import add_new
from assessments.models import ScoringPoint
from assessments.selectors import Item

from .files import ResponseFilesField
from .responses import ResponseForm, keys, plain, text_field

LINKS = ("points_claimed", "activities")


class SelfForm(ResponseForm):
    """The unit's side: score, scoring points, statement, activities cited, files."""

    texts = ("self_score", "statement", "overruled_because")
    score = "self_score"

    is_summed = False  # the score was made from the scoring points, and not typed

    def __init__(self, item: Item, *args, citable: Mapping[int, Activity], **kwargs):
        super().__init__(item, *args, **kwargs)
        self.claimed = {p.pk for p in self.response.points_claimed.all()}
        self.cited = {a.pk: a for a in self.response.activities.all()}
        self.citable = dict(citable) | self.cited
        self.add_score("自评分")
        self.fields["statement"] = text_field("自评说明", "完成情况、文号、依据等")
        self.fields["overruled_because"] = text_field(
            "与系统建议不同的理由", "如：另有两次活动尚未录入"
        )
        self.fields["points_claimed"] = self._choices(item.criterion.scoring_points.all())
        self.fields["activities"] = self._choices(self.citable.values())
        self.fields["files"] = ResponseFilesField(label="上传文件", required=False)

    @staticmethod
    def _choices(rows) -> forms.TypedMultipleChoiceField:
        choices = [(row.pk, str(row)) for row in rows]
        return forms.TypedMultipleChoiceField(choices=choices, coerce=int, required=False)

    def clean(self):
        """Scoring points that are ticked make the score, unless another one is typed."""
        cleaned = self.cleaned_data
        if {"points_claimed", "self_score"} <= cleaned.keys():
            ticked = cleaned["points_claimed"]
            is_new = any(self.links("points_claimed")) and not self.is_touched("self_score")
            if is_new or (ticked and cleaned["self_score"] is None):
                cleaned["self_score"] = self._sum_of(ticked)
                self.is_summed = True
        return super().clean()

    def _sum_of(self, ticked) -> Decimal:
        """What scoring points come to, within the criterion's points."""
        criterion = self.item.criterion
        earned = sum(p.points for p in criterion.scoring_points.all() if p.pk in ticked)
        return min(Decimal(earned), criterion.points)

    def links(self, name: str) -> tuple[set[int], set[int]]:
        """What was added to and what taken from a list of check boxes since it was shown."""
        if name not in self.cleaned_data:
            return set(), set()
        shown = keys(self.data.getlist(self.add_initial_prefix(name)))
        ticked = set(self.cleaned_data[name])
        return ticked - shown, shown - ticked

    @property
    def has_news(self) -> bool:
        return super().has_news or any(map(any, map(self.links, LINKS)))

    @property
    def kept_links(self) -> dict[str, list[str]]:
        """What is ticked once this is saved, by the names of the lists."""
        lists = (name for name in LINKS if name in self.cleaned_data)
        return {name: [str(pk) for pk in self.cleaned_data[name]] for name in lists}

    def keep_files(self) -> int:
        """Store the files that passed the checks and are new; returns how many."""
        kept, _ = add_new(self.response, self.cleaned_data.get("files", []))
        return len(kept)

    def _ticked(self, name: str, stored) -> set[int]:
        """What is ticked on the page: as posted, also where nothing is left; else as stored."""
        return keys(self[name].value() or ()) if self.is_bound else set(stored)

    @property
    def point_lines(self) -> list[tuple[ScoringPoint, bool]]:
        """The scoring points with whether the page shows them ticked."""
        ticked = self._ticked("points_claimed", self.claimed)
        return [(p, p.pk in ticked) for p in self.item.criterion.scoring_points.all()]

    @property
    def activity_lines(self) -> list[tuple[Activity, bool]]:
        """What the page offers to tick: activities cited, proposed, or just chosen."""
        ticked = self._ticked("activities", self.cited)
        proposed = self.item.proposal.activities if self.item.proposal else ()
        offered = self.cited | {a.pk: a for a in proposed}
        offered |= {pk: self.citable[pk] for pk in ticked if pk in self.citable}
        return [(activity, pk in ticked) for pk, activity in offered.items()]

    @property
    def differs(self) -> bool:
        """True where the score that the page shows is not the one proposed."""
        proposal, score = self.item.proposal, self.response.self_score
        shown = plain(score if self.year_names else self["self_score"].value())
        return bool(proposal and shown and shown != plain(proposal.score))
