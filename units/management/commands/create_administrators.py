"""manage.py create_administrators: the three officers of 三员分立 for a new installation."""

import getpass
import os
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from units.models import Role, User

OFFICERS = (
    (Role.ADMIN, "SHUANGYONG_ADMIN"),
    (Role.SECURITY, "SHUANGYONG_SECURITY"),
    (Role.AUDITOR, "SHUANGYONG_AUDITOR"),
)


class Command(BaseCommand):
    """Asks at the terminal, or reads <NAME>_USER and <NAME>_PASSWORD from the environment."""

    help = "建立系统管理员、安全管理员、安全审计员三个账号（GB/T 22239-2019 三级，三员分立）。"

    @transaction.atomic
    def handle(self, *args, **options):
        """Create the officers that do not exist yet: all of them or none."""
        for role, variable in OFFICERS:
            if User.objects.filter(role=role).exists():
                self.stdout.write(f"{role.label}账号已存在。")
                continue
            username, password = self.credentials(role, variable)
            self.create(role, username, password)

    def credentials(self, role: Role, variable: str) -> tuple[str, str]:
        """User name and password, from the environment or the person at the terminal."""
        username = os.environ.get(f"{variable}_USER", "")
        password = os.environ.get(f"{variable}_PASSWORD", "")
        if username and password:
            return username, password
        if not sys.stdin.isatty():
            raise CommandError(f"请设置环境变量 {variable}_USER 和 {variable}_PASSWORD。")
        username = input(f"{role.label}的用户名：").strip()
        return username, getpass.getpass(f"{role.label}的密码（至少 10 位）：")

    def create(self, role: Role, username: str, password: str) -> None:
        """One officer, with a password that passes the policy."""
        try:
            validate_password(password, User(username=username))
            User.objects.create_user(username, password, name=role.label, role=role)
        except ValidationError as error:
            raise CommandError(f"{role.label}：{'；'.join(error.messages)}") from None
        self.stdout.write(f"已建立{role.label}账号：{username}")
