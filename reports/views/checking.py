"""核对: a summary read against its records, before it is handed in and whenever one likes."""

from __future__ import annotations

from django.views.generic import DetailView

from reports.proofreading.of_summary import checked
from shuangyong.htmx import FragmentMixin
from shuangyong.review import Step
from units import permissions
from units.permissions import RoleRequired

from .summaries import visible_summary


class SummaryCheck(RoleRequired, FragmentMixin, DetailView):
    """What is found in the text, what its numbers rest on, what it does not mention."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "reports/summary_check.html"
    fragment_template_name = "reports/_check.html"

    def get_object(self, queryset=None):
        return visible_summary(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        summary, user = self.object, self.request.user
        may_edit = permissions.may_edit(user, summary)
        check, missing = checked(summary, may_edit=may_edit)
        return super().get_context_data(**kwargs) | {
            "check": check,
            "left_out": missing,
            "may_edit": may_edit,
            "may_submit": Step.SUBMIT in summary.open_steps(user),
        }
