"""A unit's checklist: filled in by the unit, scored by the reviewer, read by all in scope."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from assessments.forms.sheets import open_sheet
from assessments.models import Assessment
from assessments.selectors import checklist
from shuangyong.review import Step, StepRefused
from shuangyong.views import StepView
from units import permissions
from units.permissions import RoleRequired


class Checklist(RoleRequired, View):
    """The whole checklist on one page; whichever side is the user's can be filled in."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "assessments/checklist.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.sheet = None

    def load(self, data=None, files=None):
        """The assessment, its checklist, and the forms of the side that is open."""
        visible = Assessment.objects.visible_to(self.request.user)
        self.assessment = get_object_or_404(
            visible.select_related("unit", "round__unit", "round__standard"), pk=self.kwargs["pk"]
        )
        self.checklist = checklist(self.assessment)
        if side := open_sheet(self.request.user, self.assessment):
            self.sheet = side(self.checklist, data, files, assessment=self.assessment)

    def get(self, request, pk: int):
        self.load()
        return self.page()

    def post(self, request, pk: int):
        self.load(request.POST, request.FILES)
        if self.sheet is None:
            raise PermissionDenied
        if not self.sheet.is_valid():
            self.say_what_is_wrong()
            return self.page()
        try:
            self.sheet.save(self.assessment, request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return self.page()
        if "submit" in request.POST:
            self.take_last_step()
        else:
            messages.success(request, "已保存。")
        anchor = f"#item-{accepted}" if (accepted := request.POST.get("accept")) else ""
        return redirect(self.assessment.get_absolute_url() + anchor)

    def say_what_is_wrong(self) -> None:
        """Nothing is saved but the files: no browser sends them a second time by itself."""
        messages.error(self.request, "有填写不正确的项目，尚未保存，请按提示修改。")
        if kept := self.sheet.keep_files():
            messages.info(self.request, f"已上传的 {kept} 个文件已经保存，不必重新选择。")

    def take_last_step(self) -> None:
        """保存并提交 for the unit, 保存并确认 for the reviewer."""
        step = Step.SUBMIT if self.sheet.side == "self" else Step.CONFIRM
        try:
            self.assessment.take(step, by=self.request.user)
        except StepRefused as refusal:
            messages.warning(self.request, f"已保存，尚未{step.label}：{refusal}")
        else:
            messages.success(self.request, f"已保存并{step.label}。")

    def page(self):
        """The page with what was typed."""
        user, assessment = self.request.user, self.assessment
        context = {
            "assessment": assessment,
            "record": assessment,
            "checklist": self.checklist,
            "sheet": self.sheet,
            "side": self.sheet.side if self.sheet else "",
            "may_see_review": permissions.may_see_review(user, assessment),
            "steps": assessment.open_steps(user),
            "history": assessment.history.select_related("by__unit"),
        }
        return render(self.request, self.template_name, context)


class AssessmentStep(RoleRequired, StepView):
    """Submit, withdraw, return, confirm, reopen."""

    allowed = staticmethod(permissions.may_see_records)
    model = Assessment
