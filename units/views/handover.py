"""交接: what would pass to a successor, and the click that passes it."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView

from shuangyong.review import StepRefused
from units import handover, permissions
from units.forms.handover import HandoverForm
from units.models import User
from units.permissions import RoleRequired


class HandOver(RoleRequired, FormView):
    """Shows exactly what passes, asks who takes over, and does it in one step."""

    allowed = staticmethod(permissions.may_grant_roles)
    form_class = HandoverForm
    template_name = "units/handover.html"

    @cached_property
    def account(self) -> User:
        """Whose work is handed over."""
        return get_object_or_404(User.objects.select_related("unit"), pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        if why := handover.obstacle(self.account):
            messages.error(request, why)
            return redirect("units:accounts")
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"account": self.account}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "account": self.account,
            "passing": handover.passing(self.account),
        }

    def form_valid(self, form):
        user, new = self.request.user, form.cleaned_data["successor"]
        try:
            done = handover.hand_over(self.account, new, by=user, today=timezone.localdate())
        except StepRefused as refusal:
            messages.error(self.request, str(refusal))
            return redirect("units:accounts")
        messages.success(self.request, f"交接完成：{done}。{done.predecessor}的账号已停用。")
        return redirect(done.unit)
