"""What it adds up to: figures, summaries, documents."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """总结与报表."""

    name = "reports"
    verbose_name = "总结与报表"
