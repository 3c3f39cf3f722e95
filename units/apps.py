"""Who: units, leading groups, troops, accounts."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """单位与领导小组."""

    name = "units"
    verbose_name = "单位与领导小组"
