"""How a round stands and what it came to: the matrix, publishing, results."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.generic import DetailView

from assessments.models import Objection, Round, RoundState
from assessments.overview import COMPLETION_FORMULA, Order, Progress, matrix
from assessments.publishing import preview, publish
from assessments.results import RANKING_FORMULA, compared, lost_points, results_of
from assessments.round_actions import round_actions
from assessments.scoring import FORMULA
from assessments.views.rounds import RoundAction
from shuangyong.review import StepRefused
from units import permissions
from units.notices import remindings
from units.permissions import RoleRequired

MOST_LOST = 10  # items that lost most, listed at first


class RoundPage(RoleRequired, DetailView):
    """A page about one round, with its head and tabs."""

    allowed = staticmethod(permissions.may_see_records)
    context_object_name = "round"

    def get_queryset(self):
        return Round.objects.visible_to(self.request.user).select_related("unit", "standard")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | round_head(self.object, self.request.user)


def round_head(round_: Round, user) -> dict:
    """What the head and tabs of a round's pages need; a fixed number of queries."""
    issues = permissions.may_issue_for(user, round_.unit)
    may_publish = issues and round_.state != RoundState.PREPARING
    waiting = Objection.objects.visible_to(user).open()
    return {
        "round": round_,
        "actions": round_actions(user, round_, timezone.localdate()),
        "may_publish": may_publish,
        "has_to_publish": may_publish and round_.assessments.to_publish().exists(),
        "open_objections": waiting.filter(response__assessment__round=round_).count(),
    }


class RoundDetail(RoundPage):
    """The completion matrix, units × sections; who is late; results once published."""

    template_name = "assessments/round_detail.html"

    def get_context_data(self, **kwargs):
        user, round_ = self.request.user, self.object
        shown = matrix(round_, user=user, today=timezone.localdate())
        rows = shown.sorted_by(order := Order.of(self.request.GET.get("sort")))
        assessments = [row.assessment for row in rows]
        chased = remindings(user, [(each.unit, each.get_absolute_url()) for each in assessments])
        return super().get_context_data(**kwargs) | {
            "matrix": shown,
            "rows": list(zip(rows, chased, strict=True)),
            "order": order,
            "orders": list(Order),
            "legend": list(Progress),
            "formula": FORMULA,
            "completion_formula": COMPLETION_FORMULA,
        }


class RoundPublish(RoundAction):
    """公布结果: a preview, who gets what and who is missing; then totals and grades are frozen."""

    http_method_names = ("get", "post")

    def get(self, request, pk: int):
        round_ = self.get_round()
        return render(
            request,
            "assessments/round_publish.html",
            {"round": round_, "preview": preview(round_), "formula": FORMULA},
        )

    def post(self, request, pk: int):
        round_ = self.get_round()
        try:
            result = publish(round_, by=request.user, shown=request.POST.get("shown", ""))
        except StepRefused as refusal:
            messages.warning(request, str(refusal))
            return redirect("assessments:round-publish", round_.pk)
        if result.graded:
            messages.success(request, f"已公布 {len(result.graded)} 个单位的得分和等次。")
        if result.missing:
            names = "、".join(unit.label for unit in result.missing)
            messages.warning(request, f"尚未确认、没有等次的单位：{names}")
        return redirect(round_)


class RoundResults(RoundPage):
    """What a round came to, as far as the account may see it."""

    template_name = "assessments/round_results.html"

    def get_context_data(self, **kwargs):
        user, round_, today = self.request.user, self.object, timezone.localdate()
        shown = matrix(round_, user=user, today=today)
        lost = lost_points(round_, user=user)
        return super().get_context_data(**kwargs) | {
            "results": results_of(round_, user=user),
            "seen": {row.assessment.pk for row in shown.rows},
            "lost": lost,
            "lost_shown": lost if "lost" in self.request.GET else lost[:MOST_LOST],
            "former": compared(round_, shown, user=user, today=today),
            "may_see_whole": permissions.may_see_whole_round(user, round_),
            "ranking_formula": RANKING_FORMULA,
        }
