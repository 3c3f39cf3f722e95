"""What an action with many activities asks for before it is carried out."""

from __future__ import annotations

from django import forms

from activities.bulk import Action, kinds_for


class CommentForm(forms.Form):
    """退回: one comment for all of them, which every unit reads."""

    comment = forms.CharField(
        label="退回理由（对方可以看到，每一项都会写上）",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "退回时请写明理由。"},
    )


class KindForm(forms.Form):
    """改类别: the kind that all of them get."""

    kind = forms.ModelChoiceField(
        label="改为类别",
        queryset=None,
        empty_label="请选择类别",
        error_messages={
            "required": "请选择活动类别。",
            "invalid_choice": "请从列表中选择活动类别。",
        },
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = kinds_for(user)


def form_for(action: Action, user, data=None) -> forms.Form:
    """The form of an action, bound if something was filled in; one without fields for most."""
    if action == Action.SEND_BACK:
        return CommentForm(data)
    return KindForm(data, user=user) if action == Action.KIND else forms.Form(data)
