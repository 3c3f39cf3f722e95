"""年度结转: look at the proposals, correct them, take them over."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from assessments.forms.rollover import RolloverForms
from assessments.rollover import propose, roll_over
from shuangyong.review import StepRefused
from shuangyong.views import SavedOnce
from units import permissions
from units.permissions import RoleRequired


class Rollover(RoleRequired, SavedOnce, View):
    """What the own unit takes over from the working year into the next one."""

    allowed = staticmethod(permissions.may_write)

    def get(self, request):
        return self.show(RolloverForms(self.proposals(), to=request.year + 1))

    def post(self, request):
        forms = RolloverForms(self.proposals(), to=request.year + 1, data=request.POST)
        if not forms.is_valid():
            return self.show(forms)
        try:
            made = roll_over(request.user.unit, request.year, forms.decisions(), by=request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return self.show(forms)
        to = request.year + 1
        if made.in_words:
            messages.success(request, f"已结转到 {to} 年：{made.in_words}。")
        else:
            messages.info(request, "没有新的内容需要结转，已有的内容没有改动。")
        return redirect(request.get_full_path())  # with the year, if the address names one

    def proposals(self):
        """What there is to take over now."""
        user, today = self.request.user, timezone.localdate()
        return propose(user.unit, self.request.year, user=user, today=today)

    def show(self, forms: RolloverForms):
        return render(
            self.request,
            "assessments/rollover.html",
            {"forms": forms, "proposals": forms.proposals, "to": self.request.year + 1},
        )
