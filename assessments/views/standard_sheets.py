"""A 考核细则 from a sheet, previewed before it becomes one; and as a sheet that prints."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views import View
from django.views.generic import FormView, UpdateView

from assessments.forms.standard_sheets import StandardFileForm, StandardHeadForm
from assessments.models import Standard
from assessments.sheets.importing import take_over
from assessments.sheets.shown import shown_sections
from assessments.sheets.writing import file_name, write_standard
from shuangyong.review import StepRefused
from shuangyong.sheets import sent
from shuangyong.views import SavedOnce
from units import audit, permissions
from units.models import ImportBatch, ImportKind
from units.permissions import RoleRequired


class StandardImport(RoleRequired, FormView):
    """导入考核细则: a file that holds none comes back with the reason and leaves nothing behind."""

    allowed = staticmethod(permissions.is_reviewer)
    form_class = StandardFileForm
    template_name = "assessments/standard_import.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def form_valid(self, form):
        return redirect("assessments:standard-import-preview", form.batch.pk)


class StandardImportPreview(RoleRequired, SavedOnce, UpdateView):
    """The standard as it will be, what is odd about it, and its head to be corrected."""

    allowed = staticmethod(permissions.is_reviewer)
    form_class = StandardHeadForm
    template_name = "assessments/standard_preview.html"

    def get_object(self):
        """A standard that is not saved yet, with the head that the file has."""
        mine = ImportBatch.objects.filter(kind=ImportKind.STANDARD, by=self.request.user)
        self.batch = get_object_or_404(mine, pk=self.kwargs["pk"])
        self.kept = self.batch.rows[0]
        return Standard(unit=self.request.user.unit)

    def get_initial(self):
        data = self.kept["data"]
        head = {name: data[name] for name in StandardHeadForm.Meta.fields if name in data}
        return {"year": self.request.user.working_year} | head

    def get_context_data(self, **kwargs):
        findings = sorted(self.kept["findings"], key=lambda finding: not finding["serious"])
        return super().get_context_data(**kwargs) | {
            "batch": self.batch,
            "sheet": self.kept["sheet"],
            "findings": findings,
            "serious": sum(finding["serious"] for finding in findings),
            "sections": shown_sections(self.kept["data"]),
            "items": sum(len(section["criteria"]) for section in self.kept["data"]["sections"]),
        }

    def form_valid(self, form):
        try:
            standard = take_over(self.batch, form.cleaned_data, by=self.request.user)
        except StepRefused as refusal:
            messages.error(self.request, str(refusal))
            return redirect("assessments:standards")
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, f"已导入：{standard}")
        return redirect(standard)


class StandardExport(RoleRequired, View):
    """导出 xlsx."""

    allowed = staticmethod(permissions.may_export)

    def get(self, request, pk: int):
        visible = Standard.objects.visible_to(request.user).select_related("unit")
        standard = get_object_or_404(visible, pk=pk)
        audit.record(request.user, "导出考核细则", standard)
        return sent(write_standard(standard), file_name(standard))
