"""The few things every app shares."""

from django.apps import AppConfig


class ShuangyongConfig(AppConfig):
    """Template tags and building blocks; no models of its own."""

    name = "shuangyong"
    verbose_name = "双拥工作管理系统"
