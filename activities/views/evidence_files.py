"""Evidence shown: the file, its small picture, and a page to look through all of an activity's."""

from __future__ import annotations

from csp.decorators import csp, csp_update
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views import View
from django.views.generic import DetailView

from activities.models import Evidence
from activities.previews import preview_of
from units import audit, permissions
from units.permissions import RoleRequired

INLINE = ("image/", "application/pdf")  # what a browser shows without running anything
SEALED = csp({"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": True})


class OneEvidence(RoleRequired):
    """A view of one file: a stranger's is not found."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("get",)

    def get_queryset(self):
        visible = Evidence.objects.visible_to(self.request.user)
        return visible.select_related("activity__unit", "draft__activity")

    def get_evidence(self) -> Evidence:
        """The file, with what it belongs to."""
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])


@method_decorator(SEALED, name="dispatch")
class EvidenceFile(OneEvidence, View):
    """The file itself, under its own name; pictures and PDF are shown, the rest is saved."""

    def get(self, request, pk: int):
        evidence = self.get_evidence()
        inline = evidence.content_type.startswith(INLINE) and "download" not in request.GET
        if not evidence.is_picture:
            audit.record(request.user, "下载材料", evidence.holder, changes={"文件": evidence.name})
        return FileResponse(
            evidence.file.open(),
            as_attachment=not inline,
            filename=evidence.name,
            content_type=evidence.content_type,
            headers={"Cache-Control": "private, no-store"},
        )


@method_decorator(SEALED, name="dispatch")
class EvidenceThumbnail(OneEvidence, View):
    """The small picture of a photo."""

    def get(self, request, pk: int):
        evidence = self.get_evidence()
        if not evidence.thumbnail:
            raise Http404
        return FileResponse(
            evidence.thumbnail.open(),
            content_type="image/jpeg",
            headers={"Cache-Control": "private, max-age=3600"},
        )


@method_decorator(csp_update({"frame-src": ["'self'"]}), name="dispatch")
class EvidenceViewer(OneEvidence, DetailView):
    """One file after the other: pictures large, PDF in a frame, Word and Excel as text."""

    context_object_name = "evidence"
    template_name = "activities/evidence_viewer.html"

    def get_context_data(self, **kwargs):
        evidence = self.object
        beside = list(evidence.holder.evidence.all())
        place = beside.index(evidence)
        if evidence.can_be_read_here:
            audit.record(
                self.request.user, "预览材料", evidence.holder, changes={"文件": evidence.name}
            )
        return super().get_context_data(**kwargs) | {
            "beside": beside,
            "number": place + 1,
            "before": beside[place - 1] if place else None,
            "after": beside[place + 1] if place + 1 < len(beside) else None,
            "preview": preview_of(evidence) if evidence.can_be_read_here else None,
        }
