"""Import of tables in two steps: upload and preview; what is confirmed is what was shown."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, FormView

from shuangyong.review import StepRefused
from shuangyong.sheets import sent
from shuangyong.tables import blank_table
from units import importing, password_sheet, permissions
from units.account_import import ACCOUNTS
from units.forms.imports import TableForm
from units.models import ImportBatch
from units.permissions import RoleRequired
from units.unit_import import UNITS

ROWS_SHOWN = 100
RECENT = 5


class OfImport(RoleRequired):
    """What the pages of one import share; the names of their addresses begin alike."""

    importer: importing.Importer
    urls: str
    """Start of the names: "units:account" has -import, -table and -preview."""
    back: str
    """Name of the list that the import fills."""

    def get_context_data(self, **kwargs):
        names = {part: reverse(f"{self.urls}-{part}") for part in ("import", "table")}
        return super().get_context_data(**kwargs) | {
            "importer": self.importer,
            "kind": self.importer.kind.label,
            "back_url": reverse(self.back),
            "import_url": names["import"],
            "table_url": names["table"],
        }


class UploadTable(OfImport, FormView):
    """The upload; a table with faults comes back with all of them and leaves nothing behind."""

    form_class = TableForm
    template_name = "units/import_upload.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"importer": self.importer, "by": self.request.user}

    def get_context_data(self, **kwargs):
        mine = ImportBatch.objects.filter(kind=self.importer.kind, by=self.request.user)
        recent = [
            (batch, reverse(f"{self.urls}-preview", args=[batch.pk]))
            for batch in mine.exclude(done_at=None).defer("rows")[:RECENT]
        ]
        return super().get_context_data(**kwargs) | {"recent": recent}

    def form_valid(self, form):
        return redirect(f"{self.urls}-preview", form.batch.pk)


class PreviewTable(OfImport, DetailView):
    """What was read, and the button that takes it over; each sees the own uploads only."""

    template_name = "units/import_preview.html"
    context_object_name = "batch"

    def get_queryset(self):
        return ImportBatch.objects.filter(kind=self.importer.kind, by=self.request.user)

    def get_context_data(self, **kwargs):
        page = Paginator(self.object.rows, ROWS_SHOWN).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "page_obj": page,
        }

    def post(self, request, pk: int):
        batch = self.get_object()
        try:
            importing.take_over(self.importer, batch, by=request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已导入 {len(batch.rows)} 行：{batch}")
        return redirect(f"{self.urls}-preview", batch.pk)


class BlankTable(RoleRequired, View):
    """The file to be filled in, with an example and notes."""

    importer: importing.Importer

    def get(self, request):
        file = blank_table(self.importer.columns, self.importer.examples, self.importer.notes)
        name = f"{self.importer.kind.label}导入表.xlsx"
        return sent(file, name)


class OfUnits:
    """The import of units is the system administrator's."""

    allowed = staticmethod(permissions.may_manage_units)
    importer = UNITS
    urls = "units:unit"
    back = "units:units"


class UnitUpload(OfUnits, UploadTable):
    """从表格导入单位."""


class UnitTable(OfUnits, BlankTable):
    """单位导入表."""


class UnitPreview(OfUnits, PreviewTable):
    """The units read, as a tree; those that exist already stay as they are."""

    template_name = "units/unit_preview.html"

    def get_context_data(self, **kwargs):
        new = sum(not row["exists"] for row in self.object.rows)
        return super().get_context_data(**kwargs) | {
            "new": new,
            "existing": len(self.object.rows) - new,
        }


class OfAccounts:
    """The import of accounts is the system administrator's."""

    allowed = staticmethod(permissions.may_create_accounts)
    importer = ACCOUNTS
    urls = "units:account"
    back = "units:accounts"


class AccountUpload(OfAccounts, UploadTable):
    """从表格导入账号."""


class AccountTable(OfAccounts, BlankTable):
    """账号导入表."""


class AccountPreview(OfAccounts, PreviewTable):
    """The accounts read; once they exist, how many of them still wait for a password."""

    template_name = "units/account_preview.html"

    def get_context_data(self, **kwargs):
        due = password_sheet.due(self.object).count() if self.object.done_at else 0
        return super().get_context_data(**kwargs) | {"due": due}


@method_decorator(never_cache, name="dispatch")
class PasswordSheet(OfAccounts, RoleRequired, View):
    """初始密码单: every download makes new passwords, none can be shown a second time."""

    http_method_names = ("post",)

    def post(self, request, pk: int):
        mine = ImportBatch.objects.filter(kind=self.importer.kind, by=request.user)
        batch = get_object_or_404(mine.exclude(done_at=None), pk=pk)
        try:
            sheet = password_sheet.issue(batch, by=request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("units:account-preview", batch.pk)
        name = f"初始密码单-{timezone.localdate():%Y-%m-%d}.xlsx"
        return sent(sheet, name)
