"""Records of the lower rooms as official documents: plans, the 名单 of a leading group."""

from __future__ import annotations

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils import timezone

from activities.models import Plan, PlanItem
from reports.plans import build_plan
from reports.rosters import build_roster, version_in
from reports.typesetting import CannotPrint
from reports.views.documents import DocumentView
from units.models import LeadingGroup
from units.years import is_year


class PlanFile(DocumentView):
    """A plan as PDF or Word, for everyone who may read it."""

    action = "导出计划"

    def get_source(self):
        items = PlanItem.objects.select_related("responsible_unit", "target_kind")
        items = items.prefetch_related("responsible_unit__changes", "further_units__changes")
        plans = Plan.objects.visible_to(self.request.user).select_related("unit", "parent")
        plans = plans.prefetch_related("requirements", Prefetch("items", items))
        return get_object_or_404(plans, pk=self.kwargs["pk"])

    def build(self, source):
        return build_plan(source)


class GroupFile(DocumentView):
    """The 名单 of a leading group; `?year=` as it stood at the end of that year."""

    action = "导出领导小组名单"

    def get_source(self):
        groups = LeadingGroup.objects.known_to(self.request.user).select_related("host")
        return get_object_or_404(groups, pk=self.kwargs["pk"])

    def build(self, source):
        asked = self.request.GET.get("year", "")
        if asked and not is_year(asked):
            raise CannotPrint(f"“{asked}”不是年度，请写四位数字，如 2011。")
        year = int(asked) if asked else None
        version = version_in(source, year)
        return build_roster(version, today=timezone.localdate(), year=year)
