"""How well: standards, rounds, assessments."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """考核."""

    name = "assessments"
    verbose_name = "考核"
