"""版本 of a summary: listed, read, compared, brought back."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views import View
from django.views.generic import DetailView, ListView

from reports.document import numbered
from reports.models import SummaryVersion
from reports.summary.layout import build_document
from reports.summary.revising.differences import differences
from reports.summary.revising.restoring import as_it_was, restore
from shuangyong.review import StepRefused
from shuangyong.views import NearestPage
from units import permissions
from units.permissions import RoleRequired

from .summaries import editable_summary, visible_summary


class Versions(RoleRequired, NearestPage, ListView):
    """Who saved when and why, and how much was changed; the newest first."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "reports/version_list.html"
    paginate_by = 20

    def get_queryset(self):
        self.summary = visible_summary(self.request, self.kwargs["pk"])
        return self.summary.versions.select_related("by__unit")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "summary": self.summary,
            "rows": self._rows(list(context["page_obj"])),
            "numbers": list(self.summary.versions.values_list("number", "reason")),
            "may_edit": permissions.may_edit(self.request.user, self.summary),
        }

    def _rows(self, shown: list[SummaryVersion]) -> list[tuple]:
        """Each version with the number of the one before it and what differs from that."""
        below = shown and self.summary.versions.filter(number__lt=shown[-1].number).first()
        before = [*shown[1:], below or None]
        return [
            (
                version,
                former and former.number,
                former and str(differences(former.content, version.content, in_words=False)),
            )
            for version, former in zip(shown, before, strict=False)
        ]


class Version(RoleRequired, DetailView):
    """A summary as it read then."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "reports/version_detail.html"
    context_object_name = "version"

    def get_object(self, queryset=None):
        self.summary = visible_summary(self.request, self.kwargs["pk"])
        versions = self.summary.versions.select_related("by__unit")
        return get_object_or_404(versions, number=self.kwargs["number"])

    def get_context_data(self, **kwargs):
        stood, sections = as_it_was(self.object, self.summary)
        return super().get_context_data(**kwargs) | {
            "summary": self.summary,
            "document": numbered(build_document(stood, sections, on_screen=True)),
            "is_last": not self.summary.versions.filter(number__gt=self.object.number).exists(),
            "may_edit": permissions.may_edit(self.request.user, self.summary),
        }


class Compare(RoleRequired, DetailView):
    """Any two versions side by side; the last two unless others are asked for."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "reports/version_compare.html"
    context_object_name = "summary"

    def get_object(self, queryset=None):
        return visible_summary(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        numbers = list(self.object.versions.values_list("number", "reason"))
        newest = numbers[0][0] if numbers else 0
        new = self._asked("new", newest)
        old = self._asked("old", next((n for n, _ in numbers if n < new), new))
        versions = self.object.versions.select_related("by").filter(number__in=(old, new))
        found = {version.number: version for version in versions}
        context = super().get_context_data(**kwargs) | {
            "numbers": numbers,
            "old": found.get(old),
            "new": found.get(new),
            "may_undo": old != new == newest
            and permissions.may_edit(self.request.user, self.object),
        }
        if context["old"] and context["new"]:
            contents = context["old"].content, context["new"].content
            context["differences"] = differences(*contents)
        return context

    def _asked(self, name: str, otherwise: int) -> int:
        asked = self.request.GET.get(name, "")
        return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else otherwise


class Restore(RoleRequired, View):
    """恢复: a former version becomes the newest one."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def post(self, request, pk: int, number: int):
        summary = editable_summary(request, pk)
        version = get_object_or_404(summary.versions, number=number)
        try:
            remarks = restore(version, by=request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("reports:summary-versions", pk)
        messages.success(request, f"已恢复到{version}；恢复之前的内容也保留在版本中。")
        for remark in remarks:
            messages.warning(request, f"{remark}。")
        return redirect(summary)
