"""待审核: everything that awaits this reviewer, whatever kind of record it is."""

from __future__ import annotations

from django.views.generic import TemplateView

from reports.tasks import queue
from units import permissions
from units.permissions import RoleRequired


class ReviewQueue(RoleRequired, TemplateView):
    """One queue; each row can be confirmed or returned where it stands."""

    allowed = staticmethod(permissions.is_reviewer)
    template_name = "reports/review_queue.html"

    def get_context_data(self, **kwargs):
        rows = [
            (task, task.record.open_steps(self.request.user)) for task in queue(self.request.user)
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}
