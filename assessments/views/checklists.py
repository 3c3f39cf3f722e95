"""A unit's checklist: an overview, and a page for each section.

Filled in by the unit, scored by the reviewer, read by all in scope.
"""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from assessments.forms.sheets import open_sheet
from assessments.models import Assessment
from assessments.objections import objecting
from assessments.reviewing import preview
from assessments.selectors import Checklist, Part, checklist, outline
from shuangyong.review import Step, StepRefused
from shuangyong.views import StepView
from units import permissions
from units.permissions import RoleRequired


class ChecklistView(RoleRequired, View):
    """A page of one assessment; a stranger's is not found."""

    allowed = staticmethod(permissions.may_see_records)
    template_name: str

    def get_assessment(self) -> Assessment:
        """The assessment with its unit, round and standard."""
        visible = Assessment.objects.visible_to(self.request.user)
        related = visible.select_related("unit", "round__unit", "round__standard")
        return get_object_or_404(related, pk=self.kwargs["pk"])

    def page(self, assessment: Assessment, whole: Checklist, **context):
        """The page; `context` is what it shows beyond the checklist itself."""
        shown = {
            "assessment": assessment,
            "record": assessment,
            "checklist": whole,
            "preview": preview(assessment.round, whole.reviewed),
            "may_see_review": permissions.may_see_review(self.request.user, assessment),
            "objecting": objecting(self.request.user, assessment, timezone.localdate()),
        }
        return render(self.request, self.template_name, shown | context)


class Overview(ChecklistView):
    """Who, how far, by when; the sections with their sums, and what is missing."""

    http_method_names = ("get",)
    template_name = "assessments/overview.html"

    def get(self, request, pk: int):
        assessment = self.get_assessment()
        side = open_sheet(request.user, assessment)
        whole = outline(assessment)
        return self.page(
            assessment,
            whole,
            marked=[item for item in whole.items if item.response.return_reason],
            side=side.side if side else "",
            steps=assessment.open_steps(request.user),
            history=assessment.history.select_related("by__unit"),
            is_overdue=assessment.is_editable and assessment.due_on < timezone.localdate(),
        )


class SectionPage(ChecklistView):
    """One section; whichever side is the user's can be filled in."""

    template_name = "assessments/section.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.sheet = None

    def load(self, data=None, files=None):
        """The assessment, the section, and the forms of the side that is open."""
        self.assessment = self.get_assessment()
        self.checklist = checklist(self.assessment, self.kwargs["section"])
        self.part = self.get_part()
        if side := open_sheet(self.request.user, self.assessment):
            self.sheet = side(self.part, data, files, assessment=self.assessment)

    def get_part(self) -> Part:
        """The section that the address names, if it asks this unit anything."""
        for part in self.checklist.parts:
            if part.section.pk == self.kwargs["section"]:
                return part
        raise Http404

    def beside(self, by: int) -> Part | None:
        """The section so many places further on."""
        place = self.checklist.parts.index(self.part) + by
        return self.checklist.parts[place] if 0 <= place < len(self.checklist.parts) else None

    def get(self, request, pk: int, section: int):
        self.load()
        return self.section_page()

    def post(self, request, pk: int, section: int):
        self.load(request.POST, request.FILES)
        if self.sheet is None:
            raise PermissionDenied
        if not self.sheet.is_valid():
            self.say_what_is_wrong()
            return self.section_page()
        try:
            self.sheet.save(self.assessment, request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return self.section_page()
        return redirect(self.after_saving())

    def say_what_is_wrong(self) -> None:
        """Nothing is saved but the files: no browser sends them a second time by itself."""
        messages.error(self.request, "有填写不正确的项目，尚未保存，请按提示修改。")
        if kept := self.sheet.keep_files():
            messages.info(self.request, f"已上传的 {kept} 个文件已经保存，不必重新选择。")

    def after_saving(self) -> str:
        """Where the button that was pressed leads."""
        posted, here = self.request.POST, self.assessment.section_url(self.part.section.pk)
        if "submit" in posted:
            self.take_last_step()
            return self.assessment.get_absolute_url()
        messages.success(self.request, "已保存。")
        if "next" in posted and (following := self.beside(1)):
            return self.assessment.section_url(following.section.pk)
        return f"{here}#item-{accepted}" if (accepted := posted.get("accept")) else here

    def take_last_step(self) -> None:
        """保存并提交 for the unit, 保存并确认 for the reviewer."""
        step = Step.SUBMIT if self.sheet.side == "self" else Step.CONFIRM
        try:
            self.assessment.take(step, by=self.request.user)
        except StepRefused as refusal:
            messages.warning(self.request, f"已保存，尚未{step.label}：{refusal}")
        else:
            messages.success(self.request, f"已保存并{step.label}。")

    def section_page(self):
        """The page with what was typed."""
        return self.page(
            self.assessment,
            self.checklist,
            part=self.part,
            before=self.beside(-1),
            after=self.beside(1),
            sheet=self.sheet,
            side=self.sheet.side if self.sheet else "",
        )


class AssessmentStep(RoleRequired, StepView):
    """Submit, withdraw, return, confirm, reopen."""

    allowed = staticmethod(permissions.may_see_records)
    model = Assessment
