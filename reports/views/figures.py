"""总结与报表: the year's summaries, and the figures they rest on."""

from __future__ import annotations

from django.views.generic import ListView

from reports.figure_blocks import shortened
from reports.figures import year_figures
from reports.models import Summary
from reports.views.statistics import linked
from shuangyong import charts
from shuangyong.views import NearestPage
from units import permissions
from units.permissions import RoleRequired


class Reports(RoleRequired, NearestPage, ListView):
    """Summaries of the year in scope, and the figures they rest on."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "reports/reports.html"
    paginate_by = 25

    def get_queryset(self):
        summaries = Summary.objects.visible_to(self.request.user).in_year(self.request.year)
        return summaries.select_related("unit").order_by("unit__path")

    def get_context_data(self, **kwargs):
        user, context = self.request.user, super().get_context_data(**kwargs)
        figures = year_figures(user.unit, self.request.year)
        return context | {
            "figures": figures,
            "units": charts.rows(linked(figures, shortened(figures.by_unit))),
            "own": Summary.objects.filter(unit=user.unit, year=self.request.year).first(),
            "may_write": permissions.may_write_for(user, user.unit),
            "is_reviewer": permissions.is_reviewer(user),
        }
