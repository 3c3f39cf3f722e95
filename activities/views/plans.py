"""Plans: the year's list, the document, its form."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, prefetch_related_objects
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import CreateView, DetailView, UpdateView

from activities.commenting import Remarks, remarks_of
from activities.filters import PlanFilter
from activities.forms.plans import Clauses, IssueForm, Items, PlanForm
from activities.models import ActivityKind, Plan, PlanItem
from activities.progress import ItemProgress, progress
from shuangyong.forms import changed_lines, changes_of
from shuangyong.review import Status, Step
from shuangyong.views import FilteredList, LinesMixin
from units import audit, permissions
from units.models import Unit
from units.naming import UnitNames
from units.notices import remindings
from units.permissions import RoleRequired

from .editing import warn_of_secrets

SHOWN = 50  # sub-plans on the page of their plan; the list has all of them


class PlanList(RoleRequired, FilteredList):
    """The year's plans: the own ones, the superior ones, and by pages those of units in scope."""

    allowed = staticmethod(permissions.may_see_records)
    filterset_class = PlanFilter
    template_name = "activities/plan_list.html"
    fragment_template_name = "activities/_plan_results.html"
    paginate_by = 50

    @cached_property
    def visible(self):
        """Every plan of the year that the account reads, the late ones first."""
        plans = Plan.objects.visible_to(self.request.user).in_year(self.request.year)
        return plans.select_related("unit").late_first(timezone.localdate())

    def get_queryset(self):
        user = self.request.user
        return self.visible.filter(permissions.rows_in_scope(user)).exclude(unit=user.unit_id)

    def get_context_data(self, **kwargs):
        user, context = self.request.user, super().get_context_data(**kwargs)
        return context | {
            "own": self.visible.filter(unit=user.unit_id),
            "superior": self.visible.exclude(permissions.rows_in_scope(user)),
            "may_write": permissions.may_write(user),
            "may_issue": user.unit is not None and permissions.may_issue_for(user, user.unit),
        }


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure on the page of its plan; `typed` is a remark that came back unsaved."""

    progress: ItemProgress
    may_report: bool
    remarks: Remarks | None
    typed: str


class PlanDetail(RoleRequired, DetailView):
    """A plan reads like the document it is; measures show how far they have come."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "activities/plan_detail.html"

    def get_queryset(self):
        visible = Plan.objects.visible_to(self.request.user)
        return visible.select_related("unit__reviewed_by", "parent__unit").prefetch_related(
            "requirements", "items"
        )

    def get_context_data(self, **kwargs):
        plan, user = self.object, self.request.user
        steps = plan.open_steps(user)
        above = Plan.objects.visible_to(user).filter(pk=plan.parent_id)
        return super().get_context_data(**kwargs) | {
            "record": plan,
            "clauses": plan.requirements.all(),
            "measures": self.measures(kwargs.get("notes", {})),
            "steps": [step for step in steps if step != Step.SEND_BACK],
            "may_return": Step.SEND_BACK in steps,
            "sees_parent": plan.parent_id and above.exists(),
            "history": plan.history.select_related("by__unit"),
            "may_edit": permissions.may_edit(user, plan),
            "may_discard": permissions.may_delete(user, plan) and not plan.parent_id,
            **self.sub_plans(),
        }

    def measures(self, notes: dict[int, str]) -> list[MeasureRow]:
        """The measures with state, activities and what the reviewer said of them."""
        plan, user = self.object, self.request.user
        rows = progress(plan, user=user, today=timezone.localdate())
        items = [row.item for row in rows]
        prefetch_related_objects(
            items, "responsible_unit__changes", "further_units__changes", "answers"
        )
        remarks = remarks_of(plan)
        return [
            MeasureRow(
                row,
                permissions.may_report_outcome(user, row.item),
                remarks.get(row.item.pk),
                notes.get(row.item.pk, ""),
            )
            for row in rows
        ]

    def sub_plans(self) -> dict:
        """The parts of the plan: how many stand where, the late ones first."""
        plan, user = self.object, self.request.user
        may_issue = permissions.may_issue_for(user, plan.unit)
        parts = plan.sub_plans.visible_to(user).late_first(timezone.localdate())
        shown = parts.select_related("unit")[:SHOWN]
        chased = remindings(user, [(part.unit, part.get_absolute_url()) for part in shown])
        return {
            "sub_plans": list(zip(shown, chased, strict=True)),
            "standing": standing(parts),
            "may_issue": may_issue,
            "confirms_itself": may_issue and permissions.may_review(user, plan),
            "receiving": Unit.objects.receiving_from(plan.unit).count() if may_issue else 0,
            "issue_form": IssueForm(plan=plan),
        }


