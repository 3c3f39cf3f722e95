"""复核申请: filed by the unit, listed for the office, answered once, read by both."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from assessments import objections
from assessments.forms.objections import AnswerForm, ObjectionForm
from assessments.models import Assessment, Objection, Response, Round
from assessments.views.results import round_head
from shuangyong.review import StepRefused
from units import permissions
from units.permissions import RoleRequired

RELATED = ("response__criterion__section", "response__assessment__round__unit")
PEOPLE = ("response__assessment__unit", "filed_by__unit", "answered_by__unit")


class ObjectionFile(RoleRequired, View):
    """申请复核 for one item."""

    allowed = staticmethod(permissions.may_write)

    def get_response(self) -> Response:
        """The item; a stranger's is not found, the wrong role refused."""
        visible = Assessment.objects.visible_to(self.request.user)
        items = Response.objects.filter(assessment__in=visible)
        related = ("criterion__section", "assessment__unit", "assessment__round__unit")
        response = get_object_or_404(items.select_related(*related), pk=self.kwargs["pk"])
        if not permissions.may_object(self.request.user, response.assessment):
            raise PermissionDenied
        return response

    def get(self, request, pk: int):
        return self.show(self.get_response(), ObjectionForm())

    def post(self, request, pk: int):
        response, form = self.get_response(), ObjectionForm(request.POST)
        if not form.is_valid():
            return self.show(response, form)
        try:
            objection = objections.file(
                response, reason=form.cleaned_data["reason"], by=request.user
            )
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            return self.show(response, form)
        messages.success(request, f"已提交第 {response.criterion.label} 项的复核申请。")
        return redirect(objection)

    def show(self, response: Response, form: ObjectionForm):
        """The item, its scores and the form."""
        return render(
            self.request,
            "assessments/objection_form.html",
            {
                "response": response,
                "assessment": response.assessment,
                "until": response.assessment.objections_until,
                "may_see_review": permissions.may_see_review(
                    self.request.user, response.assessment
                ),
                "form": form,
            },
        )


class ObjectionDetail(RoleRequired, View):
    """What the unit says and what the office decided, or the form to decide with."""

    allowed = staticmethod(permissions.may_see_records)

    def get_objection(self) -> Objection:
        """The objection; a stranger's is not found."""
        visible = Objection.objects.visible_to(self.request.user)
        return get_object_or_404(visible.select_related(*RELATED, *PEOPLE), pk=self.kwargs["pk"])

    def get(self, request, pk: int):
        objection = self.get_objection()
        return self.show(objection, self.form_for(objection))

    def post(self, request, pk: int):
        objection = self.get_objection()
        if not permissions.may_review(request.user, objection.response.assessment):
            raise PermissionDenied
        form = AnswerForm(objection, request.POST)
        if not form.is_valid():
            return self.show(objection, form)
        try:
            answered = objections.answer(objection, by=request.user, **form.decision)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            return self.show(self.get_objection(), form)
        done = "已调整得分并重新计算总分和等次" if answered.is_upheld else "维持原得分"
        messages.success(request, f"已答复：{done}。")
        return redirect("assessments:objections", objection.response.assessment.round_id)

    def form_for(self, objection: Objection) -> AnswerForm | None:
        """The form for who may answer, while there is something to answer."""
        assessment = objection.response.assessment
        may = permissions.may_review(self.request.user, assessment) and assessment.is_published
        return AnswerForm(objection) if may and not objection.is_answered else None

    def show(self, objection: Objection, form: AnswerForm | None):
        """Both sides, and the form where it is due; scores given anew stay the office's own."""
        assessment = objection.response.assessment
        context = {"objection": objection, "response": objection.response}
        context["may_see_review"] = permissions.may_see_review(self.request.user, assessment)
        context |= {"assessment": assessment, "round": assessment.round, "form": form}
        return render(self.request, "assessments/objection.html", context)


class RoundObjections(RoleRequired, View):
    """All objections of a round, those that wait first; a unit sees its own."""

    allowed = staticmethod(permissions.may_see_records)

    def get(self, request, pk: int):
        rounds = Round.objects.visible_to(request.user).select_related("unit", "standard")
        round_ = get_object_or_404(rounds, pk=pk)
        found = Objection.objects.visible_to(request.user)
        found = found.filter(response__assessment__round=round_).select_related(*RELATED, *PEOPLE)
        rows = sorted(found, key=lambda objection: objection.is_answered)
        context = round_head(round_, request.user) | {
            "rows": rows,
            "open": sum(not objection.is_answered for objection in rows),
            "upheld": sum(objection.is_upheld for objection in rows),
            "answered": sum(objection.is_answered for objection in rows),
            "may_answer": permissions.may_issue_for(request.user, round_.unit),
        }
        return render(request, "assessments/round_objections.html", context)
