"""参评单位 of a round that has begun: who has handed in, adding, extending, leaving."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.generic import FormView

from assessments.forms.participants import AddUnitsForm, ExtendForm, LeaveForm
from assessments.models import Assessment, Round, RoundState
from assessments.participation import (
    ParticipationRefused,
    add_units,
    extend,
    leave,
    participants,
    rejoin,
)
from units import permissions
from units.permissions import RoleRequired

from .rounds import RoundAction

PAGE = 100
SHOWN = {
    "": ("全部", lambda p: True),
    "missing": ("未报", lambda p: p.submitted_on is None and not p.has_left),
    "late": ("逾期", lambda p: p.is_late),
    "extended": ("已延期", lambda p: p.assessment.extended_to is not None),
    "changed": ("单位有变动", lambda p: bool(p.remark) and not p.has_left),
    "left": ("已退出", lambda p: p.has_left),
}


class OfParticipation(RoleRequired, FormView):
    """A form whose refusals stand at their fields; only the issuing unit's reviewer opens it."""

    allowed = staticmethod(permissions.may_see_records)

    def act(self, form) -> str:
        """Do it and say what was done; ParticipationRefused with a message for what cannot be."""
        raise NotImplementedError

    def form_valid(self, form):
        try:
            messages.success(self.request, self.act(form))
        except ParticipationRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return self.form_invalid(form)
        return redirect("assessments:round-units", self.round.pk)

    def dispatch(self, request, *args, **kwargs):
        """The right record and the wrong role: refused before a form is read."""
        allowed = request.user.is_authenticated and self.allowed(request.user)
        if allowed and not permissions.may_issue_for(request.user, self.round.unit):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class RoundUnits(OfParticipation):
    """Every unit with state, deadline and what became of it; and the form that adds more."""

    form_class = AddUnitsForm
    template_name = "assessments/round_units.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()

    @property
    def round(self) -> Round:
        """The round; a stranger's is not found."""
        visible = Round.objects.visible_to(self.request.user).select_related("unit")
        if not hasattr(self, "_round"):
            self._round = get_object_or_404(visible, pk=self.kwargs["pk"])
        return self._round

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"round_": self.round, "today": self.today}

    def act(self, form) -> str:
        chosen = form.cleaned_data
        made = add_units(self.round, chosen["units"], by=self.request.user, until=chosen["until"])
        return f"已补充参评单位 {len(made)} 个，已通知各单位。"

    def get_context_data(self, **kwargs):
        everybody = participants(self.round, self.today)
        shown = self.request.GET.get("show", "")
        shown = shown if shown in SHOWN else ""
        counts = [
            (key, label, sum(map(belongs, everybody))) for key, (label, belongs) in SHOWN.items()
        ]
        rows = [p for p in everybody if SHOWN[shown][1](p)]
        return super().get_context_data(**kwargs) | {
            "round": self.round,
            "page_obj": Paginator(rows, PAGE).get_page(self.request.GET.get("page")),
            "shown": shown,
            "counts": counts,
            "may_add": self.round.state == RoundState.OPEN,
            "today": self.today,
        }


class OfAssessment(OfParticipation):
    """A form about one unit of a round."""

    template_name = "assessments/participation_form.html"
    heading = ""
    button = ""
    question = ""
    effects: tuple[str, ...] = ()

    @property
    def assessment(self) -> Assessment:
        """The checklist; a stranger's is not found."""
        if not hasattr(self, "_assessment"):
            visible = Assessment.objects.visible_to(self.request.user)
            visible = visible.select_related("unit", "round__unit")
            self._assessment = get_object_or_404(visible, pk=self.kwargs["pk"])
        return self._assessment

    @property
    def round(self) -> Round:
        """Its round."""
        return self.assessment.round

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "assessment": self.assessment,
            "round": self.round,
            "heading": self.heading,
            "button": self.button,
            "question": self.question,
            "effects": self.effects,
        }


class Extend(OfAssessment):
    """延期 before the unit's deadline, 补报 after it."""

    form_class = ExtendForm
    question = "将通知该单位。确定吗？"
    effects = (
        "该单位在新的日期之前报送，不计为逾期；提醒按新的日期发出",
        "其他单位的自评截止不变",
        "该单位在工作台收到通知",
    )

    @property
    def heading(self) -> str:
        """What it is called depends on the day."""
        return "同意补报" if self.assessment.due_on < timezone.localdate() else "延期"

    button = heading

    def act(self, form) -> str:
        chosen, unit = form.cleaned_data, self.assessment.unit.label
        extend(
            self.assessment, until=chosen["until"], reason=chosen["reason"],
            by=self.request.user, today=timezone.localdate(),
        )  # fmt: skip
        return f"{unit}的自评延至{date_format(chosen['until'])}，已通知该单位。"


class Leave(OfAssessment):
    """退出考核."""

    form_class = LeaveForm
    heading = button = "退出考核"
    question = "该单位不再计入报送、逾期和排名，将通知该单位。确定吗？"
    effects = (
        "不再计入报送率、逾期、得分排名，也不公布结果",
        "已填写的自评和佐证材料都保留，可以查看",
        "需要时可以恢复参评，从原来的进度继续",
    )

    def get_initial(self):
        return {"on": timezone.localdate()}

    def act(self, form) -> str:
        chosen = form.cleaned_data
        leave(self.assessment, on=chosen["on"], reason=chosen["reason"], by=self.request.user)
        return f"{self.assessment.unit.label}已退出考核。"


class Rejoin(RoundAction):
    """恢复参评."""

    def post(self, request, pk: int):
        visible = Assessment.objects.visible_to(request.user).select_related("unit", "round__unit")
        assessment = get_object_or_404(visible, pk=pk)
        if not permissions.may_issue_for(request.user, assessment.round.unit):
            raise PermissionDenied
        try:
            rejoin(assessment, by=request.user)
        except ParticipationRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{assessment.unit.label}已恢复参评。")
        return redirect(reverse("assessments:round-units", args=[assessment.round_id]))
