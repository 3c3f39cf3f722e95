"""重新生成: what the records say now, shown beside what stands, chosen, and then done."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from reports.summary.revising.regenerating import Choice, Fate
from reports.summary.revising.renewing import ORDER, Outdated, Renewal, renew, renewal_of
from reports.summary.revising.showing import Shown, shown
from shuangyong.redline import Effort
from shuangyong.review import StepRefused
from units import permissions
from units.permissions import RoleRequired

from .summaries import editable_summary

EXPLAINED = {
    Fate.CONFLICT: "请逐段选择；不选的保留您的文字。",
    Fate.GONE: "没有改过的将删去，您改过的保留。",
    Fate.NEW: "不需要的可以选“不写”，以后重新生成也不再写入。",
    Fate.LEFT_OUT: "这些内容您已从总结中删去，仍然不写。",
    Fate.UPDATED: "您没有改过，按现在的记录改写。",
    Fate.KEPT: "原样保留。标出的是您当时的改动。",
}
CHOICES = set(Choice.values)


class SummaryRegenerate(RoleRequired, TemplateView):
    """Nothing is replaced before the difference was seen; nothing else than what was seen."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "reports/summary_regenerate.html"

    def get(self, request, pk: int):
        self.summary = editable_summary(request, pk)
        return self.render_to_response(self.get_context_data())

    def post(self, request, pk: int):
        self.summary = editable_summary(request, pk)
        choices = {name: value for name, value in request.POST.items() if value in CHOICES}
        try:
            renew(
                self.summary,
                by=request.user,
                digest=request.POST.get("digest", ""),
                choices=choices,
            )
        except Outdated:
            messages.warning(
                request, "您打开之后，记录或总结有了变动，还没有重新生成。请核对下面的内容再确认。"
            )
            return self.render_to_response(self.get_context_data(choices=choices))
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.summary)
        messages.success(request, "已根据现有记录重新生成。下面是所作的改动，可以撤销。")
        return redirect(reverse("reports:summary-compare", args=[pk]))

    def get_context_data(self, **kwargs):
        choices = kwargs.pop("choices", {})
        renewal = renewal_of(self.summary, by_outline=choices.get(ORDER) == Choice.MADE)
        return super().get_context_data(**kwargs) | {
            "summary": self.summary,
            "renewal": renewal,
            "order": ORDER,
            "by_outline": choices.get(ORDER) == Choice.MADE,
            "groups": _groups(renewal, choices),
            "own": sum(row.fate == Fate.OWN for row in renewal.rows),
            "same": sum(row.fate == Fate.SAME for row in renewal.rows),
        }


def _groups(renewal: Renewal, choices: dict[str, str]) -> list[tuple[Fate, str, list[Shown]]]:
    """The sections to be looked at, by what becomes of them; those to choose first."""
    effort = Effort()
    return [
        (fate, told, rows)
        for fate, told in EXPLAINED.items()
        if (
            rows := [
                shown(row, choices.get(row.name, row.usual), effort)
                for row in renewal.rows
                if row.fate == fate
            ]
        )
    ]
