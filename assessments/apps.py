"""How well: standards, rounds, assessments."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """考核."""

    name = "assessments"
    verbose_name = "考核"

    def ready(self) -> None:
        """Let unfinished self-assessments pass on with an account, and stand in the calendar."""
        from activities import deadlines
        from units import handover

        from .deadlines import self_assessments
        from .models import Assessment

        handover.register(Assessment)
        deadlines.register(self_assessments)
