"""What is planned, what was done, what is needed."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """计划与活动."""

    name = "activities"
    verbose_name = "计划与活动"
