"""Writing a summary: the page, what is kept while one types, photos to choose from, sources."""

from __future__ import annotations

import json

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views import View
from django.views.generic import ListView, TemplateView, UpdateView

from reports.forms import Sections, SummaryForm
from reports.models import Insert, Summary, SummarySection
from reports.summary.editing.edits import CannotRead, Edits, Outcome
from reports.summary.editing.laying import lay_over
from reports.summary.editing.photos import offered_photos
from reports.summary.editing.shown import state_of
from reports.summary.layout import Facts
from reports.summary.saving import EDITED, saved
from reports.summary.tracing import said_of
from reports.views.summaries import editable_summary, visible_summary
from shuangyong.htmx import FragmentMixin
from shuangyong.review import StepRefused
from shuangyong.views import LinesMixin, NearestPage
from units import permissions
from units.permissions import RoleRequired

OTHER_ACCOUNT = "本浏览器已换了账号登录，没有保存；请用原来的账号重新登录。"
MOST_KNOWN = 200


class SummaryEdit(RoleRequired, LinesMixin, UpdateView):
    """Head and sections below one another; with the page's script all is kept as one types."""

    allowed = staticmethod(permissions.may_see_records)
    form_class = SummaryForm
    template_name = "reports/summary_form.html"
    line_formsets = {"sections": Sections}

    def get_object(self, queryset=None):
        return editable_summary(self.request, self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def line_kwargs(self, name: str) -> dict:
        self.facts = Facts(self.object)
        known = {"facts": self.facts, "photos": offered_photos(self.object)}
        sections = SummarySection.objects.select_related("photo")
        return {"form_kwargs": known, "queryset": sections.prefetch_related("comments__by__unit")}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "summary": self.object,
            "values": self.facts.values,
            "inserts": [each for each in Insert if each not in (Insert.TEXT, Insert.PHOTO)],
        }

    def save_all(self, form, lines):
        with transaction.atomic():
            response = super().save_all(form, lines)
            saved(self.object, by=self.request.user, reason=EDITED)
        messages.success(self.request, "已保存。")
        return response


class SummaryAutosave(RoleRequired, View):
    """What was typed since the page last heard from here; asked without edits, what is new.

    Answers the page's script in JSON: `reports.summary.editing.edits.Outcome`, and `state` where
    somebody else has saved meanwhile; `refused` where nothing can be saved.
    """

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def post(self, request, pk: int):
        if request.POST.get("account", "") != str(request.user.pk):
            return JsonResponse({"refused": OTHER_ACCOUNT}, status=409)
        summary = visible_summary(request, pk)
        if not permissions.may_write_for(request.user, summary.unit):
            return JsonResponse({"refused": "您不能修改这份总结。"}, status=409)
        try:
            edits = Edits.read(json.loads(request.POST.get("edits", "{}")))
            outcome = self.keep(summary, edits)
        except (CannotRead, ValueError):
            return HttpResponseBadRequest()
        except StepRefused as refusal:
            return JsonResponse({"refused": str(refusal)}, status=409)
        return JsonResponse(self.told(summary, outcome))

    def keep(self, summary: Summary, edits: Edits) -> Outcome:
        """Write it; what new sections became is remembered, should the answer get lost."""
        name = f"summary-{summary.pk}"
        known = dict(self.request.session.get(name, {}))
        outcome = lay_over(summary, edits, by=self.request.user, known=known)
        if outcome.made:
            self.request.session[name] = dict(list(known.items())[-MOST_KNOWN:])
        return outcome

    def told(self, summary: Summary, outcome: Outcome) -> dict:
        """What became of it, for the page."""
        is_outrun = self.request.POST.get("revision") != str(outcome.before)
        return {
            "saved_at": timezone.localtime().strftime("%H:%M"),
            "revision": outcome.revision,
            "changed": outcome.changed,
            "errors": outcome.errors,
            "newer": outcome.newer,
            "made": outcome.made,
            "undo": outcome.undo,
            "gone": outcome.gone,
            "by": outcome.by,
            "state": state_of(Summary.objects.get(pk=summary.pk)) if is_outrun else None,
        }


class SummaryPhotos(RoleRequired, NearestPage, ListView):
    """Photos to choose from, as part of the page."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "reports/_photo_choices.html"
    paginate_by = 24

    def get_queryset(self):
        self.summary = editable_summary(self.request, self.kwargs["pk"])
        return offered_photos(self.summary, self.request.GET.get("q", "").replace("\0", ""))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"summary": self.summary}


class SectionSources(RoleRequired, FragmentMixin, TemplateView):
    """出处: every sentence of a section with the records it rests on."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "reports/section_sources.html"
    fragment_template_name = "reports/_section_sources.html"

    def get_context_data(self, **kwargs):
        summary = visible_summary(self.request, self.kwargs["pk"])
        section = get_object_or_404(summary.sections, pk=self.kwargs["section"])
        return super().get_context_data(**kwargs) | {
            "summary": summary,
            "section": section,
            "sentences": said_of(section, self.request.user),
        }
