"""Leading groups: the printable 名单, and its form."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import CreateView, DetailView, UpdateView

from shuangyong.views import LinesMixin
from units import audit, permissions
from units.forms.units import Appointments, GroupForm
from units.models import GroupRole, LeadingGroup, Unit
from units.permissions import RoleRequired


class GroupDetail(RoleRequired, DetailView):
    """领导小组名单, offices in their order, with the member units."""

    allowed = staticmethod(permissions.may_see_units)
    template_name = "units/group_detail.html"
    context_object_name = "group"

    def get_queryset(self):
        known = Unit.objects.known_to(self.request.user)
        return LeadingGroup.objects.filter(host__in=known).select_related("host")

    def get_context_data(self, **kwargs):
        people = list(self.object.appointments.select_related("unit"))
        return super().get_context_data(**kwargs) | {
            "offices": [
                (role.label, [p for p in people if p.role == role])
                for role in GroupRole
                if any(p.role == role for p in people)
            ],
            "members": self.object.members.all(),
            "may_manage": permissions.may_manage_group(self.request.user, self.object.host),
        }


class GroupEditor(RoleRequired, LinesMixin):
    """The form with the lines of the 名单."""

    allowed = staticmethod(permissions.may_see_units)
    model = LeadingGroup
    form_class = GroupForm
    template_name = "units/group_form.html"
    line_formsets = {"appointments": Appointments}

    @cached_property
    def host(self) -> Unit:
        """The unit whose group it is; a stranger's is not found, the wrong role refused."""
        known = Unit.objects.known_to(self.request.user)
        host = get_object_or_404(known, **self.host_lookup())
        if not permissions.may_manage_group(self.request.user, host):
            raise PermissionDenied
        return host

    def get_queryset(self):
        return LeadingGroup.objects.filter(host=self.host)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"host": self.host, "user": self.request.user}

    def line_kwargs(self, name):
        return {"host": self.host}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"host": self.host}

    def save_all(self, form, lines):
        response = super().save_all(form, lines)
        audit.record(self.request.user, "保存领导小组", self.object)
        return response


class GroupCreate(GroupEditor, CreateView):
    """新建领导小组."""

    def host_lookup(self) -> dict:
        return {"pk": self.kwargs["unit"]}


class GroupEdit(GroupEditor, UpdateView):
    """修改领导小组."""

    def host_lookup(self) -> dict:
        return {"leading_groups": self.kwargs["pk"]}
