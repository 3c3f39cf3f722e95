"""The unit tree."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Length, Substr
from django.urls import reverse
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet


class UnitKind(models.TextChoices):
    """What a unit is to its 双拥办."""

    OFFICE = "office", "双拥办"
    MEMBER = "member", "成员单位"
    SUBORDINATE = "subordinate", "直属单位"
    DISTRICT = "district", "区县单位"
    GRASSROOTS = "grassroots", "基层单位"


class UnitQuerySet(MP_NodeQuerySet):
    """Units, always in administrative order: the order of the tree itself."""

    def in_scope_of(self, user) -> UnitQuerySet:
        """The units `user` works with (design: an account's scope)."""
        return self.filter(user.scope.q(""))

    def known_to(self, user) -> UnitQuerySet:
        """The directory; every unit for who sets them up.

        For business roles: the units in scope, those above them, and the hosts of the groups
        that units in scope are members of.
        """
        from units import permissions

        if not permissions.may_see_records(user):
            return self if permissions.may_see_units(user) else self.none()
        path, step = user.unit.path, self.model.steplen
        above = [path[:n] for n in range(step, len(path), step)]
        hosts = self.model.objects.filter(
            user.scope.q("leading_groups__members"), leading_groups__valid_until=None
        )
        return self.filter(
            user.scope.q("") | models.Q(path__in=above) | models.Q(pk__in=hosts.values("pk"))
        )

    def of_tree(self, unit: Unit) -> UnitQuerySet:
        """Every unit of the tree `unit` stands in: one city, one district."""
        return self.filter(path__startswith=unit.path[: self.model.steplen])

    def named(self, name: str) -> UnitQuerySet:
        """Units whose full or short name is `name`, or was, if none is called so today."""
        called = models.Q(name=name) | models.Q(short_name=name)
        was_called = models.Q(changes__name=name) | models.Q(changes__short_name=name)
        former = self.model.objects.filter(was_called, changes__kind="renamed")
        today = models.Exists(self.model.objects.filter(called))
        return self.filter(called | (models.Q(pk__in=former.values("pk")) & ~models.Q(today)))

    def called_like(self, text: str) -> UnitQuerySet:
        """Units that have, or once had, `text` in their full or short name."""
        called = models.Q(name__icontains=text) | models.Q(short_name__icontains=text)
        was = models.Q(changes__name__icontains=text) | models.Q(
            changes__short_name__icontains=text
        )
        former = self.model.objects.filter(was, changes__kind="renamed")
        return self.filter(called | models.Q(pk__in=former.values("pk")))

    def with_former_names(self) -> UnitQuerySet:
        """With their 沿革 at hand, so that `name_in` asks the database once for all of them.

        From a record's side the same is `prefetch_related("unit__changes")`.
        """
        return self.prefetch_related("changes")

    def ends_of_siblings(self) -> tuple[set[str], set[str]]:
        """The paths of whoever stands first, and last, among the siblings of each; one query."""
        base = Substr("path", 1, Length("path") - self.model.steplen)
        above = {unit.path[: -self.model.steplen] for unit in self}
        families = self.model.objects.order_by().annotate(above=base).filter(above__in=above)
        ends = families.values("above").annotate(first=models.Min("path"), last=models.Max("path"))
        found = list(ends)
        return {family["first"] for family in found}, {family["last"] for family in found}

    def by_name(self, member: Unit) -> dict[str, Unit]:
        """The units of the tree `member` stands in, by full and by short name.

        Former names are known too, since a record may be of a year in which they were in use;
        a name that a unit bears today means that unit.
        """
        units = list(
            self.filter(path__startswith=member.path[: member.steplen]).with_former_names()
        )
        renamed = [(c, unit) for unit in units for c in unit.changes.all() if c.is_renaming]
        was = {name: unit for c, unit in renamed for name in (c.short_name, c.name) if name}
        short = {unit.short_name: unit for unit in units if unit.short_name}
        return was | {unit.name: unit for unit in units} | short

    def receiving_from(self, issuer: Unit) -> UnitQuerySet:
        """Whom an issuing unit plans for and assesses: units it reviews, its group's members."""
        members = issuer.leading_groups.filter(valid_until=None).values("members")
        received = self.filter(models.Q(reviewed_by=issuer) | models.Q(pk__in=members))
        return received.filter(is_active=True).exclude(pk=issuer.pk)


class UnitManager(MP_NodeManager.from_queryset(UnitQuerySet)):
    """Finds units by name, as people do, and keeps their reviewers right."""

    def get_queryset(self):
        return UnitQuerySet(self.model, using=self._db).order_by("path")

    def get_by_natural_key(self, name: str) -> Unit:
        """The unit with this full name."""
        return self.get(name=name)

    def refresh_reviewers(self) -> None:
        """Set every unit's reviewer anew; call it after the tree or a group has changed.

        The reviewer is the nearest unit above that hosts a leading group; a root office
        without one above reviews itself.
        """
        issuing = set(
            self.filter(leading_groups__valid_until=None, leading_groups__isnull=False).values_list(
                "path", flat=True
            )
        )
        units = list(self.all())
        by_path = {unit.path: unit.pk for unit in units}
        changed = []
        for unit in units:
            reviewer = by_path.get(_nearest(unit.path, issuing, self.model.steplen))
            if unit.reviewed_by_id != reviewer:
                unit.reviewed_by_id = reviewer
                changed.append(unit)
        self.bulk_update(changed, ["reviewed_by"])


def _nearest(path: str, issuing: set[str], step: int) -> str | None:
    """The longest proper prefix of `path` that issues, or `path` itself if none above does."""
    above = [path[:n] for n in range(len(path) - step, 0, -step)]
    return next((p for p in [*above, path] if p in issuing), None)


class Unit(MP_Node):
    """An organisation that works for 双拥: an office, a bureau, a library, a village station.

    The place among its siblings is the administrative order (党委 → 人大 → 政府 → 政协 →
    群团), so `order_by("path")` lists units as official papers do.
    """

    name = models.CharField(
        "单位全称",
        max_length=100,
        unique=True,
        help_text="带行政区划的全称，如“泸州市文化新闻出版局”",
        error_messages={"unique": "已有同名单位，请用带行政区划的全称。"},
    )
    short_name = models.CharField("简称", max_length=50, blank=True, help_text="如“市文新局”")
    kind = models.CharField("单位类别", max_length=12, choices=UnitKind)
    duties = models.TextField("双拥职责", blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    is_active = models.BooleanField("在用", default=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="predecessors",
        verbose_name="并入单位",
    )  # fmt: skip
    reviewed_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="reviews"
    )

    objects = UnitManager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="unit_has_a_name",
                violation_error_message="请填写单位全称。",
                violation_error_code="name",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(is_active=False),
                name="merged_unit_is_no_longer_in_use",
                violation_error_message="已并入其他单位的单位不能再启用。",
                violation_error_code="is_active",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("pk")),
                name="unit_is_not_merged_into_itself",
                violation_error_message="单位不能并入自己。",
                violation_error_code="into",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        """The full name."""
        return (self.name,)

    @property
    def label(self) -> str:
        """Short name where there is one: what lists show."""
        return self.short_name or self.name

    @property
    def levels_above(self) -> range:
        """One for each level above it: how far a tree indents it."""
        return range(self.depth - 1)

    def name_in(self, year: int) -> str:
        """The full name at the end of `year`, as that year's documents call the unit."""
        earlier = self._renamed_after(year)
        return earlier.name if earlier else self.name

    def label_in(self, year: int) -> str:
        """The short name at the end of `year` where there was one, else the full name."""
        earlier = self._renamed_after(year)
        return (earlier.short_name or earlier.name) if earlier else self.label

    def _renamed_after(self, year: int):
        """The first renaming after `year`: it keeps what the unit was called until then.

        Merging and moving change no name: whoever was merged keeps its own.
        """
        return next(
            (c for c in self.changes.all() if c.is_renaming and c.changed_from.year > year), None
        )

    @property
    def carried_on_by(self) -> Unit:
        """Who does its work today: itself, or the unit it was merged into, and so on."""
        unit = self
        while unit.merged_into:
            unit = unit.merged_into
        return unit

    def get_absolute_url(self) -> str:
        return reverse("units:unit", args=[self.pk])

    def current_group(self):
        """The leading group this unit hosts now, or None: the sign of an issuing unit."""
        return self.leading_groups.filter(valid_until=None).first()
