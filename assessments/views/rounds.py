"""Rounds: the year's list, and the steps that the issuing unit takes with a round."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views import View
from django.views.generic import ListView

from assessments.models import Assessment, Round
from assessments.opening import begin, kinds_without_items
from assessments.reminding import remind_missing
from assessments.round_progress import ORDER, progress_of
from shuangyong.review import StepRefused
from units import permissions
from units.permissions import RoleRequired


class RoundList(RoleRequired, ListView):
    """Rounds of the working year, and the own checklists in them."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "assessments/round_list.html"
    context_object_name = "rounds"

    def get_queryset(self):
        rounds = Round.objects.visible_to(self.request.user).in_year(self.request.year)
        return rounds.select_related("unit", "standard").with_size()

    def get_context_data(self, **kwargs):
        user, year = self.request.user, self.request.year
        taking_part = Assessment.objects.filter(unit=user.unit_id).in_year(year)
        context = super().get_context_data(**kwargs)
        own = [round_ for round_ in context["rounds"] if round_.unit_id == user.unit_id]
        today = timezone.localdate()
        progress = progress_of(own, today)
        return context | {
            "own": taking_part.select_related("unit", "round"),
            "late": {*taking_part.overdue(today).values_list("pk", flat=True)},
            "own_rounds": [(round_, progress.get(round_.pk)) for round_ in own],
            "legend": [(style, word) for _, style, word in ORDER],
            "other_rounds": [round_ for round_ in context["rounds"] if round_ not in own],
            "is_reviewer": permissions.is_reviewer(user),
        }


class RoundAction(RoleRequired, View):
    """A step that the issuing unit takes with a whole round."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def get_round(self) -> Round:
        """The round; a stranger's is not found, the wrong role refused."""
        visible = Round.objects.visible_to(self.request.user).select_related("unit")
        round_ = get_object_or_404(visible, pk=self.kwargs["pk"])
        if not permissions.may_issue_for(self.request.user, round_.unit):
            raise PermissionDenied
        return round_


def tell_of_opening(request, round_: Round, made: int) -> None:
    """What beginning did, and which kinds of unit are asked nothing."""
    messages.success(request, f"考核已开始，新建考核表 {made} 份，已通知各单位。")
    if kinds := kinds_without_items(round_):
        messages.warning(request, f"细则中没有适用于{'、'.join(kinds)}的项目，其考核表是空的。")


class RoundOpen(RoundAction):
    """开始考核: one checklist per unit, and word to each."""

    def post(self, request, pk: int):
        round_ = self.get_round()
        try:
            made = begin(round_, by=request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            tell_of_opening(request, round_, len(made))
        return redirect(round_)


class RoundRemind(RoundAction):
    """提醒未报单位."""

    def post(self, request, pk: int):
        round_ = self.get_round()
        try:
            delivery = remind_missing(round_, timezone.localdate(), by=request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已提醒 {delivery.units} 个未报单位。")
            if delivery.mail_failed:
                messages.warning(request, "通知已送达工作台；邮件未能发出。")
        return redirect(round_)
