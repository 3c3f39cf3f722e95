"""A unit list from a table: checked as a whole, shown as a tree, created all or none."""

from __future__ import annotations

from collections import defaultdict

from django.core.exceptions import ValidationError

from shuangyong.secrecy import no_troop_code
from shuangyong.tables import Row, Table

from .importing import Importer, Problems
from .models import ChangeKind, ImportKind, Unit, UnitChange, UnitKind
from .naming import nearest
from .unit_growth import create

COLUMNS = {
    "单位全称": 34, "简称": 16, "类别": 12, "上级单位": 34, "联系电话": 18, "双拥职责": 40,
}  # fmt: skip
FIELDS = {"单位全称": "name", "简称": "short_name", "联系电话": "phone", "双拥职责": "duties"}
KINDS = {kind.label: kind for kind in UnitKind}
MOST = 10_000
MOST_LEVELS = Unit._meta.get_field("path").max_length // Unit.steplen
ASKED_FOR_NEAREST = 20  # unknown superiors that are compared with all names


class _Checker:
    """Checks a table of units row by row; loads the units there are once."""

    def __init__(self, table: Table):
        self.problems = Problems()
        self.rows = table.rows
        self.units = {unit.name: unit for unit in Unit.objects.all()}
        self.by_path = {unit.path: unit for unit in self.units.values()}
        renamed = UnitChange.objects.filter(kind=ChangeKind.RENAMED)
        self.former = dict(renamed.values_list("name", "unit__name"))
        """The full name today of whoever bore a name once."""
        self.former_short = dict(renamed.values_list("short_name", "unit__name"))
        self.named: dict[str, Row] = {}
        self.short: dict[str, set[str]] = defaultdict(set)
        self.above: dict[str, str] = {}
        """The full name of each row's superior."""
        self.unknown = 0

    def check(self) -> list[dict]:
        """The rows in the order of the tree; ValidationError with every problem."""
        for row in self.rows:
            self._claim(row)
        self._learn_short_names()
        for row in self.rows:
            self._fields(row)
            self._superior(row)
        self._refuse_circles()
        for row in self.rows:
            self._compare(row)
        self.problems.refuse()
        return self._as_tree()

    def _claim(self, row: Row) -> None:
        name = row.values["单位全称"]
        if not name:
            self.problems.at(row, "单位全称", "请填写。")
        elif name in self.named:
            self.problems.at(row, "单位全称", f"与第 {self.named[name].number} 行相同。")
        elif name in self.former and name not in self.units:
            self.problems.at(
                row, "单位全称",
                f"是“{self.former[name]}”的原名，不重复建立；确为另一单位的，请在“新增单位”中建立。",
            )  # fmt: skip
        else:
            self.named[name] = row

    def _learn_short_names(self) -> None:
        for unit in self.units.values():
            self.short[unit.short_name].add(unit.name)
        for name, row in self.named.items():
            self.short[row.values["简称"]].add(name)
        self.short.pop("", None)

    def _fields(self, row: Row) -> None:
        unit = Unit(**{field: row.values[column] for column, field in FIELDS.items()})
        try:
            unit.clean_fields(exclude={f.name for f in Unit._meta.fields} - set(FIELDS.values()))
        except ValidationError as error:
            for column, field in FIELDS.items():
                if field in error.error_dict and row.values[column]:
                    self.problems.at(row, column, ValidationError(error.error_dict[field]))
        for column in ("单位全称", "简称"):
            try:
                no_troop_code(row.values[column])
            except ValidationError as error:
                self.problems.at(row, column, error)
        if row.values["类别"] not in KINDS:
            told = f"没有“{row.values['类别']}”这个类别" if row.values["类别"] else "请填写"
            self.problems.at(row, "类别", f"{told}，可填：{'、'.join(KINDS)}。")

    def _superior(self, row: Row) -> None:
        name, asked = row.values["单位全称"], row.values["上级单位"]
        if not asked:
            return
        full = {asked} if asked in self.units or asked in self.named else self.short[asked]
        if not full and (once := self.former.get(asked) or self.former_short.get(asked)):
            full = {once}
        if len(full) > 1:
            names = "、".join(sorted(full)[:5])
            self.problems.at(row, "上级单位", f"有多个单位简称“{asked}”，请写全称：{names}。")
        elif not full:
            self.problems.at(row, "上级单位", self._nobody(asked))
        elif (superior := next(iter(full))) == name:
            self.problems.at(row, "上级单位", "单位不能是自己的上级单位。")
        elif superior in self.units and not self.units[superior].is_active:
            self.problems.at(row, "上级单位", f"“{superior}”已停用。")
        else:
            self.above.setdefault(name, superior)

    def _nobody(self, asked: str) -> str:
        """That there is no such unit, for the first ones with the names that come nearest."""
        self.unknown += 1
        near = nearest(asked, self.units.values()) if self.unknown <= ASKED_FOR_NEAREST else []
        hint = f"，是否指：{'、'.join(near)}？" if near else "。"
        return f"系统和表中都没有名为“{asked}”的单位{hint}"

    def _refuse_circles(self) -> None:
        """Rows that are each other's superiors, each circle once; also what is nested too deep."""
        sound: dict[str, int] = {}
        for start in self.named:
            way: dict[str, None] = {}
            name = start
            while name in self.named and name not in self.units and name not in sound:
                if name in way:
                    self._refuse_circle(list(way)[list(way).index(name) :])
                    break
                way[name] = None
                name = self.above.get(name, "")
            level = sound.get(name) or (self.units[name].depth if name in self.units else 0)
            for passed in reversed(way):
                level += 1
                sound[passed] = level
                if level == MOST_LEVELS + 1:
                    self.problems.at(self.named[passed], "上级单位", f"超过 {MOST_LEVELS} 级。")
        self.level = sound

    def _refuse_circle(self, names: list[str]) -> None:
        told = " → ".join(f"“{name}”" for name in [*names, names[0]])
        self.problems.at(self.named[names[0]], "上级单位", f"上下级循环：{told}。")

    def _compare(self, row: Row) -> None:
        """A unit there is already stays as it is; an empty cell says nothing about it."""
        unit = self.units.get(row.values["单位全称"])
        if unit is None:
            return
        parent = self.by_path.get(unit.path[: -Unit.steplen])
        stored = {column: getattr(unit, field) for column, field in FIELDS.items()}
        stored |= {"类别": unit.get_kind_display(), "上级单位": parent.name if parent else ""}
        told = row.values | {"上级单位": self.above.get(unit.name, row.values["上级单位"])}
        for column, value in told.items():
            if value and " ".join(value.split()) != " ".join(stored[column].split()):
                self.problems.at(
                    row, column,
                    f"“{unit.name}”已存在，系统中为“{stored[column] or '空'}”；"
                    "导入不修改已有单位，请改成一致或删去此行。",
                )  # fmt: skip

    def _as_tree(self) -> list[dict]:
        """Every superior before what is below it, otherwise in the order of the table."""
        below: dict[str, list[Row]] = defaultdict(list)
        first = []
        for row in self.rows:
            superior = self.above.get(row.values["单位全称"], "")
            is_new = superior in self.named and superior not in self.units
            (below[superior] if is_new else first).append(row)
        ordered, waiting = [], first[::-1]
        while waiting:
            row = waiting.pop()
            ordered.append(self._as_json(row))
            waiting += below[row.values["单位全称"]][::-1]
        return ordered

    def _as_json(self, row: Row) -> dict:
        name = row.values["单位全称"]
        exists = name in self.units
        level = self.units[name].depth if exists else self.level[name]
        superior = self.above.get(name, "")
        values = row.values | {"上级单位": superior}
        return {
            "number": row.number,
            "cells": [values[column] for column in COLUMNS],
            "levels_above": list(range(level - 1)),
            "exists": exists,
        }


