"""What is planned, what was done, what is needed."""

from django.apps import AppConfig

from shuangyong import breadcrumbs

from .trails import TRAILS


class ActivitiesConfig(AppConfig):
    """计划与活动."""

    name = "activities"
    verbose_name = "计划与活动"

    def ready(self) -> None:
        """Unfinished work passes on when an account is handed over; new names can be searched."""
        from units import handover, renamed, searching

        from . import search
        from .found_by_name import FINDERS
        from .models import Activity, Plan

        for model in (Plan, Activity):
            handover.register(model)
        renamed.register(search.refresh_named)
        breadcrumbs.register(TRAILS)
        searching.register(*FINDERS)
