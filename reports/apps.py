"""What it adds up to: figures, summaries, documents."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """总结与报表."""

    name = "reports"
    verbose_name = "总结与报表"

    def ready(self) -> None:
        """Let measures count summaries, which assessments cannot know of."""
        from assessments.measures import register
        from assessments.models import Measured

        from .tasks import count_summaries

        register(Measured.SUMMARY, count_summaries)
