"""The audit trail, for the auditor to read, to search and to take along."""

from __future__ import annotations

import json
import re
from datetime import datetime, time, timedelta
from io import BytesIO

import django_filters
from django import forms
from django.contrib import messages
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.shortcuts import redirect
from django.utils import timezone
from django.views import View
from django_filters.views import FilterView

from shuangyong.columns import Columns, ColumnsMixin
from shuangyong.htmx import FragmentMixin
from shuangyong.sheets import sent
from units import audit, permissions
from units.audit_sheet import MOST_ROWS, write_sheet
from units.models import AuditEvent
from units.permissions import RoleRequired

KEY = re.compile(r"[0-9]{1,18}")  # what fits into a key of the database


class AuditFilter(django_filters.FilterSet):
    """Who, what, when, from where, and any word at all."""

    q = django_filters.CharFilter(
        label="查找",
        method="search",
        widget=forms.TextInput({"placeholder": "任意文字，含变更内容"}),
    )
    actor = django_filters.CharFilter(label="姓名或用户名", method="by_account")
    action = django_filters.CharFilter("action", "contains", label="操作")
    target = django_filters.CharFilter(label="对象", method="of_target")
    address = django_filters.CharFilter(label="来源地址", method="from_address")
    since = django_filters.DateFilter(
        label="起", method="from_day", widget=forms.DateInput({"type": "date"})
    )
    until = django_filters.DateFilter(
        label="止", method="to_day", widget=forms.DateInput({"type": "date"})
    )

    class Meta:
        model = AuditEvent
        fields = ()

    def search(self, queryset, name, text):
        """Lines that say `text` anywhere; SQLite keeps Chinese in JSON as escapes."""
        escaped = json.dumps(text)[1:-1]
        found = Q(actor_name__contains=text) | Q(action__contains=text) | Q(target__contains=text)
        found |= Q(said__contains=text) | Q(said__contains=escaped)
        return queryset.alias(said=Cast("changes", models.TextField())).filter(found)

    def by_account(self, queryset, name, text):
        """By the name as it stood then, or by the user name."""
        return queryset.filter(Q(actor_name__contains=text) | Q(actor__username__contains=text))

    def of_target(self, queryset, name, text):
        """By what it was called then, or by its key (activities.activity:12)."""
        return queryset.filter(Q(target__contains=text) | Q(target_key=text))

    def from_address(self, queryset, name, text):
        """By the address or its beginning."""
        return queryset.alias(place=Cast("address", models.TextField())).filter(
            place__startswith=text
        )

    def from_day(self, queryset, name, day):
        """From the beginning of a day in China."""
        return queryset.filter(at__gte=_midnight(day))

    def to_day(self, queryset, name, day):
        """To the end of it."""
        return queryset.filter(at__lt=_midnight(day + timedelta(days=1)))


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


class AuditTrail(RoleRequired, ColumnsMixin, FragmentMixin, FilterView):
    """审计记录, newest first; nobody can change it.

    Pages go by the key of their first or last line: the hundredth costs what the first does,
    and none shifts while lines are being written. No line is counted.
    """

    allowed = staticmethod(permissions.may_read_audit)
    queryset = AuditEvent.objects.all()
    filterset_class = AuditFilter
    strict = False
    template_name = "units/audit.html"
    fragment_template_name = "units/_audit_results.html"
    on_a_page = 50
    columns = Columns("audit", {"address": "来源地址", "target": "对象", "changes": "变更"})

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        given = self.request.GET
        events, newer, older = self.page_of(self.object_list)
        fields = context["filter"].form.fields
        return context | {
            "events": events,
            "newer": newer,
            "older": older,
            "is_filtered": any(given.get(name) for name in fields),
        }

    def page_of(self, lines) -> tuple[list[AuditEvent], int | None, int | None]:
        """The lines of the page asked for; the keys from which newer and older ones go on."""
        size = self.on_a_page
        before, after = self._key("before"), self._key("after")
        if after is not None:
            rows = list(lines.filter(pk__gt=after).order_by("pk")[: size + 1])
            has_newer, has_older = len(rows) > size, True
            events = rows[:size][::-1]
        else:
            within = lines.filter(pk__lt=before) if before is not None else lines
            rows = list(within.order_by("-pk")[: size + 1])
            has_newer, has_older = before is not None, len(rows) > size
            events = rows[:size]
        if not events:
            return [], None, None
        newer = events[0].pk if has_newer else None
        return events, newer, events[-1].pk if has_older else None

    def _key(self, name: str) -> int | None:
        given = self.request.GET.get(name, "")
        return int(given) if KEY.fullmatch(given) else None


class AuditExport(RoleRequired, View):
    """The same lines, with the same filters, as a workbook; that it was taken is a line, too."""

    allowed = staticmethod(permissions.may_read_audit)

    def get(self, request):
        lines = AuditEvent.objects.select_related("actor").order_by("-pk")
        found = AuditFilter(request.GET, lines, request=request)
        if (count := found.qs.count()) > MOST_ROWS:
            messages.error(request, f"共 {count} 条，一张表放不下，请先按日期缩小范围。")
            return redirect("units:audit")
        file = BytesIO()
        write_sheet(found.qs.iterator(chunk_size=2000), file)
        file.seek(0)
        name = f"审计记录（{timezone.localdate()}）.xlsx"
        audit.record(request.user, "导出审计记录", name, changes={"条数": f"{count}"} | told(found))
        return sent(file, name)


def told(found: AuditFilter) -> dict[str, str]:
    """By what the lines were chosen."""
    chosen = found.form.cleaned_data if found.form.is_valid() else {}
    return {found.form.fields[key].label: str(value) for key, value in chosen.items() if value}
