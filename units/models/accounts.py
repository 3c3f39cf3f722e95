"""Accounts: one person, one role, one unit."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from .units import Unit


class Role(models.TextChoices):
    """What an account is for; the last three are 三员分立 (GB/T 22239-2019, level 3)."""

    LIAISON = "liaison", "联络员"
    REVIEWER = "reviewer", "双拥办审核员"
    LEADER = "leader", "领导"
    ADMIN = "admin", "系统管理员"
    SECURITY = "security", "安全管理员"
    AUDITOR = "auditor", "安全审计员"


BUSINESS_ROLES = (Role.LIAISON, Role.REVIEWER, Role.LEADER)
OFFICERS = (Role.ADMIN, Role.SECURITY, Role.AUDITOR)


class UserQuerySet(models.QuerySet):
    """Accounts, in the words of the field."""

    def awaiting_rights(self):
        """待授权: in use, without a role."""
        return self.filter(role="", is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Creates accounts; signing in is by user name, upper or lower case alike."""

    def create_user(self, username: str, password: str | None = None, **fields) -> User:
        """A new account; without `role` it has no rights until one is given."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.full_clean()
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who signs in.

    An account is created by the system administrator without a role, and gets role and unit
    from the security administrator; nobody does both.
    """

    username = models.CharField(
        "用户名",
        max_length=50,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "已有同名账号。"},
    )
    name = models.CharField("姓名", max_length=50)
    role = models.CharField("角色", max_length=10, choices=Role, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="users", verbose_name="单位"
    )
    phone = models.CharField("联系电话", max_length=30, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须修改密码", default=False, editable=False)
    wanted_role = models.CharField(
        "拟授角色", max_length=10, choices=Role, blank=True, editable=False
    )
    wanted_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="拟授单位",
    )  # fmt: skip
    working_year = models.PositiveSmallIntegerField("工作年度", null=True, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ("name",)
    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        ordering = ("unit__path", "username")
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="username_once_in_any_case",
                violation_error_message="已有同名账号。",
                violation_error_code="username",
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=BUSINESS_ROLES) | models.Q(unit__isnull=False),
                name="business_role_needs_a_unit",
                violation_error_message="联络员、审核员和领导必须属于一个单位。",
                violation_error_code="unit",
            ),
            # 三员分立: one account, one of the six roles, and an officer's is in no unit's business
            models.CheckConstraint(
                condition=models.Q(role__in=["", *Role.values]),
                name="account_has_a_known_role",
                violation_error_message="没有这个角色。",
                violation_error_code="role",
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=OFFICERS) | models.Q(unit__isnull=True),
                name="officer_belongs_to_no_unit",
                violation_error_message="系统管理员、安全管理员、安全审计员不属于任何单位，请清空单位。",
                violation_error_code="unit",
            ),
            models.CheckConstraint(
                condition=models.Q(wanted_role__in=["", *BUSINESS_ROLES]),
                name="only_business_roles_are_asked_for",
                violation_error_message="只能申请联络员、审核员和领导。",
                violation_error_code="wanted_role",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def has_wish(self) -> bool:
        """True while rights in business were asked for the account and nobody has answered."""
        asked = self.wanted_role in BUSINESS_ROLES and self.wanted_unit_id is not None
        return asked and self.is_active and not self.role

    @property
    def is_in_business(self) -> bool:
        """True for an account in use with a business role."""
        return self.is_active and self.role in BUSINESS_ROLES

    def is_last_officer(self) -> bool:
        """True if no other account in use holds this one's part of 三员; one query at most."""
        if self.pk is None or self.role not in OFFICERS or not self.is_active:
            return False
        others = User.objects.filter(role=self.role, is_active=True).exclude(pk=self.pk)
        return not others.exists()

    @cached_property
    def scope(self):
        """The units this account works with; loaded once a request."""
        from units.scope import scope_of

        return scope_of(self)

    @cached_property
    def unread_notices(self) -> int:
        """How many notices this account has not opened; counted once a request."""
        from .notices import Notice

        return Notice.objects.unread_by(self).count()

    @cached_property
    def issuers(self) -> frozenset[int]:
        """The units that issue to this account's unit; loaded once a request."""
        from units.scope import issuers_of

        return issuers_of(self.unit) if self.unit else frozenset()
