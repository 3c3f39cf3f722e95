"""Accounts: created by the system administrator, given rights by the security administrator."""

from __future__ import annotations

import re

import django_filters
from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.views import View
from django.views.generic import CreateView, UpdateView

from shuangyong.columns import Columns, ColumnsMixin
from shuangyong.forms import changes_of
from shuangyong.review import StepRefused
from shuangyong.views import FilteredList, SavedOnce, way_back
from units import audit, granting, permissions
from units.forms.accounts import AccountCreateForm, AccountForm, GrantForm
from units.models import Role, Unit, User
from units.permissions import RoleRequired

MOST_AT_ONCE = 500
KEY = re.compile(r"[0-9]{1,18}")  # what fits into a key of the database
STATES = {
    "waiting": ("待授权", Q(role="", is_active=True)),
    "unused": ("从未登录", Q(last_login=None, is_active=True)),
    "off": ("停用", Q(is_active=False)),
}


class AccountFilter(django_filters.FilterSet):
    """Filters of the list of accounts."""

    q = django_filters.CharFilter(
        label="查找", method="search", widget=forms.TextInput({"placeholder": "姓名、用户名、单位"})
    )
    role = django_filters.ChoiceFilter(choices=Role, label="角色", empty_label="全部角色")
    state = django_filters.ChoiceFilter(
        choices=[(key, label) for key, (label, _) in STATES.items()],
        label="状态",
        empty_label="全部状态",
        method="in_state",
    )

    class Meta:
        model = User
        fields = ()

    def search(self, queryset, name, text):
        """Accounts whose name, user name or unit, had or asked for, contains `text`."""
        found = Q(name__contains=text) | Q(username__icontains=text)
        units = Unit.objects.called_like(text)
        return queryset.filter(found | Q(unit__in=units) | Q(wanted_unit__in=units))

    def in_state(self, queryset, name, state):
        """Accounts that wait for rights, were never used, or are out of use."""
        return queryset.filter(STATES[state][1])


class AccountList(RoleRequired, ColumnsMixin, FilteredList):
    """Every account of the installation."""

    allowed = staticmethod(permissions.may_see_accounts)
    queryset = User.objects.select_related("unit", "wanted_unit")
    filterset_class = AccountFilter
    template_name = "units/account_list.html"
    fragment_template_name = "units/_account_results.html"
    columns = Columns(
        "accounts",
        {"role": "角色", "unit": "单位", "phone": "电话", "seen": "上次登录", "state": "状态"},
    )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        return context | {
            "may_create": permissions.may_create_accounts(self.request.user),
            "may_grant": permissions.may_grant_roles(self.request.user),
            "waiting": User.objects.awaiting_rights().count(),
            "may_tick": any(account.has_wish for account in page.object_list),
        }


class AccountEditor(RoleRequired, SavedOnce):
    """What the forms share: the page, the way back, a line in the audit trail."""

    model = User
    context_object_name = "account"  # not "user", who is the one signed in
    template_name = "units/account_form.html"
    success_url = reverse_lazy("units:accounts")
    action: str

    def form_valid(self, form):
        changes = changes_of(form)
        try:
            with transaction.atomic():
                response = super().form_valid(form)
                audit.record(self.request.user, self.action, self.object, changes=changes)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
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

    def form_valid(self, form):
        given = {name: form.cleaned_data[name] for name in ("role", "unit")}
        try:
            granting.grant(self.object, by=self.request.user, **given)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, f"{self.action}：{self.object}")
        return redirect(self.success_url)


class GrantAsWanted(RoleRequired, View):
    """同意授权: one account by its own button, or all that are ticked."""

    allowed = staticmethod(permissions.may_grant_roles)
    http_method_names = ("post",)

    def post(self, request):
        chosen = request.POST.getlist("only") or request.POST.getlist("account")
        try:
            given = granting.grant_as_wanted(
                [int(pk) for pk in chosen if KEY.fullmatch(pk)][:MOST_AT_ONCE],
                by=request.user,
            )
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            names = "、".join(str(account) for account in given[:10])
            messages.success(request, f"已授权 {len(given)} 个账号：{names}")
        return redirect(way_back(request, reverse("units:accounts")))
