"""Accounts: created by the system administrator, given rights by the security administrator."""

from __future__ import annotations

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import Q
from django.urls import reverse_lazy
from django.views.generic import CreateView, UpdateView

from shuangyong.forms import changes_of
from shuangyong.views import FilteredList
from units import audit, permissions
from units.forms.accounts import AccountCreateForm, AccountForm, GrantForm
from units.models import Role, User
from units.permissions import RoleRequired


class AccountFilter(django_filters.FilterSet):
    """Filters of the list of accounts."""

    q = django_filters.CharFilter(
        label="查找", method="search", widget=forms.TextInput({"placeholder": "姓名、用户名、单位"})
    )
    role = django_filters.ChoiceFilter(choices=Role, label="角色", empty_label="全部角色")

    class Meta:
        model = User
        fields = ()

    def search(self, queryset, name, text):
        """Accounts whose name, user name or unit contains `text`."""
        found = Q(name__contains=text) | Q(username__icontains=text)
        return queryset.filter(found | Q(unit__name__contains=text))


class AccountList(RoleRequired, FilteredList):
    """Every account of the installation."""

    allowed = staticmethod(permissions.may_see_accounts)
    queryset = User.objects.select_related("unit")
    filterset_class = AccountFilter
    template_name = "units/account_list.html"
    fragment_template_name = "units/_account_results.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        return context | {
            "page_range": page.paginator.get_elided_page_range(page.number),
            "may_create": permissions.may_create_accounts(self.request.user),
            "may_grant": permissions.may_grant_roles(self.request.user),
        }


class AccountEditor(RoleRequired):
    """What the forms share: the page, the way back, a line in the audit trail."""

    model = User
    context_object_name = "account"  # not "user", who is the one signed in
    template_name = "units/account_form.html"
    success_url = reverse_lazy("units:accounts")
    action: str

    def form_valid(self, form):
        changes = changes_of(form)
        response = super().form_valid(form)
        audit.record(self.request.user, self.action, self.object, changes=changes)
        messages.success(self.request, f"{self.action}：{self.object}")
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"action": self.action}


class AccountCreate(AccountEditor, CreateView):
    """新建账号, without rights."""

    allowed = staticmethod(permissions.may_create_accounts)
    form_class = AccountCreateForm
    action = "新建账号"


class AccountEdit(AccountEditor, UpdateView):
    """修改账号."""

    allowed = staticmethod(permissions.may_create_accounts)
    form_class = AccountForm
    action = "修改账号"


class AccountGrant(AccountEditor, UpdateView):
    """授予角色和单位."""

    allowed = staticmethod(permissions.may_grant_roles)
    form_class = GrantForm
    action = "授权"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}
