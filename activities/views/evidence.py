"""Evidence: added to an activity, shown after asking who looks, described, removed."""

from __future__ import annotations

from csp.decorators import csp
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.views import View
from django_htmx.http import HttpResponseClientRefresh

from activities.forms.evidence import EvidenceDetailsForm, EvidenceForm
from activities.models import Activity, Evidence
from shuangyong.review import StepRefused
from units import audit, permissions
from units.permissions import RoleRequired

from .editing import report_duplicates

INLINE = ("image/", "application/pdf")  # what a browser shows without running anything
SEALED = csp({"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": True})


class OfActivity(RoleRequired, View):
    """A view that needs one activity whose evidence the account may change."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def may_change(self, activity: Activity) -> None:
        """403 for a reader, and once the activity is out of the unit's hands."""
        if not permissions.may_edit(self.request.user, activity):
            raise PermissionDenied


class EvidenceAdd(OfActivity):
    """Several files at once for an activity that exists already."""

    def post(self, request, pk: int):
        visible = Activity.objects.visible_to(request.user).select_related("unit")
        activity = get_object_or_404(visible, pk=pk)
        self.may_change(activity)
        form = EvidenceForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                self.keep(activity, form.cleaned_data["evidence"])
            except StepRefused as refusal:
                messages.error(request, str(refusal))
        for error in form.errors.get("evidence", ()):
            messages.error(request, error)
        if request.htmx:
            return HttpResponseClientRefresh()
        return redirect(f"{activity.get_absolute_url()}#evidence")

    def keep(self, activity: Activity, offered: list[Evidence]) -> None:
        """Attach what is new and say what was not."""
        with transaction.atomic():
            left_out = activity.attach(offered)
            names = "、".join(proof.name for proof in offered if proof.pk)
            audit.record(self.request.user, "上传材料", activity, changes={"文件": names})
        report_duplicates(self.request, left_out)
        if added := len(offered) - len(left_out):
            messages.success(self.request, f"已上传 {added} 份材料。")


class OneEvidence(OfActivity):
    """A view of one file: a stranger's is not found."""

    def get_evidence(self) -> Evidence:
        """The file, with what permission questions need."""
        visible = Evidence.objects.visible_to(self.request.user).select_related("activity__unit")
        return get_object_or_404(visible, pk=self.kwargs["pk"])


class EvidenceEdit(OneEvidence):
    """Kind, caption and date of one file."""

    def post(self, request, pk: int):
        evidence = self.get_evidence()
        self.may_change(evidence.activity)
        form = EvidenceDetailsForm(request.POST, instance=evidence)
        if form.is_valid():
            form.save()
            messages.success(request, f"已保存说明：{evidence}")
        else:
            wrong = "；".join(
                f"{form.fields[name].label}：{''.join(errors)}"
                for name, errors in form.errors.items()
            )
            messages.error(request, f"“{evidence.name}”的说明没有保存。{wrong}")
        return redirect(f"{evidence.activity.get_absolute_url()}#evidence")


class EvidenceDelete(OneEvidence):
    """Remove one file."""

    def post(self, request, pk: int):
        evidence = self.get_evidence()
        self.may_change(evidence.activity)
        with transaction.atomic():
            audit.record(
                request.user, "删除材料", evidence.activity, changes={"文件": evidence.name}
            )
            evidence.delete()
        messages.success(request, f"已删除材料：{evidence}")
        return redirect(f"{evidence.activity.get_absolute_url()}#evidence")


@method_decorator(SEALED, name="dispatch")
class EvidenceFile(OneEvidence):
    """The file itself, under its own name; pictures and PDF are shown, the rest is saved."""

    http_method_names = ("get",)

    def get(self, request, pk: int):
        evidence = self.get_evidence()
        inline = evidence.content_type.startswith(INLINE)
        if not evidence.is_picture:
            audit.record(
                request.user, "下载材料", evidence.activity, changes={"文件": evidence.name}
            )
        return FileResponse(
            evidence.file.open(),
            as_attachment=not inline,
            filename=evidence.name,
            content_type=evidence.content_type,
            headers={"Cache-Control": "private, no-store"},
        )


@method_decorator(SEALED, name="dispatch")
class EvidenceThumbnail(OneEvidence):
    """The small picture of a photo."""

    http_method_names = ("get",)

    def get(self, request, pk: int):
        evidence = self.get_evidence()
        if not evidence.thumbnail:
            raise Http404
        return FileResponse(
            evidence.thumbnail.open(),
            content_type="image/jpeg",
            headers={"Cache-Control": "private, max-age=3600"},
        )
