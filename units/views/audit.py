"""The audit trail, for the auditor to read."""

from __future__ import annotations

import django_filters
from django import forms

from shuangyong.columns import Columns, ColumnsMixin
from shuangyong.views import FilteredList
from units import permissions
from units.models import AuditEvent
from units.permissions import RoleRequired


class AuditFilter(django_filters.FilterSet):
    """Who, what, when."""

    actor = django_filters.CharFilter("actor_name", "contains", label="姓名")
    action = django_filters.CharFilter("action", "contains", label="操作")
    target = django_filters.CharFilter("target", "contains", label="对象")
    since = django_filters.DateFilter(
        "at", "date__gte", label="起", widget=forms.DateInput({"type": "date"})
    )
    until = django_filters.DateFilter(
        "at", "date__lte", label="止", widget=forms.DateInput({"type": "date"})
    )

    class Meta:
        model = AuditEvent
        fields = ()


class AuditTrail(RoleRequired, ColumnsMixin, FilteredList):
    """审计记录, newest first; nobody can change it."""

    allowed = staticmethod(permissions.may_read_audit)
    queryset = AuditEvent.objects.all()
    filterset_class = AuditFilter
    template_name = "units/audit.html"
    fragment_template_name = "units/_audit_results.html"
    paginate_by = 50
    columns = Columns("audit", {"address": "来源地址", "target": "对象", "changes": "变更"})
