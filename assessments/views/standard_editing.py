"""Editing a standard: its head with the sections, a section with its items, one item at a time."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpResponseBadRequest, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import CreateView, DetailView, UpdateView

from activities.models import ActivityKind
from activities.views.editing import warn_of_secrets
from assessments import arranging
from assessments.checking import check
from assessments.forms.proposed_points import with_line, with_rule
from assessments.forms.standard_items import (
    CriterionForm,
    MeasureForm,
    MeasureLines,
    ScoringPointLines,
    as_new,
    sections_of,
)
from assessments.forms.standards import SectionLines, StandardForm
from assessments.models import Criterion, Measure, ScoringPoint, Section, Standard
from assessments.sentences import describe
from assessments.versions import IN_USE, lock_for_editing
from shuangyong.converters import register_choices
from shuangyong.forms import changed_lines, changes_of, unjudged
from shuangyong.review import StepRefused
from shuangyong.views import LinesMixin
from units import audit, permissions
from units.permissions import RoleRequired

register_choices("way", arranging.Way)


class OfStandard(RoleRequired):
    """View mixin: a part of a standard that the account's own unit issues.

    A stranger's is not found, the wrong role refused.
    """

    allowed = staticmethod(permissions.may_see_records)

    def find_standard(self) -> Standard:
        """The standard of the part that the address names."""
        return self.visible().get(pk=self.kwargs["pk"])

    def visible(self):
        """The standards the account reads."""
        visible = Standard.objects.visible_to(self.request.user)
        return visible.with_use().select_related("unit")

    @cached_property
    def standard(self) -> Standard:
        """The standard that is edited."""
        try:
            standard = self.find_standard()
        except Standard.DoesNotExist:
            raise Http404 from None
        if not permissions.may_issue_for(self.request.user, standard.unit):
            raise PermissionDenied
        return standard


class StandardPages(OfStandard):
    """View mixin of the pages: sections to go to, findings beside; what is in use is not edited."""

    def get(self, request, *args, **kwargs):
        if self.standard.in_use:
            messages.warning(request, IN_USE)
            return redirect(self.standard)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "standard": self.standard,
            "sections": self.standard.sections.annotate(items=Count("criteria")),
            "findings": check(self.standard),
            "may_edit": True,
        }


class StandardEditor(LinesMixin):
    """The form of a standard or an item with its lines; checked and saved under one lock.

    A button that only changes what the form shows (another line, without script; what the
    评分办法 says) brings it back as it was typed, unjudged and unsaved.
    """

    action: str
    proposed: QueryDict | None = None  # the form as such a button changes it

    def post(self, request, *args, **kwargs):
        self.proposed, said = self.proposal(request.POST)
        if self.proposed is None:
            return super().post(request, *args, **kwargs)
        self.object = self.get_object() if self.kwargs.get("pk") else None
        form, lines = unjudged(self.get_form()), self.build_lines()
        for formset in lines.values():
            unjudged(formset)
        context = self.get_context_data(form=form, lines=lines, proposal=said)
        return self.render_to_response(context)

    def proposal(self, posted: QueryDict) -> tuple[QueryDict | None, str]:
        """The form as a button wants it shown, and a word on it; None if it is to be saved."""
        more = posted.get("more", "")
        return (with_line(posted, more) if more in self.line_formsets else None), ""

    def typed(self):
        return super().typed() if self.proposed is None else self.proposed

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return kwargs if self.proposed is None else kwargs | {"data": self.proposed}

    @transaction.atomic
    def save_all(self, form, lines):
        super().save_all(form, lines)
        self.settle()
        changes = changes_of(form) | changed_lines(lines)
        audit.record(self.request.user, self.action, self.object, changes=changes)
        for each in (form, *(line for formset in lines.values() for line in formset)):
            warn_of_secrets(self.request, each)
        messages.success(self.request, f"已保存：{self.said()}")
        return redirect(self.get_success_url())

    def settle(self) -> None:
        """What follows from what was saved; nothing here."""

    def said(self) -> str:
        """What was saved, in a few words."""
        return str(self.object)


class StandardCreate(RoleRequired, StandardEditor, CreateView):
    """新建细则: head and, at once or later, the sections."""

    allowed = staticmethod(permissions.is_reviewer)
    model = Standard
    form_class = StandardForm
    template_name = "assessments/standard_form.html"
    line_formsets = {"sections": SectionLines}
    action = "新建考核细则"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"unit": self.request.user.unit}

    def get_initial(self):
        return {"year": self.request.year}

    def get_success_url(self):
        first = self.object.sections.first()
        if first is None:
            return reverse("assessments:standard-edit", args=[self.object.pk])
        return reverse("assessments:section-edit", args=[first.pk])


class LockedEditor(StandardPages, StandardEditor):
    """An editor of what exists: two people who save it at once do so one after the other."""

    in_use = False

    def post(self, request, *args, **kwargs):
        with transaction.atomic():
            self.in_use = lock_for_editing(self.standard.pk, by=request.user).in_use
            return super().post(request, *args, **kwargs)


class StandardEdit(LockedEditor, UpdateView):
    """Head and sections: added, renamed, moved, deleted."""

    model = Standard
    form_class = StandardForm
    template_name = "assessments/standard_form.html"
    line_formsets = {"sections": SectionLines}
    action = "修改考核细则"

    def get_object(self, queryset=None):
        return Standard.objects.select_related("unit").get(pk=self.standard.pk)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"unit": self.standard.unit, "in_use": self.in_use}

    def settle(self) -> None:
        arranging.renumber(self.object)

    def get_success_url(self):
        return reverse("assessments:standard-edit", args=[self.object.pk])


class OfSection(OfStandard):
    """View mixin: the address names a section by `section`."""

    def find_standard(self) -> Standard:
        return self.visible().get(sections=self.kwargs["section"])

    @cached_property
    def section(self) -> Section:
        """The section itself."""
        return get_object_or_404(self.standard.sections, pk=self.kwargs["section"])


class OfCriterion(OfStandard):
    """View mixin: the address names an item by `pk`."""

    def find_standard(self) -> Standard:
        return self.visible().get(sections__criteria=self.kwargs["pk"])

    @cached_property
    def criterion(self) -> Criterion:
        """The item itself."""
        items = Criterion.objects.select_related("section__standard")
        return get_object_or_404(items, pk=self.kwargs["pk"])


class SectionEdit(OfSection, StandardPages, DetailView):
    """A section: its items in order, each with its buttons."""

    template_name = "assessments/section_form.html"

    def get_object(self, queryset=None):
        return self.section

    def get_context_data(self, **kwargs):
        items = self.section.criteria.order_by("number", "pk").prefetch_related(
            "scoring_points", "measures"
        )
        rows = [(item, arranging.what_goes(item)) for item in items]
        return super().get_context_data(**kwargs) | {"section": self.section, "rows": rows}


class CriterionEditor(StandardEditor):
    """One item with its scoring points and measures."""

    model = Criterion
    form_class = CriterionForm
    template_name = "assessments/criterion_form.html"
    line_formsets = {"points": ScoringPointLines, "measures": MeasureLines}

    def proposal(self, posted: QueryDict) -> tuple[QueryDict | None, str]:
        return with_rule(posted) if "split" in posted else super().proposal(posted)

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return kwargs | {"sections": sections_of(self.here), "in_use": self.in_use}

    @property
    def here(self) -> Section:
        """The section the item stands in, or is to stand in."""
        raise NotImplementedError

    def line_kwargs(self, name: str) -> dict:
        if name == "points":
            return {}
        return {
            "queryset": Measure.objects.order_by("pk").prefetch_related("kinds"),
            "form_kwargs": {
                "kinds": offered_kinds(self.standard, self.object),
                "points": ScoringPoint.objects.filter(criterion=self.object),
                "years": self.standard.years,
            },
        }

    def build_lines(self):
        lines = super().build_lines()
        lines["measures"].points = lines["points"]
        return lines

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        items = list(self.here.criteria.order_by("number", "pk"))
        return context | {"section": self.here, "siblings": items}

    def save_all(self, form, lines):
        if form.instance.pk is None or "section" in form.changed_data:
            # where it comes to stand before the items are numbered anew
            form.instance.number = self.number_in(form.cleaned_data["section"])
        return super().save_all(form, lines)

    def settle(self) -> None:
        arranging.renumber(self.standard)
        self.object.refresh_from_db(fields=["number"])

    def number_in(self, section: Section) -> int:
        """Where the item comes to stand before the items are numbered anew."""
        return arranging.LAST

    def said(self) -> str:
        return f"第 {self.object.label} 项"

    def get_success_url(self):
        following = self.object.section.criteria.filter(number__gt=self.object.number).first()
        if "add" in self.request.POST:
            add = reverse("assessments:criterion-create", args=[self.object.section_id])
            return f"{add}?after={self.object.pk}"
        if "next" in self.request.POST and following:
            return reverse("assessments:criterion-edit", args=[following.pk])
        section = reverse("assessments:section-edit", args=[self.object.section_id])
        return f"{section}#item-{self.object.pk}"


class CriterionCreate(OfSection, CriterionEditor, LockedEditor, CreateView):
    """Another item, at the end of its section or below the one that `after` names."""

    action = "新增考核项目"

    @property
    def here(self) -> Section:
        return self.section

    def get_initial(self):
        return {"section": self.section}

    def number_in(self, section: Section) -> int:
        after = self.request.GET.get("after", "")
        if after.isascii() and after.isdigit():
            above = section.criteria.filter(pk=int(after[:18])).first()
            return above.number if above else arranging.LAST
        return arranging.LAST


class CriterionEdit(OfCriterion, CriterionEditor, LockedEditor, UpdateView):
    """An item as it stands."""

    action = "修改考核项目"

    def dispatch(self, request, *args, **kwargs):
        """What was typed for an item that somebody deleted meanwhile comes back as a new one."""
        section = request.POST.get("section", "")
        is_gone = not Criterion.objects.filter(pk=kwargs["pk"]).exists()
        if is_gone and section.isascii() and section.isdigit():
            request.POST = as_new(request.POST)
            return CriterionCreate.as_view()(request, section=int(section[:18]))
        return super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset=None):
        return self.criterion

    @cached_property
    def here(self) -> Section:
        return Section.objects.get(criteria=self.kwargs["pk"])


def offered_kinds(standard: Standard, criterion: Criterion | None):
    """What a measure may count: kinds offered to the issuing unit, and those it counts already."""
    offered = ActivityKind.objects.offered_to(standard.unit)
    if criterion is None:
        return offered
    named = Q(pk__in=Measure.kinds.through.objects.filter(
        measure__criterion=criterion).values("activitykind"))  # fmt: skip
    return offered | ActivityKind.objects.filter(named)


class PartAction(View):
    """A step with a part of a standard, taken while the standard is locked."""

    http_method_names = ("post",)

    def post(self, request, **kwargs):
        try:
            with transaction.atomic():
                if lock_for_editing(self.standard.pk, by=request.user).in_use:
                    raise StepRefused(IN_USE)
                return redirect(self.take(**kwargs))
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.standard)

    def take(self, **kwargs) -> str:
        """Take the step; returns where to go on."""
        raise NotImplementedError

    def section_url(self, section: Section) -> str:
        """The page of a section."""
        return reverse("assessments:section-edit", args=[section.pk])


class CriterionMove(OfCriterion, PartAction):
    """One up or down within the section."""

    def take(self, pk: int, way: arranging.Way) -> str:
        arranging.move(self.criterion, arranging.Way(way))
        audit.record(self.request.user, "调整考核项目顺序", self.criterion)
        return f"{self.section_url(self.criterion.section)}#item-{pk}"


class CriterionDelete(OfCriterion, PartAction):
    """An item with its scoring points and measures."""

    def take(self, pk: int) -> str:
        criterion = self.criterion
        audit.record(self.request.user, "删除考核项目", criterion)
        messages.success(self.request, f"已删除：第 {criterion.label} 项")
        arranging.remove(criterion)
        return self.section_url(criterion.section)


class SectionDelete(OfSection, PartAction):
    """A section with all its items."""

    def take(self, section: int) -> str:
        audit.record(self.request.user, "删除考核部分", self.section)
        messages.success(self.request, f"已删除：{self.section}")
        arranging.remove(self.section)
        return reverse("assessments:standard-edit", args=[self.standard.pk])


class MeasureSentence(OfStandard, View):
    """What the measure that is being put together counts and gives, as a sentence."""

    def get(self, request, pk: int):
        prefix = request.GET.get("prefix", "")
        form = MeasureForm(
            request.GET,
            prefix=prefix,
            instance=Measure(criterion=Criterion(points=_points(request.GET.get("points")))),
            kinds=ActivityKind.objects.visible_to(request.user),
            points=ScoringPoint.objects.filter(criterion__section__standard=self.standard),
            years=self.standard.years,
        )
        if not prefix or len(prefix) > 60:
            return HttpResponseBadRequest()
        said = ""
        if form.is_valid():
            kinds = [kind.name for kind in form.cleaned_data["kinds"]]
            said = describe(form.instance, self.standard.years, kinds)
        return render(request, "assessments/_measure_sentence.html", {"form": form, "said": said})


def _points(typed: str | None) -> Decimal:
    try:
        found = Decimal(typed or "0")
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() and abs(found) < 10000 else Decimal(0)
