"""What is done with a need: its steps, and the activities that answer it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views import View
from django.views.generic import DetailView

from activities.forms.request_steps import FORMS
from activities.models import Activity, RequestStep, SupportRequest
from activities.models.answering import TAKEN
from activities.request_links import candidates
from shuangyong.converters import register_choices
from shuangyong.htmx import FragmentMixin
from shuangyong.review import StepRefused
from shuangyong.views import way_back
from units import permissions
from units.naming import tidy
from units.permissions import RoleRequired

from .editing import warn_of_secrets
from .requests import RELATED, RequestDetail, visible_needs

register_choices("request_step", RequestStep, only=FORMS)  # claim, assign, promise …


class RequestStepView(RequestDetail):
    """Takes one step; what is wrong comes back on the need's page with everything typed."""

    def get(self, request, pk: int, taken: RequestStep):
        return redirect(get_object_or_404(self.get_queryset(), pk=pk))

    def post(self, request, pk: int, taken: RequestStep):
        self.object = get_object_or_404(self._needs(taken), pk=pk)
        if not taken.rule.allowed(request.user, self.object):
            raise PermissionDenied
        form = FORMS[taken](request.POST, need=self.object, user=request.user)
        if not form.is_valid():
            return self._show(form)
        try:
            form.take()
        except StepRefused as refusal:
            return self._show(form, refused=str(refusal))
        messages.success(request, f"已{taken.label}：{self.object}")
        warn_of_secrets(request, form)
        return redirect(self.object)

    def _needs(self, taken: RequestStep):
        """A need that another unit has claimed a moment ago is out of sight, not unheard of."""
        if taken != RequestStep.CLAIM:
            return self.get_queryset()
        offered = SupportRequest.objects.postable_by(self.request.user)
        return offered.select_related(*RELATED)

    def _show(self, wrong, *, refused: str = ""):
        """The page with the form that was sent; it stands first, even if it fits no longer.

        Of a need that has gone out of sight only what is wrong is told.
        """
        need = self.get_queryset().filter(pk=self.object.pk).first()
        if need is None:
            messages.error(self.request, refused or TAKEN)
            return redirect("activities:requests")
        self.object = wrong.need = need
        if refused:
            wrong.show_newer()
            wrong.add_error(None, refused)
        steps = [step for step in self.object.open_steps(self.request.user) if step != wrong.step]
        others = [FORMS[step](need=self.object, user=self.request.user) for step in steps]
        return self.render_to_response(self.get_context_data(forms=[wrong, *others]))


class RequestActivities(FragmentMixin, RequestDetail):
    """Looking for activities that answer a need: a page of its own, or a list for htmx."""

    template_name = "activities/request_activities.html"
    fragment_template_name = "activities/_request_candidates.html"

    def get_context_data(self, **kwargs):
        need, user = self.object, self.request.user
        if not permissions.may_answer_request(user, need):
            raise PermissionDenied
        words = tidy(self.request.GET.get("words", ""))
        found = candidates(need, user, words)
        return DetailView.get_context_data(self, candidates=found, words=words, **kwargs)


class RequestLink(RoleRequired, View):
    """关联活动, or 取消关联."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)
    linked = True

    def post(self, request, pk: int, activity: int):
        need = get_object_or_404(visible_needs(request.user), pk=pk)
        answer = get_object_or_404(Activity.objects.visible_to(request.user), pk=activity)
        try:
            need.link(answer, by=request.user, linked=self.linked)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{'已关联' if self.linked else '已取消关联'}：{answer}")
        return redirect(way_back(request, need.get_absolute_url()))
