"""How a plan comes on: units × measures, and the year in a picture; both also as workbooks."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views import View
from django.views.generic import DetailView

from activities.branches import BY_ACTIVITIES, BY_UNITS
from activities.gantt import year_view
from activities.gantt_sheet import year_workbook
from activities.models import Plan
from activities.progress_sheet import progress_workbook
from activities.progress_table import FORMULA, LEGEND, progress_table
from shuangyong.sheets import as_file, sent
from units import audit, permissions
from units.permissions import RoleRequired

UNITS_A_PAGE = 100


class PlanView(RoleRequired, DetailView):
    """A page about one plan, for who may read the plan."""

    allowed = staticmethod(permissions.may_see_records)

    def get_queryset(self):
        return Plan.objects.visible_to(self.request.user).select_related("unit", "parent__unit")


class PlanProgress(PlanView):
    """进度总表: who has done which measure."""

    template_name = "activities/plan_progress.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        table = progress_table(self.object, scope=self.request.user.scope, today=today)
        page = Paginator(table.rows, UNITS_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "table": table,
            "page_obj": page,
            "formula": FORMULA,
            "legend": LEGEND,
            "today": today,
        }


class PlanYear(PlanView):
    """The year in a picture: measures with their windows, activities on their days."""

    template_name = "activities/plan_year.html"

    def get_context_data(self, **kwargs):
        view = year_view(self.object, user=self.request.user, today=timezone.localdate())
        return super().get_context_data(**kwargs) | {
            "view": view,
            "by_activities": BY_ACTIVITIES,
            "by_units": BY_UNITS,
        }


class PlanExport(RoleRequired, View):
    """A page about one plan as a workbook."""

    allowed = staticmethod(permissions.may_export)
    name: str

    def build(self, plan: Plan, user, today):
        """The workbook."""
        raise NotImplementedError

    def get(self, request, pk: int):
        visible = Plan.objects.visible_to(request.user).select_related("unit")
        plan = get_object_or_404(visible, pk=pk)
        book = self.build(plan, request.user, timezone.localdate())
        name = f"{self.name}（{plan.unit.label_in(plan.year)}{plan.year}年）.xlsx"
        audit.record(request.user, f"导出{self.name}", plan)
        return sent(as_file(book), name)


class ProgressExport(PlanExport):
    """进度总表 with all its units."""

    name = "进度总表"

    def build(self, plan, user, today):
        return progress_workbook(progress_table(plan, scope=user.scope, today=today), today=today)


class YearExport(PlanExport):
    """The year, a column for each month."""

    name = "年度进度图"

    def build(self, plan, user, today):
        return year_workbook(year_view(plan, user=user, today=today))
