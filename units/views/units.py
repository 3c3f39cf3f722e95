"""The unit tree and the page of a unit."""

from __future__ import annotations

import django_filters
from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect
from django.views.generic import CreateView, DetailView, UpdateView

from shuangyong.columns import Columns, ColumnsMixin
from shuangyong.forms import changes_of
from shuangyong.views import FilteredList, SavedOnce
from units import audit, permissions
from units.changing import ChangeRefused
from units.forms.tree import EditUnitForm, NewUnitForm
from units.history import history_of
from units.models import LeadingGroup, Troop, Unit, UnitKind, User
from units.permissions import RoleRequired


class UnitFilter(django_filters.FilterSet):
    """Filters of the tree."""

    q = django_filters.CharFilter(
        label="查找", method="search", widget=forms.TextInput({"placeholder": "单位名称"})
    )
    kind = django_filters.ChoiceFilter(choices=UnitKind, label="类别", empty_label="全部类别")

    class Meta:
        model = Unit
        fields = ()

    def search(self, queryset, name, text):
        """Units that are, or once were, called by a name that contains `text`."""
        return queryset.filter(pk__in=Unit.objects.called_like(text))


class UnitList(RoleRequired, ColumnsMixin, FilteredList):
    """Units in administrative order, as a tree."""

    allowed = staticmethod(permissions.may_see_units)
    filterset_class = UnitFilter
    template_name = "units/unit_list.html"
    fragment_template_name = "units/_unit_results.html"
    paginate_by = 100
    columns = Columns("units", {"short": "简称", "kind": "类别", "group": "领导小组"})

    def get_queryset(self):
        groups = LeadingGroup.objects.filter(host=OuterRef("pk"), valid_until=None)
        return Unit.objects.known_to(self.request.user).annotate(issues=Exists(groups))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        if may_manage := permissions.may_manage_units(self.request.user):
            context["first"], context["last"] = page.object_list.ends_of_siblings()
        return context | {
            "may_manage": may_manage,
            "sees_records": permissions.may_see_records(self.request.user),
        }


class UnitDetail(RoleRequired, DetailView):
    """One unit: who to ask, its leading groups, troops, partnerships, the units below."""

    allowed = staticmethod(permissions.may_see_units)
    template_name = "units/unit_detail.html"

    def get_queryset(self):
        return Unit.objects.known_to(self.request.user).select_related("reviewed_by", "merged_into")

    def get_context_data(self, **kwargs):
        unit, user = self.object, self.request.user
        known = Unit.objects.known_to(user)  # no link that leads nowhere
        groups = list(unit.leading_groups.select_related("next"))
        return super().get_context_data(**kwargs) | {
            "superiors": list(known & Unit.objects.get_ancestors(unit)),
            "below": known & Unit.objects.get_children(unit),
            "people": User.objects.filter(unit=unit, is_active=True),
            "handovers": unit.handovers.select_related("predecessor", "successor")[:5],
            "groups": groups,
            "has_group": any(group.is_current for group in groups),
            "memberships": LeadingGroup.objects.filter(
                members=unit, valid_until=None, host__in=known
            ),
            "troops": Troop.objects.filter(unit=unit),
            "pairs": unit.co_building_pairs.select_related("troop"),
            "history": history_of(unit, known),
            "may_manage": permissions.may_manage_units(user),
            "may_manage_group": permissions.may_manage_group(user, unit),
            "may_write": permissions.may_write_for(user, unit),
            "sees_records": permissions.may_see_records(user),
            "in_scope": permissions.may_read_of(user, unit),
        }


class UnitEditor(RoleRequired, SavedOnce):
    """Units are kept by the system administrator."""

    allowed = staticmethod(permissions.may_manage_units)
    model = Unit
    template_name = "units/unit_form.html"


class UnitCreate(UnitEditor, CreateView):
    """新增单位."""

    form_class = NewUnitForm

    def get_initial(self):
        """The superior, where the page of a unit led here."""
        under = Unit.objects.filter(name=self.request.GET.get("under", ""))
        return super().get_initial() | {"under": under.first()}

    def form_valid(self, form):
        with transaction.atomic():
            self.object = form.save()
            audit.record(self.request.user, "新增单位", self.object, changes=changes_of(form))
        messages.success(self.request, f"已保存：{self.object}")
        return redirect(self.object)


class UnitEdit(UnitEditor, UpdateView):
    """修改单位: its facts; a name that differs is corrected or changed in its own way."""

    form_class = EditUnitForm

    def form_valid(self, form):
        try:
            with transaction.atomic():
                self.object = form.save_by(self.request.user)
                if changes := form.changed_facts():
                    audit.record(self.request.user, "修改单位", self.object, changes=changes)
        except ChangeRefused as refusal:
            form.add_error(refusal.field, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, f"已保存：{self.object}")
        return redirect(self.object)
