"""What happens to a plan: issued, submitted, returned with remarks, its outcomes reported."""

from __future__ import annotations

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views import View

from activities.commenting import send_back
from activities.discarding import discard
from activities.forms.plans import IssueForm, OutcomeForm
from activities.issuing import issue_plan
from activities.models import Plan, PlanItem
from shuangyong.review import StepRefused
from shuangyong.views import StepView
from units import audit, permissions
from units.permissions import RoleRequired

from .plans import PlanDetail


class PlanIssue(RoleRequired, View):
    """下发: every receiving unit gets its sub-plan."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def post(self, request, pk: int):
        visible = Plan.objects.visible_to(request.user).select_related("unit")
        plan = get_object_or_404(visible, pk=pk)
        if not permissions.may_issue_for(request.user, plan.unit):
            raise PermissionDenied
        form = IssueForm(request.POST, plan=plan)
        if form.is_valid():
            self.issue(plan, form.cleaned_data["deadline"])
        else:
            messages.error(request, form.errors["deadline"][0])
        return redirect(plan)

    def issue(self, plan: Plan, deadline) -> None:
        """Issue it, and say what was done or what has to be done first."""
        try:
            issued = issue_plan(plan, by=self.request.user, deadline=deadline)
        except StepRefused as refusal:
            messages.error(self.request, str(refusal))
            return
        messages.success(self.request, str(issued))
        if deadline < timezone.localdate():
            messages.warning(
                self.request,
                "报送截止日期已经过去，没有报送的单项计划立即计为逾期；可以改期后再点一次。",
            )


class OutcomeReport(RoleRequired, View):
    """完成情况 of a measure that no activity shows, such as a standard that was drawn up."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def post(self, request, pk: int):
        visible = PlanItem.objects.filter(plan__in=Plan.objects.visible_to(request.user))
        item = get_object_or_404(visible.select_related("plan__unit", "responsible_unit"), pk=pk)
        if not permissions.may_report_outcome(request.user, item):
            raise PermissionDenied
        form = OutcomeForm(request.POST, instance=item)
        if form.is_valid():
            with transaction.atomic():
                form.save()
                audit.record(
                    request.user, "填写完成情况", item.plan, changes={item.title: item.outcome}
                )
            messages.success(request, f"已记下完成情况：{item}")
        else:
            messages.error(request, f"完成情况没有保存：{form.errors['outcome'][0]}")
        return redirect(f"{item.plan.get_absolute_url()}#measure-{item.pk}")


class PlanStep(RoleRequired, StepView):
    """Submit, withdraw, return, confirm, reopen."""

    allowed = staticmethod(permissions.may_see_records)
    model = Plan


class PlanDelete(RoleRequired, View):
    """Remove a draft that was begun by mistake, such as in the wrong year."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def post(self, request, pk: int):
        visible = Plan.objects.visible_to(request.user).select_related("unit")
        plan = get_object_or_404(visible, pk=pk)
        if not permissions.may_delete(request.user, plan):
            raise PermissionDenied
        try:
            discard(plan, by=request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(plan)
        messages.success(request, f"已删除：{plan}")
        return redirect("activities:plans")


class PlanReturn(PlanDetail):
    """退回修改: with words on single measures and one on the whole, in one go."""

    http_method_names = ("post",)

    def post(self, request, pk: int):
        plan = self.object = self.get_object()
        if not permissions.may_review(request.user, plan):
            raise PermissionDenied
        comment, notes = request.POST.get("comment", ""), notes_in(request.POST)
        try:
            send_back(plan, by=request.user, comment=comment, notes=notes)
        except StepRefused as refusal:
            messages.error(request, f"没有退回：{refusal}")
            unsaved = [comment, *notes.values()]
            context = self.get_context_data(notes=notes, comment=comment, unsaved=unsaved)
            return self.render_to_response(context)
        messages.success(request, f"已退回：{plan}")
        return redirect(plan)


def notes_in(posted) -> dict[int, str]:
    """What was typed at single measures: `note-12` is about the measure 12."""
    return {
        int(name.removeprefix("note-")): text.strip()
        for name, text in posted.items()
        if re.fullmatch(r"note-[0-9]{1,18}", name) and text.strip()
    }
