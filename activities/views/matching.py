"""对应措施: proposals while an activity is typed, and one click on its page."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views import View
from django.views.generic import TemplateView

from activities.forms.matching import SketchForm
from activities.matching import link, measures_for, proposals
from activities.models import Activity
from shuangyong.review import StepRefused
from units import permissions
from units.permissions import RoleRequired


class MeasureProposals(RoleRequired, TemplateView):
    """The fragment of the form: up to three measures that set 对应措施 with one click."""

    allowed = staticmethod(permissions.may_write)
    template_name = "activities/_measure_proposals.html"

    def get_context_data(self, **kwargs):
        year = self.request.year
        form = SketchForm(self.request.GET, user=self.request.user, year=year)
        unit = form.unit_meant
        found = proposals(form.sketch, measures_for(unit, year), unit=unit)
        chosen = form.cleaned_data.get("plan_item")
        return super().get_context_data(**kwargs) | {"proposals": found, "chosen": chosen}


class MeasureLink(RoleRequired, View):
    """关联: the activity fulfils this measure."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def post(self, request, pk: int, item: int):
        visible = Activity.objects.visible_to(request.user).select_related("unit")
        activity = get_object_or_404(visible, pk=pk)
        if not permissions.may_write_for(request.user, activity.unit):
            raise PermissionDenied
        measure = get_object_or_404(measures_for(activity.unit, activity.year), pk=item)
        try:
            link(activity, measure, by=request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已关联措施：{measure}")
        return redirect(activity)
