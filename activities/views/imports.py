"""Ledgers and old papers on their way in: upload, preview, correction, confirmation."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import FormView

from activities.drafts import as_id
from activities.forms.imports import LedgerForm, PaperForm, RowForm
from activities.ledgers import importing, marking, preview, work
from activities.ledgers.context import Context
from activities.models import ActivityImport, ImportedRow, ImportSource, ImportState
from shuangyong.review import StepRefused
from shuangyong.sheets import as_file, sent
from units import permissions
from units.permissions import RoleRequired

UNTOLD_SHOWN = 100
ROWS_SHOWN = 50


class ImportList(RoleRequired, FormView):
    """The upload of a ledger beside that of an old paper, and what was uploaded before."""

    allowed = staticmethod(permissions.may_write)
    form_class = LedgerForm
    template_name = "activities/import_list.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "year": self.request.year}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        mine = ActivityImport.objects.of(self.request.user).defer("text", "details")
        plain = {"user": self.request.user, "year": self.request.year}
        forms = {"ledger": LedgerForm, "paper": PaperForm}
        fresh = {name: form(**plain) for name, form in forms.items()}
        typed = context["form"]
        return context | fresh | {typed.source.value: typed, "imports": mine[:ROWS_SHOWN]}

    def form_valid(self, form):
        unit, year = form.cleaned_data["unit"], form.cleaned_data["year"]
        batch = importing.upload(
            form.source, unit=unit, year=year, by=self.request.user, **form.given()
        )
        if batch.state == ImportState.FAILED:
            for message in batch.message.splitlines():
                form.add_error("file", message)
            importing.discard(batch)
            return self.form_invalid(form)
        return redirect(batch)


class PaperUpload(ImportList):
    """The upload of an old paper."""

    form_class = PaperForm


class OfImport(RoleRequired):
    """One import of the account's own; nobody else's exists."""

    allowed = staticmethod(permissions.may_write)

    @cached_property
    def batch(self) -> ActivityImport:
        """The import of the address, or 404."""
        return get_object_or_404(ActivityImport.objects.of(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def sort(self) -> str:
        """Which rows are looked at, by `show` in the address or the form."""
        wanted = self.request.GET.get("show") or self.request.POST.get("show", "")
        return wanted if wanted in preview.SORTS else "all"

    def attempt(self, step, done: str = "") -> bool:
        """Take a step; says what was done, or why it was refused."""
        try:
            step()
        except StepRefused as refusal:
            messages.error(self.request, str(refusal))
            return False
        if done:
            messages.success(self.request, done)
        return True

    def back(self) -> HttpResponse:
        """The page of the import, with the same rows shown."""
        page = self.request.POST.get("page", "")
        query = f"?show={self.sort}&page={page}" if page.isdecimal() else f"?show={self.sort}"
        return redirect(self.batch.get_absolute_url() + query)

    def sums(self) -> dict:
        """How many rows of each sort, and what a confirmation would take over."""
        batch = self.batch
        sorts = preview.AFTER if batch.state == ImportState.DONE else preview.BEFORE
        tabs = [(s, preview.SORTS[s], preview.sorted_rows(batch, s).count()) for s in sorts]
        return {
            "batch": batch,
            "tabs": tabs,
            "sort": self.sort,
            "wanted": batch.rows.wanted().count(),
        }


class ImportPage(OfImport, View):
    """Progress while it is read, then the rows; for htmx the part that changes."""

    def get(self, request, pk: int):
        if self.batch.is_working:
            return self.progress()
        if request.htmx:
            response = HttpResponse()
            response["HX-Refresh"] = "true"
            return response
        return render(request, "activities/import_detail.html", self.sums() | self.rows())

    def progress(self):
        """How far the worker is; htmx asks for this part again and again."""
        page = "_import_progress" if self.request.htmx else "import_progress"
        response = render(self.request, f"activities/{page}.html", {
            "batch": self.batch,
            "nobody_works": self.batch.nobody_works,
            "may_restart": self.batch.may_begin_anew,
        })  # fmt: skip
        patch_vary_headers(response, ["HX-Request"])
        return response

    def rows(self) -> dict:
        """One page of the chosen rows, each as it will be."""
        chosen = preview.sorted_rows(self.batch, self.sort).select_related("twin__unit", "activity")
        page = Paginator(chosen.order_by("number"), ROWS_SHOWN).get_page(
            self.request.GET.get("page")
        )
        context = Context.of(self.batch)
        return {
            "page_obj": page,
            "rows": preview.shown(page.object_list, context),
            "offered": preview.offered(context),
            "left_out": marking.left_out_by_reader(self.batch)[:ROWS_SHOWN],
            "untold": preview.untold_of(self.batch)[:UNTOLD_SHOWN],
            "is_ready": self.batch.state == ImportState.READY,
            "is_paper": self.batch.source == ImportSource.PAPER,
        }


class Confirm(OfImport, View):
    """确认导入: every wanted row at once, or none."""

    http_method_names = ("post",)

    def post(self, request, pk: int):
        if self.attempt(lambda: importing.confirm(self.batch)):
            self.batch.refresh_from_db()
            if self.batch.state == ImportState.READY:
                messages.error(request, self.batch.message)
        return redirect(self.batch)


class Restart(OfImport, View):
    """重新开始: work whose worker was killed is done from the beginning."""

    http_method_names = ("post",)

    def post(self, request, pk: int):
        self.attempt(lambda: work.begin_anew(self.batch), "已重新开始。")
        return redirect(self.batch)


class Discard(OfImport, View):
    """Remove an import; the activities that came from it stay."""

    http_method_names = ("post",)

    def post(self, request, pk: int):
        batch = self.batch
        gone = self.attempt(lambda: importing.discard(batch), f"已删除：{batch}")
        return redirect("activities:imports" if gone else batch)


class Tick(OfImport, View):
    """Take rows in or leave them out: one, those of the page, or all that are looked at."""

    http_method_names = ("post",)

    def post(self, request, pk: int):
        self.attempt(self.tick)
        if request.htmx:
            return render(request, "activities/_import_sums.html", self.sums())
        return self.back()

    def tick(self) -> None:
        """`all` is yes or no for every row of the sort; else `wanted` are ticked of `rows`."""
        posted, batch = self.request.POST, self.batch
        if "all" in posted:
            rows = preview.sorted_rows(batch, self.sort).values("number")
            importing.want(batch, rows, wanted=posted["all"] == "yes")
            return
        on_page, ticked = _numbers(posted.getlist("rows")), _numbers(posted.getlist("wanted"))
        importing.want(batch, on_page & ticked, wanted=True)
        importing.want(batch, on_page - ticked, wanted=False)


def _numbers(texts: list[str]) -> set[int]:
    return {as_id(text) for text in texts} - {0}


class RowEdit(OfImport, View):
    """Correct a row where it stands; it is judged again at once."""

    @cached_property
    def row(self) -> ImportedRow:
        """The row of the address, or 404."""
        rows = self.batch.rows.select_related("twin__unit", "activity")
        return get_object_or_404(rows, number=self.kwargs["number"])

    def get(self, request, pk: int, number: int):
        if "shown" in request.GET:
            return self.as_row()
        return self.as_form(self.form())

    def post(self, request, pk: int, number: int):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.as_form(form)
        batch, alike = self.batch, form.cleaned_data.get("alike", False)
        corrected = self.attempt(lambda: importing.correct(batch, number, form.cells, alike=alike))
        if request.htmx and alike:
            return HttpResponse(headers={"HX-Refresh": "true"})
        if request.htmx and corrected:
            del self.row
            return self.as_row(with_sums=True)
        return self.back()

    def form(self, posted=None) -> RowForm:
        """The cells of the row, with how many rows have the same mistakes."""
        alike = importing.rows_alike(self.row).count() if self.row.problems else 0
        return RowForm(posted, cells=self.row.cells, problems=self.row.problems, alike=alike)

    def as_form(self, form: RowForm):
        """The fields in place of the row, or on a page of their own."""
        page = "_import_row_form" if self.request.htmx else "import_row"
        row = self.shown()
        context = {
            "batch": self.batch,
            "form": form,
            "shown": row,
            "row": self.row,
            "sort": self.sort,
        }
        if not self.request.htmx:
            context["offered"] = preview.offered(Context.of(self.batch))
        return render(self.request, f"activities/{page}.html", context)

    def as_row(self, *, with_sums: bool = False):
        """The row as it will be, with the sums beside the list if they have changed."""
        context = self.sums() | {
            "shown": self.shown(), "is_ready": True, "with_sums": with_sums,
            "is_paper": self.batch.source == ImportSource.PAPER,
        }  # fmt: skip
        return render(self.request, "activities/_import_row_alone.html", context)

    def shown(self):
        """The row as the preview shows it."""
        return preview.shown([self.row], Context.of(self.batch))[0]


class Marked(OfImport, View):
    """The file with its wrong cells coloured and commented."""

    def get(self, request, pk: int):
        book, name = marking.marked_book(self.batch)
        return sent(as_file(book), name)


class LeftOut(OfImport, View):
    """What was left out, with the reasons, as a table."""

    def get(self, request, pk: int):
        book, name = marking.left_out_book(self.batch)
        return sent(as_file(book), name)
