"""Files that belong to a criterion: served after asking who looks, removed while open."""

from __future__ import annotations

from csp.decorators import csp
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.views import View

from assessments.models import Assessment, ResponseFile
from units import audit, permissions
from units.permissions import RoleRequired

INLINE = ("image/", "application/pdf")
SEALED = csp({"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": True})


class OneFile(RoleRequired, View):
    """A view of one file: a stranger's is not found."""

    allowed = staticmethod(permissions.may_see_records)

    def get_file(self) -> ResponseFile:
        """The file, with its assessment."""
        visible = Assessment.objects.visible_to(self.request.user)
        files = ResponseFile.objects.filter(response__assessment__in=visible)
        related = files.select_related("response__assessment__unit", "response__criterion")
        return get_object_or_404(related, pk=self.kwargs["pk"])


@method_decorator(SEALED, name="dispatch")
class ResponseFileView(OneFile):
    """The file under its own name."""

    http_method_names = ("get",)

    def get(self, request, pk: int):
        file = self.get_file()
        audit.record(
            request.user, "下载材料", file.response.assessment, changes={"文件": file.name}
        )
        return FileResponse(
            file.file.open(),
            as_attachment=not file.content_type.startswith(INLINE),
            filename=file.name,
            content_type=file.content_type,
            headers={"Cache-Control": "private, no-store"},
        )


class ResponseFileDelete(OneFile):
    """Remove one file while the unit may still change its side."""

    http_method_names = ("post",)

    def post(self, request, pk: int):
        file = self.get_file()
        assessment = file.response.assessment
        if not permissions.may_edit(request.user, assessment):
            raise PermissionDenied
        with transaction.atomic():
            audit.record(request.user, "删除材料", assessment, changes={"文件": file.name})
            file.delete()
        messages.success(request, f"已删除材料：{file.name}")
        return redirect(file.response)
