"""Leading groups and who holds which office in them."""

from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Substr
from django.urls import reverse

from shuangyong.vague import VagueDateField, end_of, start_of
from units.terms import Term

from .units import Unit


def in_year(since: str, until: str, year: int) -> Q:
    """What held in `year`, or in a part of it; an unknown day does not limit it.

    `since` and `until` are the names of the columns with the first and the last day.
    """
    begun = Q(**{since: None}) | Q(**{f"{since}__year__lte": year})
    return begun & (Q(**{until: None}) | Q(**{f"{until}__year__gte": year}))


class GroupState(models.TextChoices):
    """What became of a version; derived, never stored."""

    CURRENT = "current", "现行"
    RESTRUCTURED = "restructured", "已调整"
    DISSOLVED = "dissolved", "已撤销"


class LeadingGroupQuerySet(models.QuerySet):
    """Leading groups in all their versions."""

    def known_to(self, user) -> LeadingGroupQuerySet:
        """Those whose host stands in the account's directory."""
        return self.filter(host__in=Unit.objects.known_to(user))

    def current(self) -> LeadingGroupQuerySet:
        """The versions that have not ended."""
        return self.filter(valid_until=None)

    def in_force(self, year: int) -> LeadingGroupQuerySet:
        """In force in `year` or a part of it, and not before they were established."""
        established = self.alias(established_year=Substr("established", 1, 4))
        return established.filter(
            in_year("valid_from_day", "valid_until_day", year),
            Q(established=None) | Q(established_year__lte=str(year)),
        )

    def latest_first(self) -> LeadingGroupQuerySet:
        """By when a version began, whenever it was entered: the first is the one at the end."""
        return self.order_by(F("valid_from_day").desc(nulls_last=True), "-pk")


class LeadingGroup(models.Model):
    """双拥工作领导小组 in one of its versions.

    A group is restructured by a new version; the old one gets `valid_until` and stays
    readable. A unit with a current group issues plans, standards and rounds to its members.
    """

    host = models.ForeignKey(
        Unit, models.PROTECT, related_name="leading_groups", verbose_name="设立单位"
    )
    name = models.CharField("名称", max_length=100)
    established = VagueDateField("成立时间", null=True, blank=True)
    document_number = models.CharField("文号", max_length=60, blank=True)
    valid_from = VagueDateField("起用时间", null=True, blank=True)
    valid_from_day = start_of("valid_from")
    valid_until = VagueDateField("停用时间", null=True, blank=True)
    valid_until_day = end_of("valid_until")
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="next",
        verbose_name="上一届",
    )  # fmt: skip
    members = models.ManyToManyField(
        Unit, related_name="memberships", blank=True, verbose_name="成员单位"
    )
    note = models.TextField("说明", blank=True)

    objects = LeadingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "领导小组"
        ordering = ("host__path", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["host"],
                condition=models.Q(valid_until=None),
                name="one_current_group_per_host",
                violation_error_message="该单位已有现行领导小组，请先停用原有的。",
                violation_error_code="host",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from_day=None)
                | models.Q(valid_until_day=None)
                | models.Q(valid_until_day__gte=models.F("valid_from_day")),
                name="group_ends_after_it_begins",
                violation_error_message="停用时间不能早于起用时间。",
                violation_error_code="valid_until",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("units:group", args=[self.pk])

    def stamp(self) -> str:
        """Changes with whatever the form of the group shows: dates, members, every person.

        A page carries it, so that the second of two people who edit a 名单 is told.
        """
        own = [str(getattr(self, field.attname)) for field in self._meta.concrete_fields]
        members = sorted(self.members.values_list("pk", flat=True))
        people = [[str(value) for value in row] for row in self.appointments.values_list()]
        return hashlib.sha256(repr((own, members, people)).encode()).hexdigest()

    @property
    def is_current(self) -> bool:
        """True for the version in force."""
        return self.valid_until is None

    @property
    def term(self) -> Term:
        """When this version is in force; from its establishment on where nothing else is known."""
        return Term(self.valid_from or self.established, self.valid_until)

    @property
    def state(self) -> GroupState:
        """现行, 已调整 by a later version, or 已撤销; `select_related("next")` for lists."""
        if self.is_current:
            return GroupState.CURRENT
        return GroupState.RESTRUCTURED if hasattr(self, "next") else GroupState.DISSOLVED


class GroupRole(models.TextChoices):
    """Offices in a leading group, in the order of a 领导小组名单."""

    HEAD = "head", "组长"
    DEPUTY_HEAD = "deputy_head", "副组长"
    MEMBER = "member", "成员"
    LEADER_IN_CHARGE = "leader_in_charge", "分管领导"
    RESPONSIBLE = "responsible", "责任人"
    LIAISON = "liaison", "联络员"


class AppointmentQuerySet(models.QuerySet):
    """Who holds which office."""

    def held_in(self, year: int) -> AppointmentQuerySet:
        """Offices held in `year`: a person's time lies within that of the group's version."""
        return self.filter(
            in_year("since_day", "until_day", year),
            group__in=LeadingGroup.objects.in_force(year),
        )

    def in_office(self) -> AppointmentQuerySet:
        """Those who have not left."""
        return self.filter(until=None)

    def once(self, year: int) -> AppointmentQuerySet:
        """Whoever kept an office through a restructuring in `year` is named by the later version."""
        again = Appointment.objects.held_in(year).filter(
            group__previous=OuterRef("group"),
            role=OuterRef("role"), name=OuterRef("name"), post=OuterRef("post"),
        )  # fmt: skip
        return self.exclude(Exists(again))

    def as_listed(self) -> AppointmentQuerySet:
        """Groups in administrative order, earlier versions first, then as a 名单 lists people."""
        places = [When(role=role, then=Value(at)) for at, role in enumerate(GroupRole)]
        return self.order_by(
            "group__host__path",
            F("group__valid_from_day").asc(nulls_first=True),
            "group_id",
            Case(*places, default=Value(len(places))),
            "position",
            "pk",
        )


class Appointment(models.Model):
    """A person, or a post without a name, that holds an office in a leading group."""

    group = models.ForeignKey(LeadingGroup, models.CASCADE, related_name="appointments")
    role = models.CharField("组内职务", max_length=20, choices=GroupRole)
    name = models.CharField("姓名", max_length=50, blank=True)
    post = models.CharField("单位职务", max_length=100, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代表单位"
    )
    since = VagueDateField("任职时间", null=True, blank=True)
    since_day = start_of("since")
    until = VagueDateField("离任时间", null=True, blank=True)
    until_day = end_of("until")
    position = models.PositiveSmallIntegerField("顺序", default=0)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "组成人员"
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~(models.Q(name="") & models.Q(post="")),
                name="appointment_names_a_person_or_post",
                violation_error_message="请填写姓名或职务。",
                violation_error_code="name",
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=models.Q(role="head", until=None),
                name="one_head_per_group",
                violation_error_message="一个领导小组只能有一位现任组长。",
                violation_error_code="role",
            ),
            models.CheckConstraint(
                condition=models.Q(since_day=None)
                | models.Q(until_day=None)
                | models.Q(until_day__gte=models.F("since_day")),
                name="appointment_ends_after_it_begins",
                violation_error_message="离任时间不能早于任职时间。",
                violation_error_code="until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.post}{self.name}"

    @property
    def term(self) -> Term:
        """When the office is held."""
        return Term(self.since, self.until)
