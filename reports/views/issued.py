"""Finished documents: their page, their bytes, and whether a file is one of them."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views import View
from django.views.generic import DetailView, FormView

from reports.models import IssuedDocument
from reports.rendering import Format
from reports.verifying import VerifyForm, figures_then_and_now
from reports.views.documents import as_file
from units import audit, permissions
from units.permissions import RoleRequired

logger = logging.getLogger(__name__)
DAMAGED = "这份正式文件的内容与出具时不一致，已停止提供下载，请联系系统管理员从备份中恢复。"


def visible_document(request, pk: int) -> IssuedDocument:
    """The document, if the account may read its summary; 404 otherwise."""
    return get_object_or_404(IssuedDocument.objects.visible_to(request.user), pk=pk)


class IssuedDetail(RoleRequired, DetailView):
    """When it was issued and by whom, the figures then and now, its digest."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "reports/issued_detail.html"
    context_object_name = "document"

    def get_object(self, queryset=None):
        return visible_document(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        lines = figures_then_and_now(self.object)
        return super().get_context_data(**kwargs) | {
            "lines": lines,
            "changed": sum(line.differs for line in lines),
            "damaged": "" if self.object.is_intact else DAMAGED,
        }


class IssuedFile(RoleRequired, View):
    """An issued document, byte for byte; a damaged one is not handed out."""

    allowed = staticmethod(permissions.may_export)

    def get(self, request, pk: int):
        document = visible_document(request, pk)
        if not document.is_intact:
            logger.error("issued document %s does not match its SHA-256", pk)
            messages.error(request, DAMAGED)
            return redirect(document)
        audit.record(request.user, "下载正式文件", document.summary)
        name = document.summary.title
        return as_file(bytes(document.pdf), name, Format.PDF, download=True)


class VerifyIssued(RoleRequired, FormView):
    """核验正式文件: is this file, or this digest, that of a document issued here?"""

    allowed = staticmethod(permissions.may_see_records)
    form_class = VerifyForm
    template_name = "reports/issued_verify.html"

    def form_valid(self, form):
        digest = form.digest_of_either
        mine = IssuedDocument.objects.visible_to(self.request.user)
        found = mine.filter(sha256=digest).order_by("-pk").first()
        damaged = DAMAGED if found and not found.is_intact else ""
        context = {"form": form, "asked": True, "found": found, "damaged": damaged}
        return self.render_to_response(self.get_context_data(**context))
