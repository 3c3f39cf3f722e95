"""Views that several apps share: lists with filters, steps of the review flow, line editors."""

from __future__ import annotations

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import BaseInlineFormSet
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import conditional_escape
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django_filters.views import FilterView

from .converters import register_choices
from .htmx import FragmentMixin
from .review import Reviewable, Step, StepRefused

register_choices("step", Step)  # submit, withdraw, return, confirm, reopen


class StepView(View):
    """Takes one step of the review flow with the comment that was posted.

    Subclasses name the model, whose queryset knows `visible_to`. A stranger's record is not
    found; the wrong role is refused by the step itself.
    """

    model: type[Reviewable]
    http_method_names = ("post",)

    def post(self, request, pk: int, step: Step):
        record = get_object_or_404(self.model.objects.visible_to(request.user), pk=pk)
        own = record.get_absolute_url()
        target = way_back(request, own)
        try:
            record.take(step, by=request.user, comment=request.POST.get("comment", ""))
        except StepRefused as refusal:
            elsewhere = "" if target == own else f"“{record}”："
            messages.error(request, f"{elsewhere}{refusal}")
            target = self.get_refused_url(record, step, target)
        else:
            messages.success(request, f"已{step.label}：{record}")
        return redirect(target)

    def get_refused_url(self, record, step: Step, target: str) -> str:
        """Where somebody goes on whose step was refused: back to where it was asked for."""
        return target


class AnswersScript:
    """View mixin: the page's own script is answered with JSON, a form with a page."""

    @property
    def for_script(self) -> bool:
        """True if the page's own script asked, and not a form."""
        kinds = ["text/html", "application/json"]
        return self.request.get_preferred_type(kinds) == "application/json"

    def answer_script(self, *, html: str = "", notes=(), errors=()) -> JsonResponse:
        """What is new as the page shows it, remarks (their text is escaped), and errors."""
        told = {"html": html, "notes": [conditional_escape(n) for n in notes], "errors": [*errors]}
        return JsonResponse(told, status=422 if errors else 200)


def way_back(request, otherwise: str) -> str:
    """Where the page that posted asked to return to, if that is an address on this site."""
    wanted = request.POST.get("next", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if ours else otherwise


class NearestPage:
    """List view mixin: a page that is not there any more opens the one nearest to it."""

    def paginate_queryset(self, queryset, page_size):
        """The page the address asks for; the last one if a step has emptied that meanwhile."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, page.object_list, page.has_other_pages()


class FilteredList(FragmentMixin, NearestPage, FilterView):
    """A list with filters in the address, pages, and a fragment for htmx."""

    paginate_by = 25
    strict = False

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        fields = context["filter"].form.fields
        narrowed = any(self.request.GET.get(name) for name in fields if name != "year")
        return context | {"is_filtered": narrowed}


class SavedOnce:
    """View mixin: two windows that make the same at the same moment make it once.

    The check of the second form may run before the first one is saved; then the database
    refuses. Checked once more, the form finds what stands there and says so at its field.
    """

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except IntegrityError:
            return super().dispatch(request, *args, **kwargs)


class LinesMixin(SavedOnce):
    """A create or update view whose form has lines below it: counts, partners, clauses.

    `line_formsets` maps a name to an inline formset class. Form and lines are saved
    together or not at all; when one of them is wrong all of them come back as typed.
    """

    line_formsets: dict[str, type[BaseInlineFormSet]] = {}

    def build_lines(self) -> dict[str, BaseInlineFormSet]:
        """The formsets, bound to what was typed if anything was."""
        return {
            name: formset(self.typed(), instance=self.object, prefix=name, **self.line_kwargs(name))
            for name, formset in self.line_formsets.items()
        }

    def typed(self):
        """What was posted, None for a page that is only opened."""
        return self.request.POST if self.request.method == "POST" else None

    def line_kwargs(self, name: str) -> dict:
        """Extra arguments for a formset."""
        return {}

    def get_context_data(self, **kwargs):
        kwargs.setdefault("lines", self.build_lines)
        context = super().get_context_data(**kwargs)
        if callable(context["lines"]):
            context["lines"] = context["lines"]()
        return context

    def post(self, request, *args, **kwargs):
        self.object = self.get_object() if self.kwargs.get("pk") else None
        form, lines = self.get_form(), self.build_lines()
        lines_are_valid = [formset.is_valid() for formset in lines.values()]
        if form.is_valid() and all(lines_are_valid):
            try:
                return self.save_all(form, lines)
            except StepRefused as refusal:
                form.add_error(None, str(refusal))
        return self.render_to_response(self.get_context_data(form=form, lines=lines))

    def save_all(self, form, lines):
        """Save form and lines in one transaction, then go on."""
        with transaction.atomic():
            self.object = form.save()
            for formset in lines.values():
                formset.instance = self.object
                formset.save()
        return redirect(self.get_success_url())
