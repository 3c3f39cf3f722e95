"""总结提纲: those that are offered, copied into one's own, changed, deleted."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View
from django.views.generic import DetailView, ListView, UpdateView

from activities.models import ActivityKind
from reports.models import Outline
from reports.outline_forms import OutlineForm, OutlineItems
from reports.outlining import copy_outline, make_usual
from reports.summary.generating.outlines import usual_outline
from shuangyong.forms import changed_lines, changes_of
from shuangyong.views import LinesMixin
from units import audit, permissions
from units.permissions import RoleRequired


def visible_outline(request, pk: int) -> Outline:
    """The outline, if the account may meet it; 404 otherwise."""
    return get_object_or_404(
        Outline.objects.visible_to(request.user).select_related("unit", "changed_by"), pk=pk
    )


def own_outline(request, pk: int) -> Outline:
    """The outline, if the account may change it; a ready-made one nobody may: 403."""
    outline = visible_outline(request, pk)
    if not permissions.may_change_outline(request.user, outline):
        raise PermissionDenied
    return outline


class Outlines(RoleRequired, ListView):
    """The ready-made ones, the own unit's, and those of units above and below."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "reports/outline_list.html"
    context_object_name = "outlines"

    def get_queryset(self):
        visible = Outline.objects.visible_to(self.request.user).select_related("unit")
        counted = visible.annotate(size=Count("items"))
        return counted.order_by("unit__path", "position", "pk")

    def get_context_data(self, **kwargs):
        context, user = super().get_context_data(**kwargs), self.request.user
        for outline in context["outlines"]:
            outline.may_change = permissions.may_change_outline(user, outline)
        return context | {
            "usual": usual_outline(user.unit),
            "may_write": permissions.may_write_for(user, user.unit),
        }


class OutlineDetail(RoleRequired, DetailView):
    """Its headings with what is told under each."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "reports/outline_detail.html"
    context_object_name = "outline"

    def get_object(self, queryset=None):
        return visible_outline(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "items": self.object.items.prefetch_related("kinds"),
            "may_change": permissions.may_change_outline(user, self.object),
            "may_write": permissions.may_write_for(user, user.unit),
        }


class OutlineCopy(RoleRequired, View):
    """复制为本单位提纲."""

    allowed = staticmethod(permissions.may_write)
    http_method_names = ("post",)

    def post(self, request, pk: int):
        outline = visible_outline(request, pk)
        with transaction.atomic():
            copied = copy_outline(outline, request.user.unit, by=request.user)
            audit.record(request.user, "复制总结提纲", copied)
        messages.success(request, f"已复制为本单位提纲：{copied}。可以修改标题、顺序和内容。")
        return redirect("reports:outline-edit", copied.pk)


class OutlineEdit(RoleRequired, LinesMixin, UpdateView):
    """Name and lines; the second of two people who edit it is told."""

    allowed = staticmethod(permissions.may_write)
    form_class = OutlineForm
    template_name = "reports/outline_form.html"
    line_formsets = {"items": OutlineItems}

    def get_object(self, queryset=None):
        return own_outline(self.request, self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def line_kwargs(self, name: str) -> dict:
        kinds = list(ActivityKind.objects.offered_to(self.object.unit))
        chosen = self.object.items.prefetch_related("kinds")
        return {"queryset": chosen, "form_kwargs": {"offered": kinds}}

    def save_all(self, form, lines):
        with transaction.atomic():
            response = super().save_all(form, lines)
            changes = changes_of(form) | changed_lines(lines)
            audit.record(self.request.user, "修改总结提纲", self.object, changes=changes)
        messages.success(self.request, f"已保存：{self.object}。重新生成总结时按新的提纲。")
        return response

    def get_success_url(self):
        return reverse("reports:outline", args=[self.object.pk])


class OutlineUsual(RoleRequired, View):
    """作为本单位常用提纲."""

    allowed = staticmethod(permissions.may_write)
    http_method_names = ("post",)

    def post(self, request, pk: int):
        outline = own_outline(request, pk)
        with transaction.atomic():
            make_usual(outline)
            audit.record(request.user, "设为常用提纲", outline)
        messages.success(request, f"以后生成{outline.unit.label}的总结先用“{outline}”。")
        return redirect("reports:outlines")


class OutlineDelete(RoleRequired, View):
    """Deleted for good; the page asks first. Summaries made with it stay as they are."""

    allowed = staticmethod(permissions.may_write)
    http_method_names = ("post",)

    def post(self, request, pk: int):
        outline = own_outline(request, pk)
        with transaction.atomic():
            audit.record(request.user, "删除总结提纲", outline)
            outline.delete()
        messages.success(request, f"已删除提纲：{outline}。已有的总结不变。")
        return redirect("reports:outlines")
