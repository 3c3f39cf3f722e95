"""军民共建: the table of partnerships, the page of one, and the page of a troop."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views import View
from django.views.generic import DetailView

from activities import cobuilding
from activities.cobuilding import PairRow
from activities.filters import PairFilter
from shuangyong.review import StepRefused
from shuangyong.sheets import as_file, printed, sent
from shuangyong.views import FilteredList
from units import audit, permissions
from units.models import CoBuildingPair, Troop
from units.permissions import RoleRequired


def pairs_of(request):
    """The partnerships the account reads, as they stand in its working year."""
    today = timezone.localdate()
    return cobuilding.pairs_of(request.user, year=request.year, today=today)


class PairList(RoleRequired, FilteredList):
    """Partnerships by year: how often something was done, and which lie idle."""

    allowed = staticmethod(permissions.may_see_records)
    filterset_class = PairFilter
    template_name = "activities/pair_list.html"
    fragment_template_name = "activities/_pair_results.html"
    paginate_by = 50

    def get_queryset(self):
        return pairs_of(self.request)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        return context | {
            "rows": cobuilding.rows(page.object_list, self.request.year),
            "columns": cobuilding.years_up_to(self.request.year),
            "may_export": permissions.may_export(self.request.user),
            "may_write": permissions.may_write(self.request.user),
        }


class PairExport(RoleRequired, View):
    """The same table, with the same filters, as an Excel sheet that prints."""

    allowed = staticmethod(permissions.may_export)

    def get(self, request):
        pairs = PairFilter(request.GET, pairs_of(request), request=request).qs
        title = f"{request.year}年军民共建情况"
        years = {f"{year}年": 8 for year in cobuilding.years_up_to(request.year)}
        columns = {"单位": 26, "共建部队": 26, "共建形式": 24, "结对时间": 12} | years
        columns |= {"最近一次活动": 18, "提示": 12}
        pairs = pairs.prefetch_related("unit__changes")
        cells = [cells_of(row, request.year) for row in cobuilding.rows(pairs, request.year)]
        book = printed(title, columns, cells, note="各年度数字为已确认的活动（项）。")
        audit.record(request.user, "导出军民共建", f"{title}.xlsx")
        return sent(as_file(book), f"{title}.xlsx")


def cells_of(row: PairRow, year: int) -> list:
    """A partnership's row of the sheet; the unit as it was called in `year`."""
    pair = row.pair
    return [
        pair.unit.name_in(year),
        pair.troop.name,
        pair.form,
        pair.since.dated if pair.since else "",
        *(number for _, number in row.counts),
        row.last,
        "一年无活动" if row.is_idle else "",
    ]


class PairDetail(RoleRequired, DetailView):
    """One partnership, with what was done under it year by year."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "activities/pair_detail.html"
    context_object_name = "pair"

    def get_queryset(self):
        return pairs_of(self.request)

    def get_context_data(self, **kwargs):
        pair, user = self.object, self.request.user
        return super().get_context_data(**kwargs) | {
            "years_done": cobuilding.done_with_pair(pair, user),
            "may_write": permissions.may_write_for(user, pair.unit),
        }


class TroopDetail(RoleRequired, DetailView):
    """A troop by its public name: its partners, and what was done with it year by year."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "activities/troop_detail.html"
    context_object_name = "troop"

    def get_queryset(self):
        return Troop.objects.of_tree(self.request.user.unit).select_related("unit")

    def get_context_data(self, **kwargs):
        troop, user = self.object, self.request.user
        pairs = CoBuildingPair.objects.filter(permissions.rows_in_scope(user), troop=troop)
        return super().get_context_data(**kwargs) | {
            "pairs": pairs.select_related("unit"),
            "years_done": cobuilding.done_with_troop(troop, user),
            "may_write": permissions.may_write_for(user, troop.unit),
            "may_delete": permissions.may_write_for(user, troop.unit)
            and not cobuilding.is_used(troop),
        }


class TroopDelete(RoleRequired, View):
    """Remove a troop that was entered by mistake; one with any record stays."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def post(self, request, pk: int):
        known = Troop.objects.of_tree(request.user.unit).select_related("unit")
        troop = get_object_or_404(known, pk=pk)
        if not permissions.may_write_for(request.user, troop.unit):
            raise PermissionDenied
        try:
            cobuilding.remove(troop, by=request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("activities:troop", pk=troop.pk)
        messages.success(request, f"已删除：{troop}")
        return redirect(troop.unit)
