"""The forms of the steps of a need, one for each step; what is wrong stands at its field."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from activities.models import RequestStep, Satisfaction, SupportRequest
from shuangyong.vague import VagueDateFormField
from units import permissions
from units.forms.fields import UnitNameField
from units.models import Unit


class StepForm(forms.Form):
    """What one step asks; `take` takes it. The page carries the revision it was made from."""

    step: RequestStep
    title: str
    hint = ""
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, need: SupportRequest, user, **kwargs):
        super().__init__(*args, auto_id=f"id_{self.step}_%s", **kwargs)
        self.need, self.user = need, user
        self.fields["seen"].initial = need.revision

    def take(self) -> None:
        """Take the step; raises StepRefused."""
        values = dict(self.cleaned_data)
        getattr(self.need, self.step.value)(*self.arguments(values), by=self.user, **values)

    def arguments(self, values: dict) -> tuple:
        """What the step is given by position, taken out of `values`."""
        return ()

    def show_newer(self) -> None:
        """The next click means the need as it stands now."""
        self.data = self.data.copy()
        self.data["seen"] = self.need.revision


class WithPromise(StepForm):
    """Steps with which a unit may say what it will do, and by when."""

    commitment = forms.CharField(
        label="承诺事项", required=False, widget=forms.Textarea({"rows": 2}),
        help_text="如“图书1万册以上，每半年更新一次”",
    )  # fmt: skip
    due = VagueDateFormField(label="办理时限", required=False)

    def __init__(self, *args, need, **kwargs):
        super().__init__(*args, need=need, **kwargs)
        self.fields["due"].year = need.year
        for name in ("commitment", "due"):
            self.fields[name].initial = getattr(need, name)

    def clean_due(self):
        """Nothing is due before it was raised."""
        due, raised = self.cleaned_data["due"], self.need.raised
        if due and raised and due.end < raised.start:
            raise forms.ValidationError("办理时限不能早于提出时间。")
        return due


class ClaimForm(WithPromise):
    """认领."""

    step, title = RequestStep.CLAIM, "认领，由本单位办理"


class StartForm(WithPromise):
    """办理, or 恢复办理 of what was put off."""

    step, title = RequestStep.START, "开始办理"


class PromiseForm(WithPromise):
    """承诺."""

    step, title = RequestStep.PROMISE, "填写承诺事项和时限"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commitment"].required = True
        self.fields["commitment"].error_messages["required"] = "请写明承诺事项。"

    def arguments(self, values: dict) -> tuple:
        return (values.pop("commitment"),)


class AssignForm(StepForm):
    """指派."""

    step, title = RequestStep.ASSIGN, "指派责任单位"
    unit = UnitNameField(label="责任单位")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["unit"].queryset = Unit.objects.known_to(user).filter(is_active=True)

    def arguments(self, values: dict) -> tuple:
        return (values.pop("unit"),)


class SuspendForm(StepForm):
    """暂缓."""

    step, title = RequestStep.SUSPEND, "暂缓办理"
    reason = forms.CharField(
        label="暂缓理由", max_length=200, widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "暂缓办理请写明理由。"},
    )  # fmt: skip

    def arguments(self, values: dict) -> tuple:
        return (values.pop("reason"),)


class CloseForm(StepForm):
    """办结; only who asks the requester may write down what it says."""

    step, title = RequestStep.CLOSE, "办结"
    result = forms.CharField(
        label="办理结果", widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "办结时请写明办理结果。"},
    )  # fmt: skip
    on = forms.DateField(
        label="办结日期", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        error_messages={"invalid": "请按 2011-12-05 的写法填写日期。"},
    )  # fmt: skip
    satisfaction = forms.ChoiceField(
        label="提出方评价", required=False, choices=[("", "尚未评价"), *Satisfaction.choices],
        help_text="还没有听到回音，可以以后补填",
    )  # fmt: skip

    def __init__(self, *args, need, user, **kwargs):
        super().__init__(*args, need=need, user=user, **kwargs)
        self.fields["result"].initial = need.result
        self.fields["on"].initial = timezone.localdate
        if not permissions.may_direct_request(user, need):
            del self.fields["satisfaction"]

    def arguments(self, values: dict) -> tuple:
        return (values.pop("result"),)


class RateForm(StepForm):
    """评价."""

    step, title = RequestStep.RATE, "记录提出方评价"
    satisfaction = forms.ChoiceField(
        label="提出方评价", choices=Satisfaction.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选择提出方的评价。"},
    )  # fmt: skip

    def __init__(self, *args, need, **kwargs):
        super().__init__(*args, need=need, **kwargs)
        self.fields["satisfaction"].initial = need.satisfaction

    def arguments(self, values: dict) -> tuple:
        return (values.pop("satisfaction"),)


class ReopenForm(StepForm):
    """重新办理."""

    step, title = RequestStep.REOPEN, "重新办理"
    hint = "办结日期和提出方评价将被清除，办理过程中仍可看到。"
    reason = forms.CharField(
        label="重新办理的理由", widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "重新办理请写明理由。"},
    )  # fmt: skip

    def arguments(self, values: dict) -> tuple:
        return (values.pop("reason"),)


FORMS = {
    form.step: form
    for form in (
        ClaimForm, StartForm, CloseForm, PromiseForm, AssignForm, SuspendForm, RateForm, ReopenForm,
    )
}  # fmt: skip
