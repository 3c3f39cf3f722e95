"""What surrounds the list of activities: chips, saved filters, hits, what to loosen."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views import View
from django.views.generic import CreateView, UpdateView

from activities import chosen as said
from activities import search
from activities.filters import MAIN, ActivityFilter
from activities.forms.saved_filters import SavedFilterForm
from activities.looks import Look
from activities.saved_filters import PAGE, address_of, quick_filters, saved_by
from shuangyong.grams import words_of
from shuangyong.views import SavedOnce
from units import permissions
from units.models import SavedFilter
from units.permissions import RoleRequired


def found_context(chosen: ActivityFilter, context: dict) -> dict:
    """What the page says of its filters; `context` holds the rows and their number."""
    request, chips, ignored = chosen.request, said.chips_of(chosen), said.ignored_in(chosen)
    values = said.values_of(chosen)
    words, normal, saved = words_of(values.get("q", "")), urlencode(values), saved_by(request.user)
    rows = context["page_obj"].object_list if context["page_obj"] else ()
    return {
        "chips": chips,
        "without_filters": said.address(request, {}),
        "query": said.address(request, values),
        "ignored": ignored,
        "folded": said.number_folded(chips),
        "heads": said.heads(chosen),
        "words": words,
        "excerpts": search.excerpts(rows, words) if words and context["look"] is Look.LIST else {},
        "loosened": said.loosened(chosen, chips) if chips and not context["total"] else (),
        "main_fields": [chosen.form[name] for name in MAIN],
        "more_fields": [field for field in chosen.form if field.name not in MAIN],
        "more_errors": bool(set(chosen.form.errors) - set(MAIN)),
        "quick": quick_filters(request, chosen),
        "saved": saved,
        "open_query": normal,
        "may_save": bool(chips) and not ignored and normal not in {each.query for each in saved},
    }


class OwnFilters(RoleRequired):
    """An account's own filters; those of others do not exist."""

    allowed = staticmethod(permissions.may_see_records)

    def get_queryset(self):
        return saved_by(self.request.user)


class FilterForm(OwnFilters, SavedOnce):
    """The name of a filter; back to the list as it leaves it."""

    form_class = SavedFilterForm
    template_name = "activities/saved_filter_form.html"
    said: str

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        response = super().form_valid(form)
        messages.success(self.request, f"{self.said}“{self.object}”，在列表上方一点即开。")
        return response

    def get_success_url(self):
        return address_of(self.object)


class FilterSave(FilterForm, CreateView):
    """保存为常用筛选."""

    http_method_names = ("post",)
    said = "已保存常用筛选"

    def get_form_kwargs(self):
        kept = SavedFilter(user=self.request.user, page=PAGE)
        return super().get_form_kwargs() | {"instance": kept}


class FilterRename(FilterForm, UpdateView):
    """改名."""

    said = "已改名为"


class FilterDelete(OwnFilters, View):
    """删除常用筛选."""

    http_method_names = ("post",)

    def post(self, request, pk: int):
        saved = get_object_or_404(self.get_queryset(), pk=pk)
        saved.delete()
        messages.success(request, f"已删除常用筛选“{saved}”。")
        return redirect(PAGE)
