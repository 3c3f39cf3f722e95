"""One action with many activities: chosen, looked at once more, carried out, reported."""

from __future__ import annotations

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View

from activities.bulk import MOST, Action, carry_out
from activities.filters import ActivityFilter
from activities.forms.bulk import form_for
from activities.models import Activity
from shuangyong.htmx import go_to
from shuangyong.views import way_back
from units import permissions
from units.permissions import RoleRequired

from .activities import activities_of, send_ledger

KEY = re.compile(r"[0-9]{1,18}")  # what fits into a key of the database


class BulkAction(RoleRequired, View):
    """POST with `activity` for each ticked one, or `all` for whatever the address filters to.

    The first time it answers with a page, or for htmx a part of one, that names them; what is
    on that page is what is acted upon once it comes back with `sure`, and nothing newer.
    """

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def post(self, request):
        action = next((each for each in Action if each == request.POST.get("action")), None)
        if action is None:
            return self.back("请选择要办理的事项。")
        if not action.is_open_to(request.user):
            raise PermissionDenied
        if action == Action.EXPORT:
            return self.export()
        if not self.chosen:
            return self.back(f"{self.missing} 项找不到。" if self.missing else "请先勾选活动。")
        if len(self.chosen) > MOST:
            return self.back(f"一次最多办理 {MOST} 项，所选超过了这个数目。请用筛选条件分批办理。")
        return self.carry_out(action) if "sure" in request.POST else self.ask(action)

    @cached_property
    def asked(self) -> list[int]:
        """The keys that were ticked; one more than are done at once says that it is too many."""
        ticked = dict.fromkeys(
            int(key) for key in self.request.POST.getlist("activity") if KEY.fullmatch(key)
        )
        return list(ticked)[: MOST + 1]

    @property
    def wants_all(self) -> bool:
        """True if not the ticks count but the filters in the address."""
        return "all" in self.request.POST and "sure" not in self.request.POST

    @cached_property
    def chosen(self) -> list[Activity]:
        """The activities, as the list sorts them; a stranger's is not among them."""
        request = self.request
        if self.wants_all:
            found = ActivityFilter(
                request.GET, activities_of(request).newest_first(), request=request
            ).qs
        else:
            mine = Activity.objects.visible_to(request.user)
            found = mine.filter(pk__in=self.asked).newest_first()
        return list(found.select_related("unit", "kind", "series")[: MOST + 1])

    @property
    def missing(self) -> int:
        """How many of the ticked ones are not there, or are none of this account's business."""
        return 0 if self.wants_all else len(self.asked) - len(self.chosen)

    def back(self, trouble: str):
        """To the list, with a word on what is missing."""
        messages.error(self.request, trouble)
        return go_to(self.request, way_back(self.request, reverse("activities:activities")))

    def export(self):
        """The ledger of exactly the chosen ones; of all the list's own, which knows no limit."""
        request = self.request
        if self.wants_all:
            address = reverse("activities:activities-export")
            return redirect(f"{address}?{request.GET.urlencode()}")
        if self.missing or not self.chosen:
            trouble = f"{self.missing} 项找不到，没有导出。" if self.missing else "请先勾选活动。"
            return self.back(trouble)
        return send_ledger(request, Activity.objects.filter(pk__in=self.asked).oldest_first())

    def ask(self, action: Action, form=None):
        """The chosen ones by name, and apart those with which it cannot be done."""
        request = self.request
        lines = [(activity, action.obstacle(activity, request.user)) for activity in self.chosen]
        seen = request.POST.get("seen", "")
        context = {
            "action": action,
            "form": form or form_for(action, request.user),
            "able": [activity for activity, obstacle in lines if not obstacle],
            "unable": [line for line in lines if line[1]],
            "keys": [activity.pk for activity in self.chosen] if self.wants_all else self.asked,
            "missing": self.missing,
            "seen": seen if self.wants_all and seen != str(len(lines)) else "",
            "number": len(lines),
            "next": way_back(request, reverse("activities:activities")),
        }
        part = "activities/_bulk_confirm.html" if request.htmx else "activities/bulk_confirm.html"
        return render(request, part, context)

    def carry_out(self, action: Action):
        """Each by itself; the messages say exactly what was done and what was not, and why."""
        request = self.request
        form = form_for(action, request.user, request.POST)
        if not form.is_valid():
            return self.ask(action, form)
        outcome = carry_out(action, self.chosen, by=request.user, **form.cleaned_data)
        outcome.missing += self.missing
        if outcome.success:
            messages.success(request, outcome.success)
        if outcome.failure:
            messages.warning(request, outcome.failure)
        return redirect(way_back(request, reverse("activities:activities")))