def standing(sub_plans) -> dict[str, int]:
    """How many sub-plans stand where: 全部, each status, 逾期; one query."""
    counts = sub_plans.order_by().aggregate(
        全部=Count("pk"),
        **{label: Count("pk", filter=Q(status=status)) for status, label in Status.choices},
        逾期=Count("pk", filter=Q(late=True)),
    )
    return {label: number for label, number in counts.items() if number}


class PlanEditor(RoleRequired, LinesMixin):
    """The form with its clauses and measures."""

    model = Plan
    form_class = PlanForm
    template_name = "activities/plan_form.html"
    line_formsets = {"requirements": Clauses, "items": Items}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "year": self.request.year}

    @cached_property
    def names(self) -> UnitNames:
        """The units a measure may name: those the account knows, those it names already."""
        known = Unit.objects.known_to(self.request.user).filter(is_active=True)
        items = PlanItem.objects.filter(plan=self.object)
        named = Unit.objects.filter(
            Q(pk__in=items.values("responsible_unit")) | Q(pk__in=items.values("further_units"))
        )
        return UnitNames(known | named)

    def line_kwargs(self, name: str) -> dict:
        if name != "items":
            return {}
        remarks = remarks_of(self.object) if self.object else {}
        year = self.object.year if self.object else self.request.year
        kinds = [("", "不限"), *self.kinds().values_list("pk", "name")]
        measures = PlanItem.objects.select_related("responsible_unit")
        return {
            "queryset": measures.prefetch_related("further_units"),
            "form_kwargs": {"year": year, "names": self.names, "kinds": kinds, "remarks": remarks},
        }

    def kinds(self):
        """What a measure may aim at: kinds offered to the unit, and those the plan names already."""
        named = PlanItem.objects.filter(plan=self.object).values("target_kind")
        offered = ActivityKind.objects.offered_to(self.request.user.unit)
        return offered | ActivityKind.objects.filter(pk__in=named)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"unit_names": self.names.offered()}

    def save_all(self, form, lines):
        with transaction.atomic():
            response = super().save_all(form, lines)
            changes = changes_of(form) | changed_lines(lines)
            audit.record(self.request.user, "保存计划", self.object, changes=changes)
        for each in (form, *(line for formset in lines.values() for line in formset)):
            warn_of_secrets(self.request, each)
        messages.success(self.request, f"已保存：{self.object}")
        return response


class PlanCreate(PlanEditor, CreateView):
    """A unit's own plan."""

    allowed = staticmethod(permissions.may_write)


class PlanEdit(PlanEditor, UpdateView):
    """Write a sub-plan, or correct a plan that was returned."""

    allowed = staticmethod(permissions.may_see_records)

    def get_object(self, queryset=None):
        visible = Plan.objects.visible_to(self.request.user).select_related("unit")
        plan = get_object_or_404(visible, pk=self.kwargs["pk"])
        # what was typed while somebody else submitted the plan comes back with a word, not lost
        typed = self.request.method == "POST"
        may = permissions.may_write_for(self.request.user, plan.unit)
        if not may or not (typed or plan.is_editable):
            raise PermissionDenied
        return plan
