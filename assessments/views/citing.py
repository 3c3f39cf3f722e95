"""Choosing the activities that prove an item, from all that the unit may cite."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from assessments.evidence import cite
from assessments.forms.citing import FindActivitiesForm
from assessments.forms.responses import keys
from assessments.forms.sheets import SelfSheet
from assessments.models import Assessment, Response
from assessments.selectors import checklist, citable_activities
from shuangyong.htmx import go_to
from shuangyong.review import StepRefused
from units import permissions
from units.permissions import RoleRequired

SHOWN = 30


class ChooseActivities(RoleRequired, View):
    """A page; for the script of a section its inside, and the list of the item once chosen."""

    allowed = staticmethod(permissions.may_write)
    http_method_names = ("get", "post")

    def get_response(self) -> Response:
        """The item, open to the account; a stranger's is not found."""
        visible = Assessment.objects.visible_to(self.request.user)
        found = Response.objects.filter(assessment__in=visible)
        related = found.select_related("assessment__unit", "assessment__round__unit", "criterion")
        response = get_object_or_404(related, pk=self.kwargs["pk"])
        assessment = response.assessment
        may = permissions.may_edit(self.request.user, assessment)
        if not (may and assessment.is_item_open(response)):
            raise PermissionDenied
        return response

    def get(self, request, pk: int):
        response = self.get_response()
        form = FindActivitiesForm(request.GET, user=request.user)
        offered = citable_activities(response.assessment).exclude(responses=response)
        found = form.found_in(offered).prefetch_related("evidence")
        results = list(found[: SHOWN + 1])
        shown = {
            "response": response,
            "form": form,
            "results": results[:SHOWN],
            "has_more": len(results) > SHOWN,
        }
        if request.htmx:
            part = "found" if request.htmx.target == "found-activities" else "picker"
            return render(request, f"assessments/_{part}.html", shown)
        return render(request, "assessments/choose_activities.html", shown)

    def post(self, request, pk: int):
        response = self.get_response()
        wanted = keys(request.POST.getlist("activities"))
        chosen = citable_activities(response.assessment).filter(pk__in=wanted)
        try:
            number = cite(response, chosen, by=request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return go_to(request, response.get_absolute_url())
        if request.htmx:
            return self.list_of_item(response)
        if number:
            messages.success(request, f"已选用 {number} 项活动。")
        return redirect(response)

    def list_of_item(self, response: Response):
        """The activities of the item, as the page of the section shows them."""
        assessment = response.assessment
        part = checklist(assessment, response.criterion.section_id).part(
            response.criterion.section_id
        )
        SelfSheet(part, assessment=assessment)
        item = next(item for item in part.items if item.response.pk == response.pk)
        shown = {"item": item, "form": item.form}
        return render(self.request, "assessments/_item_cited.html", shown)
