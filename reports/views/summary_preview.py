"""The pages of a summary beside its editor, as they will be printed."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views import View

from reports.rendering import Format, fingerprint, render
from reports.summary.layout import document_of
from reports.summary.length import is_long
from reports.typesetting import CannotPrint
from reports.views.summaries import editable_summary
from units import permissions
from units.permissions import RoleRequired


class SummaryPreview(RoleRequired, View):
    """The PDF of what is stored, for the page's script; 304 if it is the one the page shows.

    In JSON instead: `error`, why there is none; `long`, that the worker has to lay it out.
    """

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("get",)

    def get(self, request, pk: int):
        summary = editable_summary(request, pk)
        try:
            document = document_of(summary)
            if is_long(document):
                return JsonResponse({"long": True})
            tag = f'"{fingerprint(document, Format.PDF)}"'
            if request.headers.get("If-None-Match") == tag:
                return HttpResponse(status=304, headers={"ETag": tag})
            content = render(document, Format.PDF)
        except CannotPrint as failure:
            return JsonResponse({"error": str(failure)}, status=422)
        headers = {"ETag": tag, "Cache-Control": "private, no-store"}
        return HttpResponse(content, content_type=Format.PDF.content_type, headers=headers)
