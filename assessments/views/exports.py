"""Workbooks of a round and of one unit's checklist: what may be seen may be taken along."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views import View

from assessments.exports.evidence_sheet import evidence_workbook
from assessments.exports.round_sheet import round_workbook
from assessments.exports.score_sheet import score_sheet, score_workbook
from assessments.models import Assessment, Round
from assessments.overview import matrix
from assessments.results import results_of
from shuangyong.sheets import as_file, sent
from units import audit, permissions
from units.permissions import RoleRequired


class AssessmentExport(RoleRequired, View):
    """One unit's checklist as a workbook; a stranger's is not found."""

    allowed = staticmethod(permissions.may_export)
    name: str

    def build(self, assessment: Assessment):
        """The workbook."""
        raise NotImplementedError

    def get(self, request, pk: int):
        visible = Assessment.objects.visible_to(request.user)
        related = visible.select_related("unit", "round__unit", "round__standard")
        assessment = get_object_or_404(related, pk=pk)
        book = self.build(assessment)
        audit.record(request.user, f"导出{self.name}", assessment)
        year = assessment.round.year
        return sent(as_file(book), f"{self.name}（{assessment.unit.label_in(year)}{year}年）.xlsx")


class ScoreSheetExport(AssessmentExport):
    """考核评分表."""

    name = "考核评分表"

    def build(self, assessment):
        return score_workbook(score_sheet(assessment, user=self.request.user))


class EvidenceExport(AssessmentExport):
    """佐证材料清单."""

    name = "佐证材料清单"

    def build(self, assessment):
        return evidence_workbook(assessment)


class RoundExport(RoleRequired, View):
    """得分总表 of a round, as far as the account may see it."""

    allowed = staticmethod(permissions.may_export)

    def get(self, request, pk: int):
        visible = Round.objects.visible_to(request.user).select_related("unit", "standard")
        round_ = get_object_or_404(visible, pk=pk)
        today = timezone.localdate()
        shown = matrix(round_, user=request.user, today=today)
        book = round_workbook(round_, shown, results_of(round_, user=request.user), today=today)
        audit.record(request.user, "导出得分总表", round_)
        return sent(as_file(book), f"{round_}得分总表.xlsx")
