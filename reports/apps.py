"""What it adds up to: figures, summaries, documents."""

from django.apps import AppConfig
from django.utils import timezone

from shuangyong import breadcrumbs

from .trails import TRAILS


class ReportsConfig(AppConfig):
    """总结与报表."""

    name = "reports"
    verbose_name = "总结与报表"

    def ready(self) -> None:
        """Tell the rooms below what they cannot know of.

        Measures count summaries, handovers pass them on; the menu counts what is to do and what
        is to review.
        """
        from assessments.measures import register
        from assessments.models import Measured
        from units import handover, searching
        from units.navigation import register_count

        from .found_by_name import FINDERS
        from .models import Summary
        from .tasks import count_summaries, pressing, queue_length

        def to_do(request) -> int:
            today = timezone.localdate()
            return request.user.unread_notices + pressing(request.user, request.year, today)

        register(Measured.SUMMARY, count_summaries)
        handover.register(Summary)
        register_count("reports:workbench", to_do, "项待办")
        register_count("reports:review", lambda request: queue_length(request.user), "项待审核")
        breadcrumbs.register(TRAILS)
        searching.register(*FINDERS)
