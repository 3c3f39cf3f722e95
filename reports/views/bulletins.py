"""通报: choose what it tells, read it, take it along as PDF or Word."""

from __future__ import annotations

from datetime import date, timedelta

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from reports.bulletins import CONTENT, Bulletin, build_document, write_bulletin
from reports.document import Document, numbered
from reports.forms import BulletinForm
from reports.rendering import Format
from reports.views.documents import DocumentView
from units import permissions
from units.permissions import RoleRequired

DAYS_TO_ANSWER = timedelta(days=7)


class Choosing(RoleRequired):
    """What is chosen stands in the address, so that page, PDF and Word tell the same."""

    allowed = staticmethod(permissions.is_reviewer)

    def get_form(self) -> BulletinForm:
        """The choices; everything, as of today, for who has not chosen yet."""
        given, year = self.request.GET, self.request.year
        has_chosen = given.keys() & BulletinForm.base_fields.keys()
        return BulletinForm(given if has_chosen else first_choices(year), year=year)

    def get_bulletin(self, form: BulletinForm) -> Bulletin:
        """The bulletin of valid choices."""
        return write_bulletin(self.request.user, self.request.year, **form.cleaned_data)


def first_choices(year: int) -> dict:
    """Everything as of today; a year long past is told as of its end."""
    today = timezone.localdate()
    dated = today if year >= today.year - 1 else date(year, 12, 31)
    return {
        "content": [value for value, _ in CONTENT],
        "dated": dated.isoformat(),
        "report_by": (dated + DAYS_TO_ANSWER).isoformat(),
    }


class BulletinPage(Choosing, TemplateView):
    """The choices, and below them the document as it reads."""

    template_name = "reports/bulletin.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs) | {"form": (form := self.get_form())}
        if form.is_valid():
            bulletin = self.get_bulletin(form)
            document = numbered(build_document(bulletin))
            context |= {"bulletin": bulletin, "document": document}
        return context


class BulletinFile(Choosing, DocumentView):
    """The bulletin as a file; choices that make no sense lead back to the page that says so."""

    action = "导出通报"

    def get(self, request, form: Format, **kwargs):
        self.choices = self.get_form()
        if not self.choices.is_valid():
            return redirect(f"{reverse('reports:bulletin')}?{request.GET.urlencode()}")
        return super().get(request, form, **kwargs)

    def get_source(self) -> Bulletin:
        return self.get_bulletin(self.choices)

    def build(self, source: Bulletin) -> Document:
        return build_document(source)
