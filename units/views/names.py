"""Names of units, proposed while one types."""

from __future__ import annotations

from django.db.models import Q
from django.views.generic import ListView

from units import permissions
from units.models import Unit
from units.naming import tidy
from units.permissions import RoleRequired

OFFERED = 20


class UnitNames(RoleRequired, ListView):
    """The first units in use whose name holds what was typed, as options of a datalist.

    `of` names the field that was typed into, whose text comes under that name.
    """

    allowed = staticmethod(permissions.may_see_units)
    template_name = "units/_unit_names.html"
    context_object_name = "units"

    def get_queryset(self):
        text = tidy(self.request.GET.get(self.request.GET.get("of", ""), ""))
        named = Q(name__contains=text) | Q(short_name__contains=text)
        return Unit.objects.known_to(self.request.user).filter(named, is_active=True)[:OFFERED]
