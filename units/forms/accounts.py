"""Signing in, creating accounts, giving them rights."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm

from shuangyong.forms import ConstraintErrorsAtFields
from units.models import Role, User

OFFICERS = (Role.ADMIN, Role.SECURITY, Role.AUDITOR)


class LogInForm(AuthenticationForm):
    """User name and password; does not say which of them was wrong."""

    error_messages = {
        "invalid_login": "用户名或密码不正确，请重新输入。注意密码区分大小写。",
        "inactive": "账号已停用，请联系系统管理员。",
    }


class AccountCreateForm(ConstraintErrorsAtFields, BaseUserCreationForm):
    """A new account: a person who can sign in, without any right yet."""

    class Meta:
        model = User
        fields = ("username", "name", "phone")


class AccountForm(ConstraintErrorsAtFields, forms.ModelForm):
    """Name, telephone, in use or not."""

    class Meta:
        model = User
        fields = ("name", "phone", "is_active")

    def clean_is_active(self):
        active = self.cleaned_data["is_active"]
        if not active and is_last_officer(self.instance):
            raise forms.ValidationError(
                f"这是唯一在用的{self.instance.get_role_display()}账号，不能停用。"
            )
        return active


class GrantForm(ConstraintErrorsAtFields, forms.ModelForm):
    """Role and unit of an account; nobody grants to oneself."""

    class Meta:
        model = User
        fields = ("role", "unit")

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.was_last_officer = is_last_officer(self.instance)

    def clean_role(self):
        role = self.cleaned_data["role"]
        if self.instance == self.by:
            raise forms.ValidationError("不能给自己授权，请由另一位安全管理员办理。")
        if self.was_last_officer and role != self.initial["role"]:
            raise forms.ValidationError("这是该角色唯一在用的账号，请先授权另一个账号。")
        return role


def is_last_officer(user: User) -> bool:
    """True if no other account in use holds this one's part of 三员."""
    others = User.objects.filter(role=user.role, is_active=True).exclude(pk=user.pk)
    return bool(user.pk) and user.role in OFFICERS and user.is_active and not others.exists()
