"""双清单: needs of troops and of local government: list, page, form."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import CreateView, DetailView, UpdateView

from activities.forms.request_steps import FORMS
from activities.forms.requests import KEPT_FOR_THE_NEXT, RequestFilter, RequestForm
from activities.models import SupportRequest
from activities.request_links import candidates
from activities.request_path import path_of
from activities.views.editing import warn_of_secrets
from shuangyong.columns import Columns, ColumnsMixin
from shuangyong.forms import changes_of
from shuangyong.review import StepRefused
from shuangyong.views import FilteredList
from units import audit, permissions
from units.permissions import RoleRequired

RELATED = ("unit", "troop", "responsible_unit")


def visible_needs(user):
    """The needs an account reads, with the units and the troop they name."""
    return SupportRequest.objects.visible_to(user).select_related(*RELATED)


class RequestList(RoleRequired, ColumnsMixin, FilteredList):
    """The year's needs."""

    allowed = staticmethod(permissions.may_see_records)
    filterset_class = RequestFilter
    template_name = "activities/request_list.html"
    fragment_template_name = "activities/_request_results.html"
    columns = Columns(
        "requests", {"from": "提出方", "raised": "提出时间", "unit": "责任单位", "due": "办理时限"}
    )

    def get_queryset(self):
        return visible_needs(self.request.user).in_year(self.request.year)

    def get_context_data(self, **kwargs):
        context, user = super().get_context_data(**kwargs), self.request.user
        page = context["page_obj"]
        return context | {
            "tabs": context["filter"].tabs(),
            "direction": self.request.GET.get("direction", ""),
            "claimable": {need.pk for need in page.object_list if need.may_be_claimed_by(user)},
            "may_write": permissions.may_write(user),
            "today": timezone.localdate(),
        }


class RequestDetail(RoleRequired, DetailView):
    """One need on its way: from whom, who answers, what was promised and done."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "activities/request_detail.html"
    context_object_name = "need"

    def get_queryset(self):
        return visible_needs(self.request.user)

    def get_context_data(self, **kwargs):
        need, user = self.object, self.request.user
        history = list(need.history.select_related("by__unit"))
        may_link = permissions.may_answer_request(user, need)
        context = {
            "answers": need.activities.visible_to(user).select_related("unit"),
            "history": history,
            "path": path_of(need, history),
            "may_edit": permissions.may_edit_request(user, need),
            "may_link": may_link,
            "candidates": candidates(need, user) if may_link else (),
            "today": timezone.localdate(),
            "forms": [FORMS[step](need=need, user=user) for step in need.open_steps(user)],
        }
        return super().get_context_data(**kwargs) | context | kwargs


class RequestEditor(RoleRequired):
    """What creating and editing share."""

    model = SupportRequest
    form_class = RequestForm
    template_name = "activities/request_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "year": self.request.year}

    def form_valid(self, form):
        try:
            with transaction.atomic():
                response = super().form_valid(form)
                audit.record(self.request.user, "保存需求", self.object, changes=changes_of(form))
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, f"已保存：{self.object}")
        warn_of_secrets(self.request, form)
        return response


class RequestCreate(RequestEditor, CreateView):
    """登记需求: one short page, and the next need of the same meeting at once."""

    allowed = staticmethod(permissions.may_write)

    def get_initial(self):
        """What the need before this one has left: `?direction=troops&from_whom=…`."""
        asked = self.request.GET
        return {name: asked[name] for name in KEPT_FOR_THE_NEXT if name in asked}

    def get_success_url(self):
        if "another" not in self.request.POST:
            return self.object.get_absolute_url()
        kept = self.get_form().for_the_next() | {"year": self.object.year}
        return f"{reverse('activities:request-create')}?{urlencode(kept)}"


class RequestEdit(RequestEditor, UpdateView):
    """修改需求."""

    allowed = staticmethod(permissions.may_see_records)

    def get_object(self, queryset=None):
        need = get_object_or_404(visible_needs(self.request.user), pk=self.kwargs["pk"])
        if not permissions.may_edit_request(self.request.user, need):
            raise PermissionDenied
        return need
