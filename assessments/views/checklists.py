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
from assessments.missing import grouped, missing, question
from assessments.models import Assessment
from assessments.objections import objecting
from assessments.reviewing import marked_items, preview
from assessments.selectors import Checklist, cancelled, checklist, outline
from assessments.succession import section_now
from shuangyong.review import Step, StepRefused
from shuangyong.views import StepView
from units import permissions
from units.permissions import RoleRequired

from .autosave import Autosave

ADOPTED = "本次考核已改用新版细则，现为新版的内容。"
LAST_STEPS = {"self": Step.SUBMIT, "review": Step.CONFIRM}


class ChecklistView(RoleRequired, View):
    """A page of one assessment; a stranger's is not found."""

    allowed = staticmethod(permissions.may_see_records)
    template_name: str

    def get_assessment(self) -> Assessment:
        """The assessment with its unit, round and standard."""
        visible = Assessment.objects.visible_to(self.request.user)
        related = visible.select_related("unit", "round__unit", "round__standard", "changed_by")
        return get_object_or_404(related, pk=self.kwargs["pk"])

    def page(self, assessment: Assessment, whole: Checklist, **context):
        """The page; `context` is what it shows beyond the checklist itself."""
        shown = self.shown(assessment, whole) | context
        return render(self.request, self.template_name, shown)

    def shown(self, assessment: Assessment, whole: Checklist) -> dict:
        """What every page of a checklist shows."""
        return {
            "assessment": assessment,
            "record": assessment,
            "checklist": whole,
            "preview": preview(assessment.round, whole.reviewed),
            "may_see_review": permissions.may_see_review(self.request.user, assessment),
            "objecting": objecting(self.request.user, assessment, timezone.localdate()),
        }

    @staticmethod
    def lacking(assessment: Assessment, side: str, section: int | None = None, **known) -> dict:
        """What is missing before this side can be handed on: everywhere, or in one section.

        known: proposals that have been worked out already.
        """
        if not side:
            return {}
        found, today = missing(assessment, LAST_STEPS[side], **known), timezone.localdate()
        here = [m for m in found if m.response and m.response.criterion.section_id == section]
        return {
            "missing": grouped(here if section else found),
            "is_ready": not any(lack.hinders for lack in found),
            "question": question(assessment, found, today) if side == "self" else "",
            "is_late": side == "self" and assessment.is_late_on(today),
        }


class Overview(ChecklistView):
    """Who, how far, by when; the sections with their sums, and what is missing."""

    http_method_names = ("get",)
    template_name = "assessments/overview.html"

    def get(self, request, pk: int):
        assessment = self.get_assessment()
        sheet = open_sheet(request.user, assessment)
        side = sheet.side if sheet else ""
        whole = outline(assessment)
        steps = assessment.open_steps(request.user)
        lacks = self.lacking(assessment, side)
        apart = {Step.SUBMIT}  # has a button of its own, which asks first
        if not lacks.get("is_ready", True):
            apart.add(Step.CONFIRM)
        return self.page(
            assessment,
            whole,
            side=side,
            marked=[item for item in whole.items if item.response.return_reason],
            changed=marked_items(assessment) if side == "review" else (),
            may_submit=Step.SUBMIT in steps,
            steps=[step for step in steps if step not in apart],
            history=assessment.history.select_related("by__unit"),
            returned=[i for i in whole.items if i.response.pk in assessment.returned_items],
            **lacks,
            cancelled=cancelled(assessment),
            is_taken_in_hand=assessment.is_under_review
            and permissions.may_write_for(request.user, assessment.unit),
        )


class SectionPage(ChecklistView):
    """One section; whichever side is the user's can be filled in, and is saved as one types."""

    template_name = "assessments/section.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.sheet, self.is_outdated = None, False

    def load(self, data=None, files=None):
        """The assessment, the section, and the forms of the side that is open."""
        self.assessment = self.get_assessment()
        self.checklist = checklist(self.assessment, self.kwargs["section"])
        self.part = self.checklist.part(self.kwargs["section"])
        if self.part is None:
            self.find_part()
        if side := open_sheet(self.request.user, self.assessment):
            self.sheet = side(self.part, data, files, assessment=self.assessment)

    def find_part(self) -> None:
        """The address is of a version of the standard before: what carries its section on."""
        section = section_now(self.kwargs["section"], self.assessment.round.standard)
        if section is None:
            raise Http404
        self.kwargs["section"], self.is_outdated = section, True
        self.checklist = checklist(self.assessment, section)
        self.part = self.checklist.part(section)
        if self.part is None:  # nothing of it applies to this unit
            raise Http404

    @property
    def side(self) -> str:
        """Whose side is open here: "self", "review", or "" for who only reads."""
        return self.sheet.side if self.sheet else ""

    def get(self, request, pk: int, section: int):
        self.load()
        if self.is_outdated:
            messages.info(request, ADOPTED)
            return redirect(self.assessment.section_url(self.part.section.pk))
        return self.section_page()

    def post(self, request, pk: int, section: int):
        if "autosave" in request.POST:
            return Autosave(self).answer()
        self.load(request.POST, request.FILES)
        if self.sheet is None:
            raise PermissionDenied
        if self.is_outdated:
            messages.warning(request, f"{ADOPTED}您填写的内容还没有保存，核对后请再次保存。")
            return self.section_page()
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
        try:
            if kept := self.sheet.keep_files():
                messages.info(self.request, f"已上传的 {kept} 个文件已经保存，不必重新选择。")
        except StepRefused as refusal:
            messages.error(self.request, str(refusal))

    def after_saving(self) -> str:
        """Where the button that was pressed leads."""
        posted, here = self.request.POST, self.assessment.section_url(self.part.section.pk)
        if "submit" in posted:
            self.take_last_step()
            return self.assessment.get_absolute_url()
        messages.success(self.request, "已保存。")
        if "next" in posted and (following := self.checklist.beside(self.part, 1)):
            return self.assessment.section_url(following.section.pk)
        return f"{here}#item-{accepted}" if (accepted := posted.get("accept")) else here

    def take_last_step(self) -> None:
        """保存并提交 for the unit, 保存并确认 for the reviewer."""
        step = LAST_STEPS[self.side]
        try:
            self.assessment.take(step, by=self.request.user)
        except StepRefused as refusal:
            messages.warning(self.request, f"已保存，尚未{step.label}：{refusal}")
        else:
            messages.success(self.request, f"已保存并{step.label}。")

    def section_page(self):
        """The page with what was typed."""
        return self.page(self.assessment, self.checklist, **self.section_context())

    def section_context(self) -> dict:
        """What the page of a section shows beyond the checklist."""
        known = {i.criterion.pk: i.proposal for i in self.checklist.items if i.proposal}
        section = self.part.section.pk
        self.lacks = self.lacking(self.assessment, self.side, section, proposed=known)
        return {
            "part": self.part,
            "items": self.in_order(),
            "before": self.checklist.beside(self.part, -1),
            "after": self.checklist.beside(self.part, 1),
            "sheet": self.sheet,
            "side": self.side,
            **self.lacks,
        }

    def in_order(self) -> list:
        """The items; of single ones sent back these first."""
        returned = self.assessment.returned_items
        return sorted(self.part.items, key=lambda item: item.response.pk not in returned)


class AssessmentStep(RoleRequired, StepView):
    """Submit, withdraw, return, confirm, reopen."""

    allowed = staticmethod(permissions.may_see_records)
    model = Assessment
