"""What it adds up to: figures, summaries, documents."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """总结与报表."""

    name = "reports"
    verbose_name = "总结与报表"

    def ready(self) -> None:
        """Let measures count summaries, and handovers pass them on: rooms below cannot know them."""
        from assessments.measures import register
        from assessments.models import Measured
        from units import handover

        from .models import Summary
        from .tasks import count_summaries

        register(Measured.SUMMARY, count_summaries)
        handover.register(Summary)
