"""双清单: needs of troops and of local government, and how they are answered."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views import View
from django.views.generic import CreateView, DetailView, UpdateView

from activities.forms.requests import RequestFilter, RequestForm
from activities.models import RequestState, SupportRequest
from shuangyong.forms import changes_of
from shuangyong.review import StepRefused
from shuangyong.views import FilteredList
from units import audit, permissions
from units.permissions import RoleRequired

RELATED = ("unit", "troop", "responsible_unit")


class RequestList(RoleRequired, FilteredList):
    """The year's needs."""

    allowed = staticmethod(permissions.may_see_records)
    filterset_class = RequestFilter
    template_name = "activities/request_list.html"
    fragment_template_name = "activities/_request_results.html"

    def get_queryset(self):
        needs = SupportRequest.objects.visible_to(self.request.user).in_year(self.request.year)
        return needs.select_related(*RELATED)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        return context | {
            "page_range": page.paginator.get_elided_page_range(page.number),
            "may_write": permissions.may_write(self.request.user),
            "today": timezone.localdate(),
        }


class RequestDetail(RoleRequired, DetailView):
    """One need: from whom, who answers, what was done."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "activities/request_detail.html"
    context_object_name = "need"

    def get_queryset(self):
        return SupportRequest.objects.visible_to(self.request.user).select_related(*RELATED)

    def get_context_data(self, **kwargs):
        need, user = self.object, self.request.user
        may_move = permissions.may_move_request(user, need)
        return super().get_context_data(**kwargs) | {
            "answers": need.activities.visible_to(user),
            "history": need.history.select_related("by"),
            "may_edit": permissions.may_edit_request(user, need),
            "next_states": need.next_states if may_move else [],
            "today": timezone.localdate(),
        }


class RequestEditor(RoleRequired):
    """What creating and editing share."""

    model = SupportRequest
    form_class = RequestForm
    template_name = "activities/request_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "year": self.request.year}

    def form_valid(self, form):
        with transaction.atomic():
            response = super().form_valid(form)
            audit.record(self.request.user, "保存需求", self.object, changes=changes_of(form))
        messages.success(self.request, f"已保存：{self.object}")
        return response


class RequestCreate(RequestEditor, CreateView):
    """登记需求."""

    allowed = staticmethod(permissions.may_write)


class RequestEdit(RequestEditor, UpdateView):
    """修改需求."""

    allowed = staticmethod(permissions.may_see_records)

    def get_object(self, queryset=None):
        visible = SupportRequest.objects.visible_to(self.request.user).select_related(*RELATED)
        need = get_object_or_404(visible, pk=self.kwargs["pk"])
        if not permissions.may_edit_request(self.request.user, need):
            raise PermissionDenied
        return need


class RequestMove(RoleRequired, View):
    """办理, 办结, 暂缓."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def post(self, request, pk: int):
        visible = SupportRequest.objects.visible_to(request.user).select_related(*RELATED)
        need = get_object_or_404(visible, pk=pk)
        wanted = request.POST.get("state", "")
        if wanted not in RequestState.values:
            messages.error(request, "请选择状态。")
            return redirect(need)
        state = RequestState(wanted)
        try:
            need.move_to(state, by=request.user, comment=request.POST.get("comment", ""))
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"状态已改为“{state.label}”。")
        return redirect(need)
