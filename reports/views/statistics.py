"""统计: a unit's year in figures, each of which opens its records; the same as files."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from activities.forms.finding import ScopeUnitField
from activities.models import Evidence
from reports.document import Document
from reports.excel import statistics_workbook
from reports.figure_blocks import shortened
from reports.figures import YearFigures
from reports.rendering import Format
from reports.statistics import Statistics, build_document, statistics
from reports.typesetting import CannotPrint
from reports.views.documents import DocumentView
from reports.views.documents import as_file as pdf_file
from reports.workbench.year import unit_year
from reports.year_picture import YearPicture, year_picture
from reports.year_sheet import render_year_sheet
from shuangyong import charts
from shuangyong.sheets import as_file, sent
from units import audit, permissions
from units.models import Unit
from units.permissions import RoleRequired
from units.scope import scope_of_unit


class StatisticsForm(forms.Form):
    """Of which unit, and whether what waits for review counts as well."""

    unit = ScopeUnitField(label="单位（含下属）", required=False, help_text="")
    pending = forms.BooleanField(label="含待审", required=False)

    def __init__(self, asked, user):
        super().__init__(asked)
        self.fields["unit"].offer(Unit.objects.in_scope_of(user))


class Choosing(RoleRequired):
    """What is chosen stands in the address, so that page and files show the same."""

    allowed = staticmethod(permissions.may_see_records)

    def get_form(self) -> StatisticsForm:
        """The choices; the own unit for who has not chosen."""
        user = self.request.user
        asked = self.request.GET.copy()
        asked.setdefault("unit", user.unit_id)
        return StatisticsForm(asked, user)

    def get_statistics(self, form: StatisticsForm) -> Statistics:
        """The statistics of valid choices."""
        unit = form.cleaned_data["unit"] or self.request.user.unit
        return statistics(unit, self.request.year, with_pending=form.cleaned_data["pending"])


class StatisticsPage(Choosing, TemplateView):
    """Figures, charts and tables."""

    template_name = "reports/statistics.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs) | {"form": (form := self.get_form())}
        if not form.is_valid():
            return context
        told = self.get_statistics(form)
        return context | {
            "told": told,
            "figures": told.figures,
            "compared": told.compared,
            "months": months_chart(told),
            "kinds": charts.rows(linked(told.figures, shortened(told.figures.by_kind, 12))),
            "years_chart": years_chart(told) if told.compared else None,
            "is_reviewer": permissions.is_reviewer(self.request.user),
            "may_export": permissions.may_export(self.request.user),
        }


def linked(figures: YearFigures, tallies) -> list[charts.Tallied]:
    """Tallies with the address of their records."""
    return [
        charts.Tallied(t.label, t.count, figures.address(t.stands_for) if t.stands_for else "")
        for t in tallies
    ]


def months_chart(told: Statistics) -> charts.Chart:
    """The months, beside those of the year before where it has records."""
    compared = told.compared
    if not compared.has_last_year:
        return charts.columns(linked(told.figures, told.figures.by_month))
    return charts.side_by_side([
        (f"{year}年", [
            charts.Tallied(row.label, compared.value(row, year), compared.address(row, year))
            for row in compared.by_month
        ])
        for year in (told.year - 1, told.year)
    ])  # fmt: skip


def years_chart(told: Statistics) -> charts.Chart:
    """All activities of each year."""
    compared = told.compared
    row = compared.totals[0]
    return charts.columns([
        charts.Tallied(f"{year}年", compared.value(row, year), compared.address(row, year))
        for year in compared.years
    ])  # fmt: skip


class OfChoices(Choosing):
    """A file of valid choices; others lead back to the page, which says what is wrong."""

    allowed = staticmethod(permissions.may_export)

    def chosen(self) -> Statistics | None:
        """The statistics; None if there are none of these choices."""
        form = self.get_form()
        return self.get_statistics(form) if form.is_valid() else None

    def back(self):
        """The page with the same choices."""
        return redirect(f"{reverse('reports:statistics')}?{self.request.GET.urlencode()}")


class StatisticsFile(OfChoices, DocumentView):
    """统计表 as PDF or Word."""

    action = "导出统计表"

    def get(self, request, form: Format, **kwargs):
        self.told = self.chosen()
        return super().get(request, form, **kwargs) if self.told else self.back()

    def get_source(self) -> Statistics:
        return self.told

    def build(self, source: Statistics) -> Document:
        return build_document(source, timezone.localdate())


class StatisticsExport(OfChoices, View):
    """The same figures as a workbook, a sheet for each table."""

    def get(self, request):
        told = self.chosen()
        if told is None:
            return self.back()
        name = f"双拥工作数据（{told.unit.label_in(told.year)}{told.year}年）.xlsx"
        audit.record(request.user, "导出数据", name)
        return sent(as_file(statistics_workbook(told)), name)


class YearPicturePage(Choosing, TemplateView):
    """年度图示 on one screen: photos, six figures, two charts, three sentences."""

    template_name = "reports/year_picture.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs) | {"form": (form := self.get_form())}
        if not form.is_valid():
            return context
        picture = picture_for(self.request, form)
        told = picture.told
        return context | {
            "picture": picture,
            "told": told,
            "figures": told.figures,
            "shown": unit_year(told, scope_of_unit(told.unit, told.year).q, timezone.localdate()),
            "may_export": permissions.may_export(self.request.user),
        }


class YearPictureFile(OfChoices, View):
    """年度图示 as one sheet of A4."""

    def get(self, request):
        form = self.get_form()
        if not form.is_valid():
            return self.back()
        picture = picture_for(request, form)
        try:
            content = render_year_sheet(picture)
        except CannotPrint as failure:
            messages.error(request, str(failure))
            return redirect(picture)
        audit.record(request.user, "导出年度图示", picture.title)
        return pdf_file(content, picture.title, Format.PDF, download="download" in request.GET)


def picture_for(request, form: StatisticsForm) -> YearPicture:
    """The year of the chosen unit, with photos that the account may open."""
    unit = form.cleaned_data["unit"] or request.user.unit
    return year_picture(unit, request.year, Evidence.objects.visible_to(request.user))
