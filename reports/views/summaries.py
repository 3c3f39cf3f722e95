"""The year's 工作总结: generate, show, hand in, issue."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View
from django.views.generic import DetailView

from reports.document import numbered
from reports.models import Summary
from reports.rendering import Format
from reports.summary.generating.records import unconfirmed
from reports.summary.layout import build_document, document_of
from reports.summary.length import is_long
from reports.summary.renditions import LaidOutLater, content_of, order
from reports.summary.reviewing.margins import margins_of
from reports.typesetting import CannotPrint
from reports.views.documents import DocumentView
from reports.writing import issue
from shuangyong.review import Step, StepRefused
from shuangyong.views import StepView
from units import permissions
from units.permissions import RoleRequired


def visible_summary(request, pk: int) -> Summary:
    """The summary, if the account may read it; 404 otherwise."""
    mine = Summary.objects.visible_to(request.user).select_related("unit")
    return get_object_or_404(mine, pk=pk)


def editable_summary(request, pk: int) -> Summary:
    """The summary, if the account may change it now; 403 for a reader."""
    summary = visible_summary(request, pk)
    if not permissions.may_edit(request.user, summary):
        raise PermissionDenied
    return summary


def commented(summary: Summary, user) -> dict:
    """The document with what is said beside its paragraphs, for a page."""
    sections = list(summary.sections.select_related("photo"))
    document = numbered(build_document(summary, sections, on_screen=True))
    comments = list(summary.comments.with_names())
    return {
        "document": document,
        "margins": margins_of(document, sections, comments),
        "comments": comments,
        "may_comment": permissions.may_comment_summary(user, summary),
        "may_answer": permissions.may_answer_comments(user, summary),
        "may_settle": permissions.may_settle_comments(user, summary),
    }


class SummaryDetail(RoleRequired, DetailView):
    """The summary as it reads, with its status, what is missing, and what was issued."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "reports/summary_detail.html"

    def get_object(self, queryset=None):
        return visible_summary(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        summary, user = self.object, self.request.user
        steps = summary.open_steps(user)
        return super().get_context_data(**kwargs) | {
            "record": summary,
            **commented(summary, user),
            "steps": [step for step in steps if step != Step.SUBMIT],
            "may_submit": Step.SUBMIT in steps,
            "history": summary.history.select_related("by__unit"),
            "missing": unconfirmed(summary.unit, summary.year, user),
            "issued": summary.issued.defer("pdf").select_related("issued_by"),
            "may_edit": permissions.may_edit(user, summary),
            "may_issue": permissions.may_issue_summary(user, summary),
        }


class SummaryFile(DocumentView):
    """The summary as it stands, as PDF or Word."""

    action = "导出总结"

    def get_source(self):
        return visible_summary(self.request, self.kwargs["pk"])

    def build(self, source):
        return document_of(source)

    def lay_out(self, source, document, form):
        if not is_long(document):
            return super().lay_out(source, document, form)
        options = {"public": True} if "public" in self.request.GET else {}
        rendition = order(source, document, form, by=self.request.user, options=options)
        content = content_of(rendition)
        if content is None:
            raise LaidOutLater(rendition)
        return content

    def get(self, request, form: Format, **kwargs):
        try:
            return super().get(request, form, **kwargs)
        except LaidOutLater as later:
            return redirect(later.rendition)


class SummaryIssue(RoleRequired, View):
    """出具正式文件: the bytes are kept for good."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def post(self, request, pk: int):
        summary = visible_summary(request, pk)
        if not permissions.may_issue_summary(request.user, summary):
            raise PermissionDenied
        try:
            document = issue(summary, by=request.user, archive="archive" in request.POST)
        except (CannotPrint, StepRefused) as refusal:
            messages.error(request, str(refusal))
            return redirect(summary)
        messages.success(request, "已出具正式文件，内容和数据不再变动。")
        return redirect(document)


class SummaryStep(RoleRequired, StepView):
    """Submit, withdraw, return, confirm, reopen."""

    allowed = staticmethod(permissions.may_see_records)
    model = Summary

    def get_refused_url(self, record, step: Step, target: str) -> str:
        """What keeps a summary from being handed in is shown by 核对."""
        if step == Step.SUBMIT and record.is_editable:
            return reverse("reports:summary-check", args=[record.pk])
        return target
