"""The activities of a year: list, ledger, page, review."""

from __future__ import annotations

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import DetailView

from activities.discarding import discard_activity
from activities.drafts import as_id, waiting
from activities.filters import ActivityFilter
from activities.forms.evidence import EvidenceForm
from activities.ledgers.writing import write_ledger
from activities.list_columns import COLUMNS, with_columns
from activities.matching import measures_for, proposals
from activities.models import Activity
from activities.request_links import proposed
from activities.series import submit_with_parts
from shuangyong.columns import ColumnsMixin
from shuangyong.review import Step, StepRefused
from shuangyong.sheets import sent
from shuangyong.views import FilteredList, StepView
from units import audit, permissions
from units.permissions import RoleRequired

from .finding import found_context
from .looks import LooksMixin, asks_all_years
from .walking import walk_of


def activities_of(request):
    """The activities the account reads in its working year, or in all years if it asks so."""
    visible = Activity.objects.visible_to(request.user)
    return visible if asks_all_years(request) else visible.in_year(request.year)


class ActivityList(RoleRequired, ColumnsMixin, LooksMixin, FilteredList):
    """Every activity in scope of the working year."""

    allowed = staticmethod(permissions.may_see_records)
    filterset_class = ActivityFilter
    template_name = "activities/activity_list.html"
    fragment_template_name = "activities/_activity_found.html"
    columns = COLUMNS

    def get_queryset(self):
        listed = activities_of(self.request).for_list().newest_first()
        return with_columns(listed, self.columns.shown(self.request))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return (
            context
            | found_context(context["filter"], context)
            | {
                "may_write": permissions.may_write(self.request.user),
                "may_export": permissions.may_export(self.request.user),
                "waiting_drafts": waiting(self.request.user),
            }
        )


class ActivityExport(RoleRequired, View):
    """双拥活动登记表: exactly what the list is filtered to, in the order in which it is shown.

    `?by=kind` puts every kind on a sheet of its own.
    """

    allowed = staticmethod(permissions.may_export)

    def get(self, request):
        listed = activities_of(request).newest_first()
        return send_ledger(request, ActivityFilter(request.GET, listed, request=request).qs)


def send_ledger(request, activities):
    """The answer with the ledger of these activities of the working year, or of all years."""
    unit, year = request.user.unit, request.year
    years = None if asks_all_years(request) else year
    file = BytesIO()
    by_kind = request.GET.get("by") == "kind"
    write_ledger(file, activities, unit=unit.name_in(year), year=years, by_kind=by_kind)
    file.seek(0)
    name = f"双拥活动登记表（{unit.label_in(year)}{f'{year}年' if years else '所有年度'}）.xlsx"
    audit.record(request.user, "导出台账", name)
    return sent(file, name)


class ActivityDetail(RoleRequired, DetailView):
    """What is known about one activity, its evidence, its way through the review."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "activities/activity_detail.html"

    def get_queryset(self):
        return Activity.objects.visible_to(self.request.user).in_detail()

    def get_context_data(self, **kwargs):
        user, activity = self.request.user, self.object
        may_edit = permissions.may_edit(user, activity)
        needs = activity.support_requests.visible_to(user)
        return super().get_context_data(**kwargs) | {
            "record": activity,
            "walk": walk_of(self.request, activity, activities_of(self.request).newest_first()),
            "needs": needs.select_related("unit", "troop", "responsible_unit"),
            "proposed_needs": proposed(activity, user) if may_edit else (),
            "today": timezone.localdate(),
            "steps": activity.open_steps(user),
            "history": activity.history.select_related("by__unit"),
            **self.parts(),
            "may_write": permissions.may_write(user),
            "may_edit": may_edit,
            "proposals": self.proposals() if may_edit else (),
            "may_delete": permissions.may_delete(user, activity),
            "evidence_form": EvidenceForm(),
        }

    def parts(self) -> dict:
        """The dates of a series, and which of them could be submitted or deleted with it."""
        activity, user = self.object, self.request.user
        if not activity.is_series:
            return {"parts": ()}
        parts = activity.parts.select_related("unit").prefetch_related("evidence")
        parts = list(parts.order_by("held_from", "pk"))
        steps = activity.open_steps(user)
        may_submit = Step.SUBMIT in steps
        open_parts = [p for p in parts if may_submit and Step.SUBMIT in p.open_steps(user)]
        return {
            "parts": parts,
            "open_parts": open_parts,
            # one button submits: the series goes with its dates
            "steps": [step for step in steps if not (open_parts and step == Step.SUBMIT)],
            "files": sum(len(part.evidence.all()) for part in [activity, *parts]),
        }

    def proposals(self) -> list:
        """The measures an activity beyond the plans may fulfil."""
        activity = self.object
        if activity.is_planned:
            return []
        measures = measures_for(activity.unit, activity.year)
        return proposals(activity, measures, unit=activity.unit)


class ActivityDelete(RoleRequired, View):
    """Remove a draft with its files, a series with the dates it was shown to have."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def post(self, request, pk: int):
        visible = Activity.objects.visible_to(request.user).select_related("unit")
        activity = get_object_or_404(visible, pk=pk)
        if not permissions.may_delete(request.user, activity):
            raise PermissionDenied
        parts = as_id(request.POST.get("parts"))
        try:
            discard_activity(activity, by=request.user, with_parts=parts)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(activity)
        messages.success(request, f"已删除：{activity}")
        return redirect(reverse("activities:activities"))


class SeriesSubmit(RoleRequired, View):
    """Submit a series together with all its dates."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def post(self, request, pk: int):
        visible = Activity.objects.visible_to(request.user).select_related("unit")
        series = get_object_or_404(visible, pk=pk)
        try:
            parts = submit_with_parts(series, by=request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已提交：{series}，连同 {parts} 次活动")
        return redirect(series)


class ActivityStep(RoleRequired, StepView):
    """Submit, withdraw, return, confirm, reopen."""

    allowed = staticmethod(permissions.may_see_records)
    model = Activity
