"""Passwords: the policy where Django's own is not enough, and those given out by others."""

from __future__ import annotations

import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from shuangyong.htmx import go_to
from shuangyong.review import StepRefused

from . import audit, permissions

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another on paper
GROUPS, GROUP = 3, 4  # k7mw-p3xq-t9ra: 59 bits of chance
OPEN_TO_ALL = {
    "units:password",
    "units:login",
    "units:login-again",
    "units:logout",
    "units:session",
    "manual:chapter",
}


class MinimumLength(MinimumLengthValidator):
    """At least so many characters; Django 5.2 says it in English only."""

    def get_error_message(self) -> str:
        return f"密码太短，至少需要 {self.min_length} 个字符。"


class RandomPasswordHasher(Argon2PasswordHasher):
    """argon2id for passwords made of chance, at a sixth of the usual time for each.

    The parameters are still among those OWASP recommends; a sheet of a thousand accounts would
    otherwise take minutes. The first sign-in replaces the hash by one with the usual cost.
    """

    time_cost, memory_cost, parallelism = 3, 12 * 1024, 1


class MustChangePassword:
    """Leads an account whose password somebody else has set to the page where it is changed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Nothing else opens until the password is the account's own."""
        user = request.user
        if not user.is_authenticated or not user.must_change_password:
            return None
        if request.resolver_match.view_name in OPEN_TO_ALL:
            return None
        return go_to(request, reverse("units:password"))


def random_password() -> str:
    """A password to be written on paper and changed at the first sign-in."""
    parts = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(parts)


def initial_passwords(count: int) -> list[tuple[str, str]]:
    """That many random passwords, each with its hash; about 15 ms apiece on each core."""
    hash_one = partial(make_password, hasher=RandomPasswordHasher())
    made = [random_password() for _ in range(count)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(zip(made, pool.map(hash_one, made), strict=True))


@transaction.atomic
def reset(account, *, by) -> str:
    """Give `account` a new random password and return it; it is stored hashed only.

    The account's other sessions end, and the password has to be changed at the next sign-in.
    Raises StepRefused for the own account and for one that is out of use.
    """
    if not permissions.may_grant_roles(by):
        raise PermissionDenied
    locked = type(account).objects.select_for_update().get(pk=account.pk)
    if locked == by:
        raise StepRefused("自己的密码请在“修改密码”中修改。")
    if not locked.is_active:
        raise StepRefused(f"{locked}的账号已停用，不能重置密码。")
    password = random_password()
    locked.set_password(password)
    locked.must_change_password = True
    locked.save(update_fields=["password", "must_change_password"])
    audit.record(by, "重置密码", locked)
    return password
