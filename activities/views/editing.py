"""The form of an activity: from the first word to the saved record with its files."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import CreateView, UpdateView

from activities import drafts, repeating, request_links, search
from activities.duplicates import remarks_on
from activities.forms.activities import (
    ActivityForm,
    BeneficiaryLines,
    ContributionLines,
    CountLines,
    FactLines,
    PartnerLines,
)
from activities.forms.parts import PartsOfSeries, has_parts
from activities.forms.typed import typed_by, without_value
from activities.models import Activity, ActivityDraft
from activities.series import as_lines, submit_with_parts
from shuangyong.forms import changed_lines, changes_of
from shuangyong.htmx import go_to
from shuangyong.review import StepRefused
from shuangyong.secrecy import warnings_in
from shuangyong.storage import files_with_rows
from shuangyong.views import LinesMixin
from units import audit, permissions
from units.models import Unit
from units.permissions import RoleRequired
from units.years import is_year

from .kind_fields import KindFieldsMixin

OFFERED = ("kind", "title", "held", "occasion", "plan_item", "series")


def form_year(request) -> int:
    """The year the posted form was opened for; the working year may have been switched since."""
    year = request.POST.get("form_year", "")
    return int(year) if is_year(year) else request.year


class ActivityEditor(KindFieldsMixin, LinesMixin):
    """The form with its lines and files; saved together or not at all."""

    model = Activity
    form_class = ActivityForm
    template_name = "activities/activity_form.html"
    line_formsets = {
        "counts": CountLines,
        "facts": FactLines,
        "contributions": ContributionLines,
        "partners": PartnerLines,
        "beneficiaries": BeneficiaryLines,
        "parts": PartsOfSeries,  # after the partners, which every date takes over
    }
    action = "新增活动"

    @cached_property
    def draft(self) -> ActivityDraft | None:
        """What the account typed here and has not saved yet."""
        return drafts.find(self.request.user, self.request.POST.get("draft"))

    @property
    def year(self) -> int:
        """The year of a new activity."""
        return form_year(self.request)

    @cached_property
    def filled_in(self) -> drafts.Typed | None:
        """What the page that is opened shows as if it had been typed already."""
        return self.draft.data if self.draft else None

    def typed_in_all(self):
        if self.request.method == "POST":
            return self.posted
        return None if self.filled_in is None else drafts.as_posted(self.filled_in)

    @cached_property
    def posted(self):
        """What was posted: dates make a series, and a label that only stood ready says nothing."""
        posted = self.request.POST.copy()
        if not self.is_saving:
            return posted
        for prefix in without_value(posted):
            posted[f"{prefix}-DELETE"] = "on"
        if has_parts(posted):
            posted["is_series"] = "on"
        return posted

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs() | {"user": self.request.user, "year": self.year}
        return kwargs | ({} if self.typed() is None else {"data": self.typed()})

    @cached_property
    def unit_names(self) -> dict[str, Unit]:
        """What partners may be called so that they are recognised."""
        return Unit.objects.by_name(self.request.user.unit)

    def line_kwargs(self, name: str) -> dict:
        if name == "parts":
            year = self.object.year if self.object else self.year
            title = (self.typed() or {}).get("title", "")
            return {"user": self.request.user, "form_kwargs": {"year": year, "title": title}}
        if name == "partners":
            return {"form_kwargs": {"units": self.unit_names}}
        return super().line_kwargs(name)

    def get_context_data(self, **kwargs):
        places = Activity.objects.visible_to(self.request.user).places()
        return super().get_context_data(**kwargs) | {
            "places": places,
            "unit_names": self.unit_names,
            "draft": self.draft,
            "waiting_drafts": self.other_drafts(),
            "parts": self.stored_parts(),
            "labels_kept": (self.typed() or {}).get("labels_kept", ""),
            "form_key": self.request.POST.get(drafts.KEY) or self.form_key(),
        }

    def form_key(self) -> str:
        """What tells this opened form from every other."""
        return next(iter((self.filled_in or {}).get(drafts.KEY, [])), "") or uuid4().hex

    def save_all(self, form, lines):
        with files_with_rows():
            super().save_all(form, lines)
            search.refresh([self.object, *lines["parts"].new_objects])
            request_links.answer(self.object, form.cleaned_data["needs"], by=self.request.user)
            left_out = self.object.attach(form.cleaned_data["evidence"])
            if self.draft:
                left_out += drafts.settle(self.draft, self.object)
            changes = changes_of(form) | changed_lines(lines)
            audit.record(self.request.user, self.action, self.object, changes=changes)
            for part in lines["parts"].new_objects:
                audit.record(self.request.user, "新增活动", part)
        offered = form.cleaned_data["evidence"]
        for remark in remarks_on(self.object, offered, left_out, self.request.user):
            messages.info(self.request, remark)
        for each in (form, *(line for line in lines["parts"] if line.has_changed())):
            warn_of_secrets(self.request, each)
        parts = len(lines["parts"].new_objects)
        saved = f"{self.object}（新登记 {parts} 次）" if parts else str(self.object)
        if "submit" in self.request.POST:
            self.submit()
        else:
            messages.success(self.request, f"已保存：{saved}")
        return go_to(self.request, self.next_url())

    def submit(self) -> None:
        """保存并提交: the same steps as the buttons on the page, a series with its dates."""
        try:
            parts = submit_with_parts(self.object, by=self.request.user)
        except StepRefused as refusal:
            messages.warning(self.request, f"已保存，尚未提交：{refusal}")
        else:
            words = f"，连同 {parts} 次活动" if parts else ""
            messages.success(self.request, f"已保存并提交：{self.object}{words}")

    def next_url(self) -> str:
        """The saved record, or an empty form for 保存并再记一条."""
        if "again" in self.request.POST:
            return f"{reverse('activities:activity-create')}?again={self.object.pk}"
        return self.get_success_url()

    def stored_parts(self):
        """The dates that a series has already."""
        if self.object is None or not self.object.is_series:
            return ()
        return self.object.parts.order_by("held_from", "pk")

    def other_drafts(self):
        """What else the account left unsaved, to be offered above the form."""
        return ()


def warn_of_secrets(request, form) -> None:
    """Say where the saved text seems to hold what must not be recorded."""
    for name, value in form.cleaned_data.items():
        for warning in warnings_in(value) if isinstance(value, str) else ():
            messages.warning(request, f"请核对“{form.fields[name].label}”：{warning}")


class ActivityCreate(RoleRequired, ActivityEditor, CreateView):
    """新增活动: one page from the first word to the saved record with its photos."""

    allowed = staticmethod(permissions.may_write)

    @cached_property
    def draft(self) -> ActivityDraft | None:
        if self.request.method == "GET" and "draft" in self.request.GET:
            return drafts.draft_of(self.request.user, self.request.GET["draft"])
        return super().draft

    @property
    def year(self) -> int:
        return self.draft.year if self.draft else super().year

    @cached_property
    def filled_in(self) -> drafts.Typed | None:
        if self.draft:
            return drafts.as_new(self.draft.data)
        for name, wanted in (("copy", repeating.copied), ("again", repeating.repeated)):
            if self.request.method == "GET" and name in self.request.GET:
                return self.taken_from(self.request.GET[name], wanted)
        return None

    def taken_from(self, number: str, wanted) -> drafts.Typed:
        """What an activity in scope gives to a new one."""
        readable = Activity.objects.visible_to(self.request.user).in_detail()
        self.source = get_object_or_404(readable, pk=drafts.as_id(number))
        typed = self.content_of(self.source)
        return wanted(typed, self.source, user=self.request.user, year=self.year)

    def content_of(self, activity: Activity) -> drafts.Typed:
        """An activity as its form shows it."""
        form = ActivityForm(instance=activity, user=self.request.user, year=activity.year)
        lines = {
            name: formset(
                instance=activity,
                prefix=name,
                **(self.line_kwargs(name) if name == "partners" else {}),  # no kind asks yet
            )
            for name, formset in self.line_formsets.items()
            if name != "parts"
        }
        return typed_by(form, lines) | (as_lines(activity) if activity.is_series else {})

    def get(self, request, *args, **kwargs):
        if "draft" in request.GET and drafts.is_gone(request.GET["draft"]):
            messages.info(request, "这份草稿已经保存为活动，或者已经丢弃。")
            return redirect("activities:activities")
        activity = self.draft and self.draft.activity
        if activity and permissions.may_edit(request.user, activity):
            return redirect(self.draft)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        again = "again" in self.request.GET and self.filled_in
        return context | {
            "source": getattr(self, "source", None),
            "repeated": repeating.said_of(self.filled_in) if again else "",
            "labels_kept": context["labels_kept"]
            or ("|".join(repeating.labels_of(self.filled_in)) if again else ""),
        }

    def other_drafts(self):
        shown = self.draft.pk if self.draft else None
        return drafts.waiting(self.request.user).exclude(pk=shown)

    def get_initial(self):
        """What a link that leads here may fill in: `?series=12&kind=3`."""
        return {name: self.request.GET[name] for name in OFFERED if name in self.request.GET}


class ActivityEdit(RoleRequired, ActivityEditor, UpdateView):
    """Correct a draft or a returned activity."""

    allowed = staticmethod(permissions.may_see_records)
    action = "修改活动"

    @cached_property
    def draft(self) -> ActivityDraft | None:
        if self.request.method == "GET":
            return drafts.waiting(self.request.user).filter(activity=self.object).first()
        return super().draft

    def get_object(self, queryset=None):
        mine = Activity.objects.visible_to(self.request.user).in_detail()
        activity = get_object_or_404(mine, pk=self.kwargs["pk"])
        # what was typed while somebody else submitted it comes back with a word, not lost
        typed = self.request.method == "POST"
        may = permissions.may_write_for(self.request.user, activity.unit)
        if not may or not (typed or activity.is_editable):
            raise PermissionDenied
        return activity
