"""The calendar of the working year: by month, as a list, and as a file for one's own calendar."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views import View
from django.views.generic import TemplateView

from activities.calendar import WEEKDAYS, one_month, small_months
from activities.deadlines import deadlines
from activities.ics import CONTENT_TYPE, ics
from activities.occasion_year import occasion_year
from units import audit, permissions
from units.permissions import RoleRequired

MONTHS = {str(number) for number in range(1, 13)}


class CalendarPage(RoleRequired, TemplateView):
    """全年, 按月, 列表; what the address does not say sensibly shows the whole year."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "activities/calendar.html"

    def get_context_data(self, **kwargs):
        user, asked = self.request.user, self.request.GET
        only_own, today = asked.get("units") == "own", timezone.localdate()
        units = partial(permissions.rows_of_unit if only_own else permissions.rows_in_scope, user)
        if asked.get("view") == "list":
            context = self.as_list(units, today)
        elif month := month_of(asked.get("month", "")):
            context = self.as_month(units, today, month)
        else:
            context = self.as_year(units, today)
        return (
            super().get_context_data(**kwargs)
            | context
            | {
                "only_own": only_own,
                "weekdays": WEEKDAYS,
                "this_month": today.month if today.year == self.request.year else 1,
            }
        )

    def as_list(self, units, today):
        """The occasions with what is planned, done, missing; the own unit's deadlines."""
        year, unit = self.request.year, self.request.user.unit
        own = deadlines(unit, year, today=today)
        return {
            "mode": "list",
            "occasions": occasion_year(units, year, today=today),
            "deadlines": [(each, each.is_late(today)) for each in own],
        }

    def as_month(self, units, today, month: int):
        """One month, day by day."""
        shown = one_month(units, self.request.user.unit, self.request.year, month, today=today)
        return {
            "mode": "month",
            "month": shown,
            "previous": month - 1,
            "next": month + 1 if month < 12 else 0,
        }

    def as_year(self, units, today):
        """Twelve small months."""
        months = small_months(units, self.request.user.unit, self.request.year, today=today)
        return {"mode": "year", "months": months}


def month_of(text: str) -> int | None:
    """The month an address asks for, if it is one."""
    return int(text) if text in MONTHS else None


class CalendarFile(RoleRequired, View):
    """The own unit's deadlines as .ics."""

    allowed = staticmethod(permissions.may_export)

    def get(self, request):
        unit, year = request.user.unit, request.year
        name = f"双拥工作日历（{unit.label}{year}年）"
        content = ics(
            deadlines(unit, year, today=timezone.localdate()),
            key=f"calendar-{unit.pk}-{year}",
            name=name,
            now=timezone.now(),
            absolute=request.build_absolute_uri,
        )
        audit.record(request.user, "导出日历", name)
        disposition = content_disposition_header(True, f"{name}.ics")
        return HttpResponse(
            content, content_type=CONTENT_TYPE, headers={"Content-Disposition": disposition}
        )
