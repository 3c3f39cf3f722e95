"""Troops by their public names, and lasting partnerships with them."""

from django.db import models

from shuangyong.vague import VagueDateField

from .units import Unit


class TroopKind(models.TextChoices):
    """The kinds of troops that local units work with."""

    ARMY = "army", "解放军"
    ARMED_POLICE = "armed_police", "武警"
    FIRE_BRIGADE = "fire_brigade", "消防"
    ARMED_FORCES_DEPARTMENT = "department", "军分区（人武部）"
    RESERVE = "reserve", "民兵预备役"
    OTHER = "other", "其他"


class TroopQuerySet(models.QuerySet):
    """Troops in the order in which they were entered."""

    def of_tree(self, unit: Unit) -> "TroopQuerySet":
        """Troops kept by the offices of the tree `unit` stands in."""
        return self.filter(unit__in=Unit.objects.of_tree(unit))


class Troop(models.Model):
    """驻军部队, by its public name only (驻泸部队, 某部).

    Designations and codes (番号, 代号) are secret; there is no field for them.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="troops", verbose_name="登记单位")
    name = models.CharField("公开名称", max_length=80, help_text="不得填写部队番号、代号")
    kind = models.CharField("类别", max_length=12, choices=TroopKind, default=TroopKind.ARMY)
    location = models.CharField("驻地（文字描述）", max_length=100, blank=True)

    objects = TroopQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "驻军部队"
        ordering = ("unit__path", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="troop_once_per_unit",
                violation_error_message="已登记过这支部队。",
                violation_error_code="name",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CoBuildingPair(models.Model):
    """军民共建: a lasting partnership of a unit and a troop."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="co_building_pairs", verbose_name="单位"
    )
    troop = models.ForeignKey(
        Troop, models.PROTECT, related_name="co_building_pairs", verbose_name="部队"
    )
    since = VagueDateField("结对时间", null=True, blank=True)
    form = models.CharField("共建形式", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "军民共建"
        ordering = ("unit__path", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "troop"],
                name="pair_once",
                violation_error_message="该单位与这支部队已是共建单位。",
                violation_error_code="troop",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}—{self.troop}"
