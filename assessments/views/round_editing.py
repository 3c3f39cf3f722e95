"""新建考核, changing it while it is prepared or open, deleting what never began."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import CreateView, UpdateView

from assessments import announcing
from assessments.forms.rounds import PublishedForm, RoundForm, TimesForm
from assessments.models import Round, RoundState
from assessments.opening import begin
from shuangyong.forms import changes_of
from shuangyong.review import StepRefused
from shuangyong.views import SavedOnce
from units import audit, permissions
from units.permissions import RoleRequired

from .rounds import RoundAction, tell_of_opening


class RoundEditor(SavedOnce, RoleRequired):
    """The form of a round, and 保存并开始考核 beside 保存 while it has not begun."""

    template_name = "assessments/round_form.html"

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs() | {"today": timezone.localdate()}
        if not issubclass(self.get_form_class(), RoundForm):
            return kwargs
        return kwargs | {
            "unit": self.request.user.unit,
            "year": self.request.year,
            "standard": self.request.GET.get("standard", ""),
            "opens": "open" in self.request.POST,
        }

    def form_valid(self, form):
        try:
            with transaction.atomic():
                self.save(form)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        for notice in form.notices:
            messages.warning(self.request, notice)
        return redirect(self.object)

    def save(self, form) -> None:
        """Store the form, and begin with the round if that was asked for."""
        raise NotImplementedError

    def opened(self, round_: Round) -> None:
        """Begin, and say so."""
        made = begin(round_, by=self.request.user)
        tell_of_opening(self.request, round_, len(made))


class RoundCreate(RoundEditor, CreateView):
    """新建考核; the units under review are ticked already."""

    allowed = staticmethod(permissions.is_reviewer)
    form_class = RoundForm

    def save(self, form) -> None:
        round_ = form.save()
        audit.record(self.request.user, "新建考核", round_)
        if form.opens:
            self.opened(round_)
        else:
            messages.success(self.request, "已保存。核对参评单位后点“开始考核”。")
        self.object = round_

    def form_invalid(self, form):
        form.instance.pk = self.object = None  # what was rolled back has no address
        return super().form_invalid(form)


FORMS = {
    RoundState.PREPARING: RoundForm,
    RoundState.OPEN: TimesForm,
    RoundState.PUBLISHED: PublishedForm,
}


class RoundEdit(RoundEditor, UpdateView):
    """修改考核: everything while it is prepared, then only what moves without harm."""

    allowed = staticmethod(permissions.may_see_records)
    context_object_name = "round"

    def get_queryset(self):
        return Round.objects.visible_to(self.request.user).select_related("unit", "standard")

    def get_object(self, queryset=None):
        round_ = super().get_object(queryset)
        if not permissions.may_issue_for(self.request.user, round_.unit):
            raise PermissionDenied
        self.before = (round_.state, round_.self_deadline)
        return round_

    def get_form_class(self):
        return FORMS[RoundState(self.before[0])]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"units": self.object.units.count()}

    def save(self, form) -> None:
        state, deadline = self.before
        stored = Round.objects.select_for_update().get(pk=self.object.pk)
        if stored.state != state:
            raise StepRefused("刚刚有人开始或公布了本考核，您填写的内容还没有保存。")
        changes = changes_of(form)
        self.object = form.save()
        if changes:
            audit.record(self.request.user, "修改考核", self.object, changes=changes)
        messages.success(self.request, "已保存。")
        if getattr(form, "opens", False):
            self.opened(self.object)
        if state == RoundState.OPEN and self.object.self_deadline != deadline:
            told = announcing.rescheduled(self.object, deadline, by=self.request.user)
            messages.success(self.request, f"自评截止已调整，通知了 {told} 个尚未报送的单位。")


class RoundDelete(RoundAction):
    """A round that never began goes; one that has begun stays with all its checklists."""

    def post(self, request, pk: int):
        with transaction.atomic():
            round_ = Round.objects.select_for_update().get(pk=self.get_round().pk)
            if round_.state != RoundState.PREPARING:
                messages.error(request, f"“{round_}”已经开始，不能删除。")
                return redirect(round_)
            audit.record(request.user, "删除考核", round_)
            round_.delete()
        messages.success(request, f"已删除：{round_}")
        return redirect(reverse("assessments:rounds"))
