"""联络员账号 from a table: created without rights, with what is asked for them."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower

from shuangyong.review import StepRefused
from shuangyong.secrecy import no_id_number
from shuangyong.tables import Row, Table

from . import audit
from .importing import Importer, Problems
from .models import BUSINESS_ROLES, ImportKind, Role, Unit, User
from .naming import UnitNames

COLUMNS = {"姓名": 12, "用户名": 16, "单位": 32, "联系电话": 18, "电子邮箱": 26, "角色": 14}
FIELDS = {"姓名": "name", "用户名": "username", "联系电话": "phone", "电子邮箱": "email"}
ROLES = {"": Role.LIAISON, "审核员": Role.REVIEWER} | {r.label: r for r in BUSINESS_ROLES}
BAD_ADDRESS = "不是有效的电子邮箱。"
RUNNING_NAME = "lly"  # 联络员; a name for whom the table gives none
MOST = 1000


class _Checker:
    """Checks a table of accounts row by row; loads units and accounts once."""

    def __init__(self):
        self.problems = Problems()
        self.units = UnitNames(Unit.objects.filter(is_active=True))
        self.taken = set(User.objects.values_list(Lower("username"), flat=True))
        people = User.objects.exclude(unit=None, wanted_unit=None)
        self.people = {
            (name, asked or unit): username
            for name, unit, asked, username in people.values_list(
                "name", "unit", "wanted_unit", "username"
            )
        }
        self.seen: dict[str, int] = {}
        self.free = self._free_names()

    def check(self, table: Table) -> list[dict]:
        for row in table.rows:
            if name := row.values["用户名"]:
                self._claim(row, User.normalize_username(name).lower())
        rows = [self._row(row) for row in table.rows]
        self.problems.refuse()
        return rows

    def _claim(self, row: Row, name: str) -> None:
        if name in self.seen:
            self.problems.at(row, "用户名", f"与第 {self.seen[name]} 行相同（不分大小写）。")
        elif name in self.taken:
            self.problems.at(row, "用户名", f"已有账号“{row.values['用户名']}”（不分大小写）。")
        self.seen.setdefault(name, row.number)

    def _row(self, row: Row) -> dict:
        unit, role = self._unit(row), self._role(row)
        if not row.values["用户名"] and unit and row.values["姓名"]:
            self._refuse_same_person(row, unit)
        values = row.values | {"用户名": row.values["用户名"] or next(self.free)}
        account = User(**{field: values[column] for column, field in FIELDS.items()})
        account.username = User.normalize_username(account.username)
        self._fields(row, account)
        return {
            "number": row.number,
            "cells": [
                account.name, account.username, unit.name if unit else "", account.phone,
                account.email, role.label if role else "",
            ],
            "unit": unit.pk if unit else None,
            "role": role.value if role else "",
        }  # fmt: skip

    def _unit(self, row: Row) -> Unit | None:
        if not row.values["单位"]:
            self.problems.at(row, "单位", "请填写。")
            return None
        try:
            return self.units.find(row.values["单位"])
        except ValidationError as error:
            self.problems.at(row, "单位", error)
            return None

    def _role(self, row: Row) -> Role | None:
        role = ROLES.get(row.values["角色"])
        if role is None:
            known = "、".join(known.label for known in BUSINESS_ROLES)
            self.problems.at(
                row, "角色", f"没有“{row.values['角色']}”这个角色，可填：{known}；不填为联络员。"
            )
        return role

    def _refuse_same_person(self, row: Row, unit: Unit) -> None:
        """A table that is sent twice would otherwise make everybody twice."""
        person = row.values["姓名"], unit.pk
        if known := self.people.get(person):
            self.problems.at(
                row, "姓名", f"{unit.label}已有同名账号“{known}”；确为另一人时请填写用户名。"
            )
        self.people.setdefault(person, f"第 {row.number} 行")

    def _fields(self, row: Row, account: User) -> None:
        try:
            account.clean_fields(exclude={f.name for f in User._meta.fields} - set(FIELDS.values()))
        except ValidationError as error:
            for column, field in FIELDS.items():
                for fault in error.error_dict.get(field, ()):
                    bad_address = (field, fault.code) == ("email", "invalid")
                    self.problems.at(row, column, BAD_ADDRESS if bad_address else fault)
        for column in ("姓名", "用户名", "联系电话"):
            try:
                no_id_number(row.values[column])
            except ValidationError as error:
                self.problems.at(row, column, error)

    def _free_names(self) -> Iterator[str]:
        number = 0
        while True:
            number += 1
            name = f"{RUNNING_NAME}{number:03}"
            if name not in self.taken and name not in self.seen:
                yield name


def check(table: Table) -> list[dict]:
    """The table's accounts as JSON; ValidationError with every problem by row and column."""
    return _Checker().check(table)


def create(rows: list[dict], by: User) -> None:
    """Accounts that cannot be signed in to yet: their passwords come with the password sheet."""
    _refuse_what_changed(rows)
    accounts = [
        User(
            **dict(zip(FIELDS.values(), _fields_of(row), strict=True)),
            wanted_role=row["role"],
            wanted_unit_id=row["unit"],
            must_change_password=True,
            password=make_password(None),
        )
        for row in rows
    ]
    for account in User.objects.bulk_create(accounts, batch_size=200):
        audit.record(by, "新建账号", account, changes={"用户名": ["", account.username]})


def names_of(rows: list[dict]) -> list[str]:
    """The user names of accounts that were read."""
    return [row["cells"][list(COLUMNS).index("用户名")] for row in rows]


def _fields_of(row: dict) -> list[str]:
    cells = dict(zip(COLUMNS, row["cells"], strict=True))
    return [cells[column] for column in FIELDS]


def _refuse_what_changed(rows: list[dict]) -> None:
    names = {name.lower() for name in names_of(rows)}
    accounts = User.objects.annotate(lower=Lower("username"))
    taken = set(accounts.values_list("lower", flat=True)) & names
    if taken:
        raise StepRefused(f"用户名已被占用：{'、'.join(sorted(taken)[:10])}，请重新上传。")
    units = {row["unit"] for row in rows}
    if Unit.objects.filter(pk__in=units, is_active=True).count() < len(units):
        raise StepRefused("表中有单位刚刚停用或并入其他单位，请重新上传。")


ACCOUNTS = Importer(
    kind=ImportKind.ACCOUNTS,
    columns=COLUMNS,
    required=("姓名", "单位"),
    most=MOST,
    check=check,
    create=create,
    examples=(("张三", "", "市文新局", "0830-1234567", "", "联络员"),),
    notes=(
        "每行一个账号；“姓名”“单位”必填，其余可以不填。",
        "单位：系统中的全称或简称。",
        "用户名：不填时自动编号（lly001、lly002……）；不分大小写，不能重复。",
        "角色：联络员、双拥办审核员、领导；不填为联络员。",
        "示例行请删除或改写。不要合并单元格。不得填写身份证号。",
        f"一个文件最多 {MOST} 行。账号建立后由安全管理员授权。",
    ),
)
