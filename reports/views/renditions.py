"""How far the laying out of a long summary is."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import DetailView

from reports.models import Rendition, Summary
from reports.summary.renditions import begin_anew
from shuangyong.htmx import FragmentMixin
from shuangyong.review import StepRefused
from units import permissions
from units.permissions import RoleRequired


class RenditionProgress(RoleRequired, FragmentMixin, DetailView):
    """The page that waits; htmx asks for its middle again and again. Posted: begin anew."""

    allowed = staticmethod(permissions.may_export)
    template_name = "reports/rendition.html"
    fragment_template_name = "reports/_rendition_progress.html"

    def get_object(self, queryset=None):
        mine = Summary.objects.visible_to(self.request.user)
        found = Rendition.objects.filter(summary__in=mine).select_related("summary__unit")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def post(self, request, pk: int):
        rendition = self.get_object()
        try:
            begin_anew(rendition)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已重新开始。")
        return redirect(rendition)
