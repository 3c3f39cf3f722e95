"""How well: standards, rounds, assessments."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """考核."""

    name = "assessments"
    verbose_name = "考核"

    def ready(self) -> None:
        """Let unfinished self-assessments pass on when an account is handed over."""
        from units import handover

        from .models import Assessment

        handover.register(Assessment)
