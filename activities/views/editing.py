"""The form of an activity: from the first word to the saved record with its files."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import CreateView, UpdateView

from activities import drafts, search
from activities.forms.activities import (
    ActivityForm,
    BeneficiaryLines,
    ContributionLines,
    CountLines,
    PartnerLines,
)
from activities.models import Activity, ActivityDraft
from shuangyong.forms import changed_lines, changes_of, unjudged
from shuangyong.htmx import go_to
from shuangyong.review import Step, StepRefused
from shuangyong.secrecy import warnings_in
from shuangyong.views import LinesMixin
from units import audit, permissions
from units.models import Unit
from units.permissions import RoleRequired
from units.years import is_year

OFFERED = ("kind", "title", "held", "occasion", "plan_item", "series")


def form_year(request) -> int:
    """The year the posted form was opened for; the working year may have been switched since."""
    year = request.POST.get("form_year", "")
    return int(year) if is_year(year) else request.year


class ActivityEditor(LinesMixin):
    """The form with its lines and files; saved together or not at all."""

    model = Activity
    form_class = ActivityForm
    template_name = "activities/activity_form.html"
    line_formsets = {
        "counts": CountLines,
        "contributions": ContributionLines,
        "partners": PartnerLines,
        "beneficiaries": BeneficiaryLines,
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

    def typed(self):
        if self.request.method == "POST" or self.filled_in is None:
            return super().typed()
        return drafts.as_posted(self.filled_in)

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs() | {"user": self.request.user, "year": self.year}
        return kwargs | ({} if self.typed() is None else {"data": self.typed()})

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        return unjudged(form) if form.is_bound and self.request.method == "GET" else form

    def build_lines(self):
        lines = super().build_lines()
        if self.request.method == "GET":
            for formset in lines.values():
                if formset.is_bound:
                    unjudged(formset)
        return lines

    @cached_property
    def unit_names(self) -> dict[str, Unit]:
        """What partners may be called so that they are recognised."""
        return Unit.objects.by_name(self.request.user.unit)

    def line_kwargs(self, name: str) -> dict:
        return {"form_kwargs": {"units": self.unit_names}} if name == "partners" else {}

    def get_context_data(self, **kwargs):
        places = Activity.objects.visible_to(self.request.user).places()
        return super().get_context_data(**kwargs) | {
            "places": places,
            "unit_names": self.unit_names,
            "draft": self.draft,
            "form_key": self.request.POST.get(drafts.KEY) or self.form_key(),
        }

    def form_key(self) -> str:
        """What tells this opened form from every other."""
        return next(iter((self.filled_in or {}).get(drafts.KEY, [])), "") or uuid4().hex

    def save_all(self, form, lines):
        with transaction.atomic():
            super().save_all(form, lines)
            search.refresh([self.object])
            left_out = self.object.attach(form.cleaned_data["evidence"])
            if self.draft:
                left_out += drafts.settle(self.draft, self.object)
            changes = changes_of(form) | changed_lines(lines)
            audit.record(self.request.user, self.action, self.object, changes=changes)
        report_duplicates(self.request, left_out)
        warn_of_secrets(self.request, form)
        if "submit" in self.request.POST:
            self.submit()
        else:
            messages.success(self.request, f"已保存：{self.object}")
        return go_to(self.request, self.get_success_url())

    def submit(self) -> None:
        """保存并提交: the same step as the button on the page."""
        try:
            self.object.take(Step.SUBMIT, by=self.request.user)
        except StepRefused as refusal:
            messages.warning(self.request, f"已保存，尚未提交：{refusal}")
        else:
            messages.success(self.request, f"已保存并提交：{self.object}")


def report_duplicates(request, left_out) -> None:
    """Say which files the activity already had."""
    for proof in left_out:
        messages.info(request, f"“{proof.name}”已经上传过，没有重复保存。")


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
        return drafts.as_new(self.draft.data) if self.draft else None

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
