"""What is planned, what was done, what is needed."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """计划与活动."""

    name = "activities"
    verbose_name = "计划与活动"

    def ready(self) -> None:
        """Let unfinished plans and activities pass on when an account is handed over."""
        from units import handover

        from .models import Activity, Plan

        for model in (Plan, Activity):
            handover.register(model)
