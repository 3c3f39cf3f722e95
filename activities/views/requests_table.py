"""The yearly table 承诺—办理—办结 as page and as workbook."""

from __future__ import annotations

from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from activities import requests_table
from activities.requests_sheet import requests_workbook
from shuangyong.sheets import as_file, sent
from units import audit, permissions
from units.permissions import RoleRequired


class RequestsTable(RoleRequired, TemplateView):
    """The table of the account's unit for the working year."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "activities/requests_table.html"

    def get_context_data(self, **kwargs):
        unit, year = self.request.user.unit, self.request.year
        return super().get_context_data(**kwargs) | {
            "table": requests_table.requests_table(unit, year, timezone.localdate()),
            "title": requests_table.TITLE,
            "columns": requests_table.COLUMNS,
            "completion": requests_table.COMPLETION,
            "contentment": requests_table.CONTENTMENT,
            "may_export": permissions.may_export(self.request.user),
        }


class RequestsSheet(RoleRequired, View):
    """The same table as a workbook."""

    allowed = staticmethod(permissions.may_export)

    def get(self, request):
        unit, year = request.user.unit, request.year
        table = requests_table.requests_table(unit, year, timezone.localdate())
        name = f"双清单办理情况表（{unit.label_in(year)}{year}年）.xlsx"
        audit.record(request.user, "导出双清单", name)
        return sent(as_file(requests_workbook(table)), name)
