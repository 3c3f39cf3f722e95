"""Signing in, the own password, creating accounts, giving them rights."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm, PasswordChangeForm
from django.contrib.auth.password_validation import get_default_password_validators
from django.db.models import Q

from shuangyong.forms import Arranged, ConstraintErrorsAtFields
from shuangyong.review import StepRefused
from units import granting
from units.models import BUSINESS_ROLES, Unit, User

from .fields import UnitNameField

WANTED = [("", "（由安全管理员决定）"), *((role.value, role.label) for role in BUSINESS_ROLES)]


class LogInForm(AuthenticationForm):
    """User name and password; does not say which of them was wrong."""

    error_messages = {
        "invalid_login": "用户名或密码不正确，请重新输入。注意密码区分大小写。",
        "inactive": "账号已停用，请联系系统管理员。",
    }


def policy_in_words() -> str:
    """What a password must be, in one sentence; the checks themselves stand in the settings."""
    shortest = max(getattr(v, "min_length", 0) for v in get_default_password_validators())
    return (
        f"至少 {shortest} 个字符；不能全是数字，不能是常见的密码，也不能与用户名、姓名、电话相像。"
    )


class ChangePasswordForm(PasswordChangeForm):
    """The account's own new password, other than the one before."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = policy_in_words()
        self.fields["new_password2"].help_text = "再输入一次新密码。"

    def clean(self):
        cleaned = super().clean()
        old, new = self.cleaned_data.get("old_password"), self.cleaned_data.get("new_password2")
        if new and new == old:
            self.add_error("new_password2", "新密码不能与原密码相同。")
        return cleaned

    def save(self, commit=True):
        """Keep the password; nobody else knows it, so nothing has to be changed any more."""
        user = super().save(commit=False)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        return user


class Wishes(Arranged, ConstraintErrorsAtFields, forms.ModelForm):
    """What an account without rights is meant for.

    It is only asked here; the security administrator grants it, or something else.
    """

    groups = (
        ("使用人", ("username", "name", "phone", "email")),
        ("拟授权限（由安全管理员授权后生效）", ("wanted_role", "wanted_unit")),
        ("初始密码（本人首次登录时须修改）", ("password1", "password2")),
    )
    examples = {
        "username": "wenxin",
        "name": "张三",
        "phone": "0830-1234567",
        "email": "wenxin@example.cn",
        "wanted_unit": "市文新局",
    }
    wanted_role = forms.ChoiceField(choices=WANTED, label="拟授角色", required=False)
    wanted_unit = UnitNameField(label="拟授单位", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = Q(is_active=True) | Q(pk=self.instance.wanted_unit_id)
        self.fields["wanted_unit"].queryset = Unit.objects.filter(asked)
        self.initial |= {
            "wanted_role": self.instance.wanted_role,
            "wanted_unit": self.instance.wanted_unit_id,
        }

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("wanted_role")) != bool(cleaned.get("wanted_unit")):
            missing = "wanted_unit" if cleaned.get("wanted_role") else "wanted_role"
            if missing in self.fields and missing not in self.errors:
                self.add_error(missing, "拟授角色和单位请一并填写。")
        return cleaned

    def take_wishes(self) -> None:
        """Write what is asked for on the account; call it before saving."""
        for name in {"wanted_role", "wanted_unit"} & self.fields.keys():
            setattr(self.instance, name, self.cleaned_data[name])


class AccountCreateForm(Wishes, BaseUserCreationForm):
    """A new account: a person who can sign in, without any right yet."""

    field_order = ("username", "name", "phone", "email", "wanted_role", "wanted_unit")

    class Meta:
        model = User
        fields = ("username", "name", "phone", "email")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = "初始密码"
        self.fields["password1"].help_text = policy_in_words()
        self.fields["password2"].help_text = "再输入一次初始密码。"

    def save(self, commit=True):
        """A password that somebody else has set is changed at the first sign-in."""
        self.instance.must_change_password = True
        self.take_wishes()
        return super().save(commit)


class AccountForm(Wishes):
    """Name, telephone, mail, in use or not; without rights yet, also what is asked for."""

    class Meta:
        model = User
        fields = ("name", "phone", "email", "is_active")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.role:
            del self.fields["wanted_role"], self.fields["wanted_unit"]

    def clean_is_active(self):
        active = self.cleaned_data["is_active"]
        if not active and self.instance.is_last_officer():
            raise forms.ValidationError(
                f"这是唯一在用的{self.instance.get_role_display()}账号，不能停用。"
            )
        return active

    def save(self, commit=True):
        """Save what the form shows; rights given meanwhile stay.

        Raises StepRefused if the other account of the same office was put out of use meanwhile.
        """
        granting.lock_office(self.instance.role)
        stored = User.objects.get(pk=self.instance.pk)
        if not self.instance.is_active and stored.is_last_officer():
            raise StepRefused(f"{stored.get_role_display()}的另一个账号刚刚停用，这是唯一在用的。")
        self.take_wishes()
        self.instance.save(update_fields=list(self.fields))
        return self.instance


class GrantForm(Arranged, ConstraintErrorsAtFields, forms.ModelForm):
    """Role and unit of an account; nobody grants to oneself."""

    groups = (("", ("role", "unit")),)
    examples = {"unit": "市文新局"}
    unit = UnitNameField(label="单位", required=False)

    class Meta:
        model = User
        fields = ("role", "unit")

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.was_last_officer = self.instance.is_last_officer()
        in_use = Q(is_active=True) | Q(pk=self.instance.unit_id)
        self.fields["unit"].queryset = Unit.objects.filter(in_use)
        if self.instance.has_wish:
            self.initial |= {"role": self.instance.wanted_role, "unit": self.instance.wanted_unit}

    def clean_role(self):
        role = self.cleaned_data["role"]
        if self.instance == self.by:
            raise forms.ValidationError("不能给自己授权，请由另一位安全管理员办理。")
        if self.was_last_officer and role != self.initial["role"]:
            raise forms.ValidationError("这是该角色唯一在用的账号，请先授权另一个账号。")
        return role