def check(table: Table) -> list[dict]:
    """The table's units as JSON in the order of the tree, with their levels."""
    return _Checker(table).check()


def fields_of(row: dict) -> dict[str, str]:
    """What was read of a unit, by the names of the model; `superior` is a full name."""
    cells = dict(zip(COLUMNS, row["cells"], strict=True))
    fields = {field: cells[column] for column, field in FIELDS.items()}
    return fields | {"kind": KINDS[cells["类别"]], "superior": cells["上级单位"]}


def create_units(rows: list[dict], by) -> None:
    """The units of the rows that are not there yet."""
    create([fields_of(row) for row in rows if not row["exists"]])


UNITS = Importer(
    kind=ImportKind.UNITS,
    columns=COLUMNS,
    required=("单位全称", "类别", "上级单位"),
    most=MOST,
    check=check,
    create=create_units,
    examples=(
        ("滨江市双拥办", "", "双拥办", "", "0830-1234567", ""),
        ("滨江市文化局", "市文化局", "成员单位", "滨江市双拥办", "", "组织文艺慰问演出"),
        ("滨江市图书馆", "市图书馆", "直属单位", "市文化局", "", "向部队配送图书"),
    ),
    notes=(
        "每行一个单位，按党委、人大、政府、政协、群团的顺序排列；同一上级的单位按表中先后排序。",
        "单位全称：带行政区划的全称，不能重复。",
        f"类别：{'、'.join(KINDS)}。",
        "上级单位：全称或简称，可以是系统中已有的单位，也可以是本表中的单位（先后不限）；最上级单位不填。",
        "已有的单位不会重复建立，也不会修改；其余各列可以不填。",
        "示例行请删除或改写。不要合并单元格。不得填写部队番号、代号。",
        f"一个文件最多 {MOST} 行。",
    ),
)
