"""Signing in and out, the password, the working year."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views import View

from shuangyong.views import way_back
from units import audit
from units.forms.accounts import ChangePasswordForm, LogInForm
from units.years import is_year


@method_decorator(login_not_required, name="dispatch")
class LogIn(auth_views.LoginView):
    """用户登录; both outcomes are audited."""

    template_name = "units/login.html"
    form_class = LogInForm
    redirect_authenticated_user = True

    @transaction.atomic
    def form_valid(self, form):
        response = super().form_valid(form)
        audit.record(self.request.user, "登录")
        return response

    def form_invalid(self, form):
        name = form.data.get("username", "")[:50]
        audit.record(None, "登录失败", name=name)
        return super().form_invalid(form)


class LogInAgain(LogIn):
    """The same form for the page's own script: the page stays open while its account signs in."""

    http_method_names = ("post",)
    redirect_authenticated_user = False

    def form_valid(self, form):
        super().form_valid(form)
        return JsonResponse({})

    def form_invalid(self, form):
        super().form_invalid(form)
        return JsonResponse({"error": next(iter(form.errors.values()))[0]})


class StillThere(View):
    """Asked by a page at which somebody sits: like every request it makes the session last."""

    http_method_names = ("get",)

    def get(self, request):
        return JsonResponse({"seconds": request.session.get_expiry_age()})


class LogOut(auth_views.LogoutView):
    """退出登录."""

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        audit.record(request.user, "退出登录")
        return super().post(request, *args, **kwargs)


class ChangePassword(auth_views.PasswordChangeView):
    """修改密码; other sessions of the account end."""

    template_name = "units/password.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("reports:workbench")

    @transaction.atomic
    def form_valid(self, form):
        audit.record(self.request.user, "修改密码", self.request.user)
        messages.success(self.request, "密码已修改。")
        return super().form_valid(form)


class ChooseYear(View):
    """The year switch: kept with the account, then back to where one was."""

    http_method_names = ("post",)

    def post(self, request):
        if is_year(year := request.POST.get("year", "")):
            request.user.working_year = int(year)
            request.user.save(update_fields=["working_year"])
        return redirect(way_back(request, "/"))
