"""The few things every app shares."""

from django.apps import AppConfig
from django.forms import Field

# Django's own words speak of 字段, which nobody in an office calls it; said here because a form's
# fields take their words when its module is read, which comes after this one
Field.default_error_messages["required"] = "这是必填项。"


class ShuangyongConfig(AppConfig):
    """Template tags and building blocks; no models of its own."""

    name = "shuangyong"
    verbose_name = "双拥工作管理系统"

    def ready(self):
        from . import breadcrumbs
        from .manual.trails import TRAILS

        breadcrumbs.register(TRAILS)
