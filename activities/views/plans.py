"""Plans: the year's list, the document, its form, issuing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views import View
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from activities.forms.plans import Clauses, IssueForm, Items, OutcomeForm, PlanForm
from activities.issuing import issue_plan
from activities.models import Plan, PlanItem
from activities.progress import is_late, progress
from shuangyong.forms import changed_lines, changes_of
from shuangyong.views import LinesMixin, StepView
from units import audit, permissions
from units.models import Unit
from units.notices import remindings
from units.permissions import RoleRequired


class PlanList(RoleRequired, ListView):
    """The year's plans: the own one, the superior one, those of the units in scope."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "activities/plan_list.html"

    def get_queryset(self):
        plans = Plan.objects.visible_to(self.request.user).in_year(self.request.year)
        return plans.select_related("unit", "parent__unit").order_by("unit__path", "parent_id")

    def get_context_data(self, **kwargs):
        user, today = self.request.user, timezone.localdate()
        rows = [(plan, is_late(plan, today)) for plan in self.object_list]
        return super().get_context_data(**kwargs) | {
            "own": [row for row in rows if row[0].unit_id == user.unit_id],
            "others": [row for row in rows if row[0].unit_id != user.unit_id],
            "may_write": permissions.may_write(user),
        }


class PlanDetail(RoleRequired, DetailView):
    """A plan reads like the document it is; measures show how far they have come."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "activities/plan_detail.html"

    def get_queryset(self):
        visible = Plan.objects.visible_to(self.request.user)
        return visible.select_related("unit", "parent__unit").prefetch_related(
            "requirements", "items"
        )

    def get_context_data(self, **kwargs):
        plan, user, today = self.object, self.request.user, timezone.localdate()
        sub_plans = plan.sub_plans.visible_to(user).select_related("unit").order_by("unit__path")
        chased = remindings(user, [(each.unit, each.get_absolute_url()) for each in sub_plans])
        may_issue = permissions.may_issue_for(user, plan.unit)
        return super().get_context_data(**kwargs) | {
            "record": plan,
            "clauses": plan.requirements.all(),
            "measures": [
                (measure, permissions.may_report_outcome(user, measure.item))
                for measure in progress(plan, user=user, today=today)
            ],
            "sub_plans": [
                (sub_plan, is_late(sub_plan, today), reminding)
                for sub_plan, reminding in zip(sub_plans, chased, strict=True)
            ],
            "steps": plan.open_steps(user),
            "history": plan.history.select_related("by__unit"),
            "may_edit": permissions.may_edit(user, plan),
            "may_issue": may_issue,
            "receiving": Unit.objects.receiving_from(plan.unit).count() if may_issue else 0,
            "issue_form": IssueForm(),
        }


class PlanEditor(RoleRequired, LinesMixin):
    """The form with its clauses and measures."""

    model = Plan
    form_class = PlanForm
    template_name = "activities/plan_form.html"
    line_formsets = {"requirements": Clauses, "items": Items}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "year": self.request.year}

    def line_kwargs(self, name: str) -> dict:
        if name != "items":
            return {}
        year = self.object.year if self.object else self.request.year
        named = self.object.items.values("responsible_unit") if self.object else []
        units = Unit.objects.known_to(self.request.user) | Unit.objects.filter(pk__in=named)
        return {"form_kwargs": {"year": year, "units": units}}

    def save_all(self, form, lines):
        with transaction.atomic():
            response = super().save_all(form, lines)
            changes = changes_of(form) | changed_lines(lines)
            audit.record(self.request.user, "保存计划", self.object, changes=changes)
        messages.success(self.request, f"已保存：{self.object}")
        return response


class PlanCreate(PlanEditor, CreateView):
    """A unit's own plan."""

    allowed = staticmethod(permissions.may_write)


class PlanEdit(PlanEditor, UpdateView):
    """Write a sub-plan, or correct a plan that was returned."""

    allowed = staticmethod(permissions.may_see_records)

    def get_object(self, queryset=None):
        visible = Plan.objects.visible_to(self.request.user).select_related("unit")
        plan = get_object_or_404(visible, pk=self.kwargs["pk"])
        if not permissions.may_edit(self.request.user, plan):
            raise PermissionDenied
        return plan


class PlanIssue(RoleRequired, View):
    """下发: every receiving unit gets its sub-plan."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def post(self, request, pk: int):
        visible = Plan.objects.visible_to(request.user).select_related("unit")
        plan = get_object_or_404(visible, pk=pk)
        if not permissions.may_issue_for(request.user, plan.unit):
            raise PermissionDenied
        form = IssueForm(request.POST)
        if form.is_valid():
            made = issue_plan(plan, by=request.user, deadline=form.cleaned_data["deadline"])
            messages.success(request, f"已下发，新建单项计划 {len(made)} 份。")
        else:
            messages.error(request, "请填写单项计划的报送截止日期。")
        return redirect(plan)


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
