"""Files that belong to a criterion: served after asking who looks, changed while it is open."""

from __future__ import annotations

from csp.decorators import csp
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.views import View

from assessments.evidence import attach, describe, hold, remarks_on
from assessments.forms.files import CaptionForm, ResponseFilesForm
from assessments.forms.responses import keys
from assessments.models import Assessment, Response, ResponseFile
from shuangyong.review import StepRefused
from shuangyong.views import AnswersScript
from units import audit, permissions
from units.permissions import RoleRequired

INLINE = ("image/", "application/pdf")
SEALED = csp({"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": True})


class OfFiles(AnswersScript, RoleRequired, View):
    """A view of files of items: a stranger's are not found."""

    allowed = staticmethod(permissions.may_see_records)

    def visible_files(self):
        """The files of checklists that the account sees, with item and assessment."""
        visible = Assessment.objects.visible_to(self.request.user)
        files = ResponseFile.objects.filter(response__assessment__in=visible)
        return files.select_related("response__assessment__unit", "response__criterion")

    def get_file(self) -> ResponseFile:
        """The file that the address names."""
        return get_object_or_404(self.visible_files(), pk=self.kwargs["pk"])

    def may_change(self, response: Response) -> None:
        """403 for a reader, and while the item is not open to its unit."""
        assessment = response.assessment
        if not permissions.may_edit(self.request.user, assessment):
            raise PermissionDenied
        if not assessment.is_item_open(response):
            raise PermissionDenied

    def answer(self, response: Response, *, errors=(), notes=(), said: str = "", items=()):
        """Errors, remarks and what is new, as JSON or as messages on the page of the item."""
        if self.for_script:
            shown = (
                render_to_string("assessments/_response_file.html", {"file": file}, self.request)
                for file in items
            )
            return self.answer_script(html="".join(shown), notes=notes, errors=errors)
        for error in errors:
            messages.error(self.request, error)
        for note in notes:
            messages.info(self.request, note)
        if said and not errors:
            messages.success(self.request, said)
        return redirect(response)


@method_decorator(SEALED, name="dispatch")
class ResponseFileView(OfFiles):
    """The file under its own name."""

    http_method_names = ("get",)

    def get(self, request, pk: int):
        file = self.get_file()
        if not file.is_picture:
            assessment = file.response.assessment
            audit.record(request.user, "下载材料", assessment, changes={"文件": file.name})
        inline = file.content_type.startswith(INLINE) and "download" not in request.GET
        return FileResponse(
            file.file.open(),
            as_attachment=not inline,
            filename=file.name,
            content_type=file.content_type,
            headers={"Cache-Control": "private, no-store"},
        )


@method_decorator(SEALED, name="dispatch")
class ResponseFileThumbnail(OfFiles):
    """The small picture of a photo."""

    http_method_names = ("get",)

    def get(self, request, pk: int):
        file = self.get_file()
        if not file.thumbnail:
            raise Http404
        return FileResponse(
            file.thumbnail.open(),
            content_type="image/jpeg",
            headers={"Cache-Control": "private, max-age=3600"},
        )


class ResponseFileAdd(OfFiles):
    """One file or several for an item, each sent by itself by the page's script."""

    http_method_names = ("post",)

    def post(self, request, pk: int):
        visible = Assessment.objects.visible_to(request.user)
        found = Response.objects.filter(assessment__in=visible)
        related = found.select_related("assessment__unit", "criterion")
        response = get_object_or_404(related, pk=pk)
        self.may_change(response)
        form = ResponseFilesForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.answer(response, errors=form.errors["evidence"])
        offered = form.cleaned_data["evidence"]
        try:
            left_out = attach(response, offered, by=request.user)
        except StepRefused as refusal:
            return self.answer(response, errors=[str(refusal)])
        kept = [file for file in offered if file not in left_out]
        notes = remarks_on(response, offered, left_out)
        said = f"已上传 {len(kept)} 份材料。" if kept else ""
        return self.answer(response, notes=notes, said=said, items=kept)


class ResponseFileEdit(OfFiles):
    """Captions of as many files as were posted: fields `12-caption`."""

    http_method_names = ("post",)

    def post(self, request):
        posted = keys(name.removesuffix("-caption") for name in request.POST if "-caption" in name)
        files = list(self.visible_files().filter(pk__in=posted))
        if not files:
            raise Http404
        for file in files:
            self.may_change(file.response)
        forms = [CaptionForm(request.POST, instance=file, prefix=file.pk) for file in files]
        errors = [
            f"“{form.instance}”的说明没有保存。{''.join(said)}"
            for form in forms
            for said in form.errors.values()
        ]
        right = [form.instance for form in forms if form.has_changed() and form.is_valid()]
        try:
            describe(right, by=request.user)
        except StepRefused as refusal:
            errors.append(str(refusal))
        return self.answer(files[0].response, errors=errors, said="已保存说明。")


class ResponseFileDelete(OfFiles):
    """Remove one file while the unit may still change its side."""

    http_method_names = ("post",)

    def post(self, request, pk: int):
        file = self.get_file()
        self.may_change(file.response)
        try:
            with transaction.atomic():
                assessment = hold(file.response)
                audit.record(request.user, "删除材料", assessment, changes={"文件": file.name})
                file.delete()
        except StepRefused as refusal:
            return self.answer(file.response, errors=[str(refusal)])
        return self.answer(file.response, said=f"已删除材料：{file}")
