"""Choosing who takes over."""

from __future__ import annotations

from django import forms

from units import handover
from units.models import User


class Successor(forms.ModelChoiceField):
    """An account without rights, said with what was asked for it."""

    def label_from_instance(self, account: User) -> str:
        wanted = f"，拟授：{account.wanted_unit}" if account.wanted_unit else ""
        return f"{account.name}（{account.username}{wanted}）"


class HandoverForm(forms.Form):
    """接任人, those meant for the same unit on top."""

    successor = Successor(
        User.objects.none(),
        label="接任人",
        empty_label="（请选择）",
        error_messages={"invalid_choice": "这个账号不能接任，请选择尚未授权的账号。"},
        help_text="只列出系统管理员已建立、尚未授权的账号。",
    )

    def __init__(self, *args, account: User, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        field.queryset = User.objects.awaiting_rights()
        groups = zip(
            ("拟授本单位", "其他尚未授权的账号"), handover.successors(account), strict=True
        )
        listed = [
            (label, [(found.pk, field.label_from_instance(found)) for found in accounts])
            for label, accounts in groups
        ]
        self.offered = sum(len(accounts) for _, accounts in listed)
        field.choices = [("", field.empty_label), *((g, rows) for g, rows in listed if rows)]
