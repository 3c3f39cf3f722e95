"""任职查询: who held which office in a year, over all groups the account knows."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Q
from django.views import View

from shuangyong.columns import Columns, ColumnsMixin
from shuangyong.sheets import as_file, printed, sent
from shuangyong.views import FilteredList
from units import audit, permissions
from units.models import Appointment, GroupRole, LeadingGroup, Unit
from units.permissions import RoleRequired
from units.years import EARLIEST, LATEST

COLUMNS = {
    "设立单位": 22, "领导小组": 30, "组内职务": 11, "姓名": 12, "单位职务": 26, "代表单位": 20,
    "任职时间": 20,
}  # fmt: skip


class OfficeFilter(django_filters.FilterSet):
    """The year, the office, a person or post, a unit that hosts the group or is represented."""

    year = django_filters.NumberFilter(
        label="年度", method="of_year", min_value=EARLIEST, max_value=LATEST
    )
    role = django_filters.ChoiceFilter(label="组内职务", choices=GroupRole, empty_label="全部职务")
    q = django_filters.CharFilter(
        label="查找", method="having_words",
        widget=forms.SearchInput({"placeholder": "姓名或单位职务"}),
    )  # fmt: skip
    unit = django_filters.CharFilter(
        label="单位", method="of_unit", widget=forms.TextInput({"placeholder": "设立或代表单位"})
    )

    class Meta:
        model = Appointment
        fields = ()

    def __init__(self, data=None, *args, request, **kwargs):
        data = data.copy() if data else {}
        data["year"] = data.get("year") or str(request.year)
        super().__init__(data, *args, request=request, **kwargs)

    def of_year(self, people, name, year):
        """Nothing more to do: the list is of `request.year`, which the address has named."""
        return people

    def having_words(self, people, name, text: str):
        """Whose name or post contains `text`."""
        return people.filter(Q(name__icontains=text) | Q(post__icontains=text))

    def of_unit(self, people, name, text: str):
        """Of a group whose host, or representing a unit that, is or was called like `text`."""
        units = Unit.objects.called_like(text)
        return people.filter(Q(group__host__in=units) | Q(unit__in=units))


def offices_of(request):
    """Who held office in the working year in the groups the account knows, as a 名单 lists them."""
    known = LeadingGroup.objects.known_to(request.user)
    people = Appointment.objects.held_in(request.year).filter(group__in=known)
    return (
        people.once(request.year)
        .as_listed()
        .select_related("group__host", "unit")
        .prefetch_related("group__host__changes", "unit__changes")
    )


class OfficeList(RoleRequired, ColumnsMixin, FilteredList):
    """谁在某年担任什么职务."""

    allowed = staticmethod(permissions.may_see_units)
    filterset_class = OfficeFilter
    template_name = "units/office_list.html"
    fragment_template_name = "units/_office_results.html"
    paginate_by = 50
    columns = Columns(
        "offices", {"host": "设立单位", "post": "单位职务", "unit": "代表单位", "term": "任职时间"}
    )

    def get_queryset(self):
        return offices_of(self.request)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "may_export": permissions.may_export(self.request.user),
        }


class OfficeExport(RoleRequired, View):
    """The same list, with the same filters, as an Excel sheet that prints."""

    allowed = staticmethod(permissions.may_export)

    def get(self, request):
        people = OfficeFilter(request.GET, offices_of(request), request=request).qs
        title = f"{request.year}年双拥工作领导小组任职情况"
        book = printed(title, COLUMNS, [row_of(person, request.year) for person in people])
        audit.record(request.user, "导出任职情况", f"{title}.xlsx")
        return sent(as_file(book), f"{title}.xlsx")


def row_of(person: Appointment, year: int) -> list[str]:
    """The cells of one person; units as they were called in `year`."""
    return [
        person.group.host.name_in(year),
        person.group.name,
        person.get_role_display(),
        person.name,
        person.post,
        person.unit.name_in(year) if person.unit else "",
        str(person.term),
    ]
