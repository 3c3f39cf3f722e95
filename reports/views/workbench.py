"""工作台: what to do next, for each role."""

from __future__ import annotations

from django.utils import timezone
from django.views.generic import TemplateView

from reports.workbench.desks import desk_of


class Workbench(TemplateView):
    """The first page of everybody who signs in; whose it is decides what lies on it."""

    def get_context_data(self, **kwargs):
        self.desk, lying = desk_of(self.request, timezone.localdate())
        return super().get_context_data(**kwargs) | lying

    def get_template_names(self):
        return [f"reports/workbench/{self.desk}.html"]
