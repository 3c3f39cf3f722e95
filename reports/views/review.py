"""待审核: everything that awaits this reviewer, whatever kind of record it is."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.views.generic import TemplateView

from reports.confirming import confirm_each
from reports.tasks import queue
from units import permissions
from units.permissions import RoleRequired


class ReviewQueue(RoleRequired, TemplateView):
    """One queue; each row can be confirmed or returned where it stands, ticked ones at once."""

    allowed = staticmethod(permissions.is_reviewer)
    template_name = "reports/review_queue.html"

    def get_context_data(self, **kwargs):
        rows = [
            (task, task.record.open_steps(self.request.user)) for task in queue(self.request.user)
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}

    def post(self, request):
        ticked = request.POST.getlist("record")
        outcome = confirm_each(ticked, by=request.user)
        if outcome.done:
            messages.success(request, f"已确认 {outcome.done} 条记录。")
        if outcome.refused:
            number, reasons = len(outcome.refused), "".join(outcome.refused)
            messages.warning(request, f"{number} 条没有确认。{reasons}")
        if not ticked:
            messages.error(request, "请先勾选记录。")
        return redirect("reports:review")
