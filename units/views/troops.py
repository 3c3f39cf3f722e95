"""Troops by their public names, and co-building pairs."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import CreateView, UpdateView

from shuangyong.views import SavedOnce
from units import audit, permissions
from units.forms.units import PairForm, TroopForm
from units.models import CoBuildingPair, Troop, Unit
from units.permissions import RoleRequired
from units.renamed import announce


class OfUnit(RoleRequired, SavedOnce):
    """A form about something that belongs to a unit the account writes for."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "units/simple_form.html"
    heading: str

    @cached_property
    def unit(self) -> Unit:
        """The unit; a stranger's is not found, the wrong role refused."""
        known = Unit.objects.known_to(self.request.user)
        unit = get_object_or_404(known, **self.unit_lookup())
        if not permissions.may_write_for(self.request.user, unit):
            raise PermissionDenied
        return unit

    def unit_lookup(self) -> dict:
        return {"pk": self.kwargs["unit"]}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"heading": self.heading, "unit": self.unit}

    def form_valid(self, form):
        with transaction.atomic():
            response = super().form_valid(form)
            audit.record(self.request.user, self.heading, self.object)
        messages.success(self.request, f"已保存：{self.object}")
        return response

    def get_success_url(self):
        return self.unit.get_absolute_url()


class TroopCreate(OfUnit, CreateView):
    """登记驻军部队."""

    model = Troop
    form_class = TroopForm
    heading = "登记驻军部队"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Troop(unit=self.unit)}


class TroopEdit(OfUnit, UpdateView):
    """修改驻军部队."""

    model = Troop
    form_class = TroopForm
    heading = "修改驻军部队"

    def unit_lookup(self) -> dict:
        return {"troops": self.kwargs["pk"]}

    def get_queryset(self):
        return Troop.objects.filter(unit=self.unit)

    @transaction.atomic
    def form_valid(self, form):
        response = super().form_valid(form)
        if "name" in form.changed_data:
            announce(self.object)
        return response


class PairForUnit(OfUnit):
    """The form of a partnership."""

    model = CoBuildingPair
    form_class = PairForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"unit": self.unit, "year": self.request.year}


class PairCreate(PairForUnit, CreateView):
    """登记军民共建."""

    heading = "登记军民共建"


class StoredPair(PairForUnit):
    """A partnership that exists, of a unit the account writes for."""

    def unit_lookup(self) -> dict:
        return {"co_building_pairs": self.kwargs["pk"]}

    def get_queryset(self):
        return CoBuildingPair.objects.filter(unit=self.unit).select_related("unit", "troop")


class PairEdit(StoredPair, UpdateView):
    """修改军民共建."""

    heading = "修改军民共建"


class PairDelete(StoredPair, View):
    """删除军民共建: the partnership goes, what was done together stays."""

    http_method_names = ("post",)

    def post(self, request, pk: int):
        pair = get_object_or_404(self.get_queryset(), pk=pk)
        with transaction.atomic():
            audit.record(request.user, "删除军民共建", pair)
            pair.delete()
        messages.success(request, f"已删除共建关系：{pair}")
        return redirect(self.unit)
