"""Leading groups: the printable 名单, its form, its next version, its end."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import CreateView, DetailView, FormView, UpdateView

from shuangyong.forms import changed_lines, changes_of
from shuangyong.review import StepRefused
from shuangyong.views import LinesMixin
from units import audit, permissions, versions
from units.forms.groups import Appointments, DissolveForm, GroupForm, RestructureForm
from units.models import GroupRole, LeadingGroup, Unit
from units.permissions import RoleRequired
from units.restructuring import dissolve, people_of_next, restructure


class GroupDetail(RoleRequired, DetailView):
    """领导小组名单, offices in their order, with the member units, versions and changes."""

    allowed = staticmethod(permissions.may_see_units)
    template_name = "units/group_detail.html"
    context_object_name = "group"

    def get_queryset(self):
        known = LeadingGroup.objects.known_to(self.request.user)
        return known.select_related("host", "next", "previous")

    def get_context_data(self, **kwargs):
        group = self.object
        people = list(group.appointments.select_related("unit"))
        members = list(group.members.all())
        all_versions = versions.versions_of(group.host)
        return super().get_context_data(**kwargs) | {
            "offices": [
                (role.label, [p for p in people if p.role == role])
                for role in GroupRole
                if any(p.role == role for p in people)
            ],
            "members": members,
            "versions": all_versions,
            "version": next(v for v in all_versions if v.group == group),
            "changes": versions.changes_of(group, people, members),
            "may_export": permissions.may_export(self.request.user),
            "may_manage": permissions.may_manage_group(self.request.user, group.host),
        }


class OfHost(RoleRequired):
    """A page about the group of a unit, for whoever keeps that unit's group."""

    allowed = staticmethod(permissions.may_see_units)

    @cached_property
    def host(self) -> Unit:
        """The unit whose group it is; a stranger's is not found, the wrong role refused."""
        known = Unit.objects.known_to(self.request.user)
        host = get_object_or_404(known, **self.host_lookup())
        if not permissions.may_manage_group(self.request.user, host):
            raise PermissionDenied
        return host

    def host_lookup(self) -> dict:
        return {"leading_groups": self.kwargs["pk"]}


class GroupEditor(OfHost, LinesMixin):
    """The form with the lines of the 名单."""

    model = LeadingGroup
    form_class = GroupForm
    template_name = "units/group_form.html"
    line_formsets = {"appointments": Appointments}
    heading: str

    def get_queryset(self):
        return LeadingGroup.objects.filter(host=self.host)

    def get_form_kwargs(self):
        given = {"host": self.host, "user": self.request.user, "year": self.request.year}
        return super().get_form_kwargs() | given

    def get_form(self, form_class=None):
        """Kept at hand: people hold office within the time that is typed for the group."""
        self.form = super().get_form(form_class)
        return self.form

    def line_kwargs(self, name):
        return {"host": self.host, "year": self.request.year, "term": self.form.term}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"host": self.host, "heading": self.heading}

    def save_all(self, form, lines):
        changes = changes_of(form)
        with transaction.atomic():
            response = super().save_all(form, lines)
            changes |= changed_lines(lines)
            audit.record(self.request.user, "保存领导小组", self.object, changes=changes)
        messages.success(self.request, f"已保存：{self.object}")
        return response


class GroupCreate(GroupEditor, CreateView):
    """新建领导小组."""

    heading = "新建领导小组"

    def host_lookup(self) -> dict:
        return {"pk": self.kwargs["unit"]}

    def get_context_data(self, **kwargs):
        in_force = self.host.current_group()
        context = super().get_context_data(**kwargs) | {"in_force": in_force}
        return context | ({"heading": "补录以往领导小组"} if in_force else {})


class GroupEdit(GroupEditor, UpdateView):
    """修改领导小组: a correction of what was entered; a change of persons is a new version."""

    heading = "修改领导小组"


class OfCurrentGroup(OfHost):
    """A step that a group in force takes once; whoever comes second is told on its page."""

    @cached_property
    def old(self) -> LeadingGroup:
        """The version that ends with this step."""
        return get_object_or_404(self.host.leading_groups, pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        if not self.old.is_current:
            messages.error(request, f"“{self.old}”{self.old.state.label}，不能再次办理。")
            return redirect(self.old)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"old": self.old}


class GroupRestructure(OfCurrentGroup, GroupEditor, CreateView):
    """调整领导小组: the next version, proposed from the one in force, saved with its end."""

    form_class = RestructureForm
    heading = "调整领导小组"

    def get_object(self, queryset=None):
        """Nothing: the address names the old version, the form makes a new one."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"old": self.old}

    def line_kwargs(self, name):
        proposed = people_of_next(self.old) if self.request.method == "GET" else ()
        return super().line_kwargs(name) | {"people": proposed}

    def save_all(self, form, lines):
        self.object = restructure(
            self.old,
            valid_from=form.cleaned_data["valid_from"],
            by=self.request.user,
            version=form.save(commit=False),
            members=form.cleaned_data["members"],
            people=lines["appointments"].save(commit=False),
        )
        messages.success(self.request, f"已调整：{self.object}")
        return redirect(self.object)


class GroupDissolve(OfCurrentGroup, FormView):
    """撤销领导小组, with date and reason."""

    form_class = DissolveForm
    template_name = "units/group_dissolve.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"group": self.old, "year": self.request.year}

    def form_valid(self, form):
        try:
            dissolve(self.old, by=self.request.user, **form.cleaned_data)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, f"已撤销：{self.old}")
        return redirect(self.old)
