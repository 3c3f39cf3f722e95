"""The few things every app shares."""

from django.apps import AppConfig
from django.forms import Field


class ShuangyongConfig(AppConfig):
    """Template tags and building blocks; no models of its own."""

    name = "shuangyong"
    verbose_name = "双拥工作管理系统"

    def ready(self):
        # Django's own words speak of 字段, which nobody in an office calls it
        Field.default_error_messages["required"] = "这是必填项。"
