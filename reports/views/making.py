"""Making a summary: outline, how much is told, in which order, and an office's examples."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from reports.making_forms import ExamplesForm, SettingsForm
from reports.models import Summary
from reports.summary.generating.choosing import (
    answers_for_others,
    choose_examples,
    choose_settings,
    kinds_told,
    offered_examples,
)
from reports.summary.generating.outlines import usual_outline
from reports.summary.generating.records import unconfirmed
from reports.views.summaries import editable_summary
from reports.writing import write_summary
from shuangyong.review import StepRefused
from units import permissions
from units.permissions import RoleRequired

SHOWN = 50


class SettingsPage(RoleRequired, FormView):
    """What the form of a summary's settings needs, and what is missing from the records."""

    form_class = SettingsForm
    template_name = "reports/summary_settings.html"

    def get_form_kwargs(self):
        unit, year = self.about
        kwargs = super().get_form_kwargs()
        return kwargs | {"unit": unit, "is_office": answers_for_others(unit, year)}

    def get_context_data(self, **kwargs):
        unit, year = self.about
        return super().get_context_data(**kwargs) | {
            "unit": unit,
            "year_of": year,
            "missing": unconfirmed(unit, year, self.request.user),
        }


class SummaryCreate(SettingsPage):
    """Generate the own unit's summary of the working year, or go to the one there is.

    Everything is chosen beforehand: posting the empty form is enough.
    """

    allowed = staticmethod(permissions.may_write)

    @property
    def about(self):
        """The unit and the year of the summary."""
        return self.request.user.unit, self.request.year

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and permissions.may_write(request.user):
            unit, year = request.user.unit, request.year
            if present := Summary.objects.filter(unit=unit, year=year).first():
                return redirect(present)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"outline": usual_outline(self.request.user.unit)}

    def form_valid(self, form):
        unit, year = self.about
        summary = write_summary(
            unit, year, by=self.request.user, today=timezone.localdate(), **form.chosen()
        )
        messages.success(self.request, "已根据已确认的记录生成工作总结，请核对、修改后提交。")
        return redirect(summary)


class SummarySettings(SettingsPage):
    """Other settings for a summary there is; the text changes when it is generated anew."""

    allowed = staticmethod(permissions.may_see_records)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.summary = None

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and permissions.may_see_records(request.user):
            self.summary = editable_summary(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def about(self):
        """The unit and the year of the summary."""
        return self.summary.unit, self.summary.year

    def get_initial(self):
        names = ("outline", "style", "arrangement")
        return {name: getattr(self.summary, name) for name in names}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"summary": self.summary}

    def form_valid(self, form):
        try:
            choose_settings(self.summary, by=self.request.user, **form.chosen())
        except StepRefused as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.summary)
        messages.success(self.request, "已保存提纲和详略。请看正文将有哪些变化。")
        return redirect("reports:summary-regenerate", self.summary.pk)


class SummaryExamples(RoleRequired, TemplateView):
    """典型事例: with some chosen, these are told in full and all others counted."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "reports/summary_examples.html"

    def get_context_data(self, **kwargs):
        summary = editable_summary(self.request, self.kwargs["pk"])
        asked = self.request.GET
        told = offered_examples(summary, asked.get("q", ""), asked.get("kind", ""))
        page = Paginator(told, SHOWN).get_page(asked.get("page"))
        return super().get_context_data(**kwargs) | {
            "summary": summary,
            "page_obj": page,
            "chosen": set(summary.examples.values_list("pk", flat=True)),
            "kinds": kinds_told(summary),
            "asked": asked,
        }

    def post(self, request, pk: int):
        summary = editable_summary(request, pk)
        form = ExamplesForm(request.POST)
        if form.is_valid():
            try:
                count = choose_examples(summary, by=request.user, **form.cleaned_data)
            except StepRefused as refusal:
                messages.error(request, str(refusal))
                return redirect(summary)
            told = f"已选定 {count} 项典型事例" if count else "没有选定典型事例，全部活动都写入正文"
            messages.success(request, f"{told}。点“重新生成”，正文按新的选择编写。")
        query = request.GET.urlencode()
        page = reverse("reports:summary-examples", args=[pk])
        return redirect(f"{page}?{query}" if query else page)
