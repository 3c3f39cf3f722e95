"""考核通报: choose what it tells, read it, take it along as PDF or Word."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from assessments.models import Round
from reports.assessment_bulletin import (
    USUAL,
    AssessmentBulletin,
    build_document,
    write_assessment_bulletin,
)
from reports.document import Document, numbered
from reports.forms import AssessmentBulletinForm
from reports.rendering import Format
from reports.views.documents import DocumentView
from units import permissions
from units.permissions import RoleRequired


class OfRound(RoleRequired):
    """A round's bulletin is its office's; what is chosen stands in the address."""

    allowed = staticmethod(permissions.may_see_records)

    def get_round(self) -> Round:
        """The round; a stranger's is not found, the wrong role refused."""
        visible = Round.objects.visible_to(self.request.user).select_related("unit", "standard")
        round_ = get_object_or_404(visible, pk=self.kwargs["pk"])
        if not permissions.may_issue_for(self.request.user, round_.unit):
            raise PermissionDenied
        return round_

    def get_form(self) -> AssessmentBulletinForm:
        """The choices; the usual parts, as of today, for who has not chosen yet."""
        given = self.request.GET
        has_chosen = given.keys() & AssessmentBulletinForm.base_fields.keys()
        usual = {"content": list(USUAL), "dated": timezone.localdate().isoformat()}
        return AssessmentBulletinForm(given if has_chosen else usual)

    def get_bulletin(self, round_: Round, form: AssessmentBulletinForm) -> AssessmentBulletin:
        """The bulletin of valid choices."""
        return write_assessment_bulletin(round_, user=self.request.user, **form.cleaned_data)


class AssessmentBulletinPage(OfRound, TemplateView):
    """The choices, and below them the document as it reads."""

    template_name = "reports/assessment_bulletin.html"

    def get_context_data(self, **kwargs):
        round_, form = self.get_round(), self.get_form()
        context = super().get_context_data(**kwargs) | {"round": round_, "form": form}
        if form.is_valid():
            bulletin = self.get_bulletin(round_, form)
            context |= {"bulletin": bulletin, "document": numbered(build_document(bulletin))}
        return context


class AssessmentBulletinFile(OfRound, DocumentView):
    """The bulletin as a file; choices that make no sense lead back to the page that says so."""

    action = "导出考核通报"

    def get(self, request, form: Format, **kwargs):
        self.round, self.choices = self.get_round(), self.get_form()
        if not self.choices.is_valid():
            page = reverse("reports:assessment-bulletin", args=[self.round.pk])
            return redirect(f"{page}?{request.GET.urlencode()}")
        return super().get(request, form, **kwargs)

    def get_source(self) -> AssessmentBulletin:
        return self.get_bulletin(self.round, self.choices)

    def build(self, source: AssessmentBulletin) -> Document:
        return build_document(source)
