"""What the commands that bring activities in have in common."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from shuangyong.commands import why
from units.models import Unit
from units.naming import find_unit

FIRST_YEAR, LAST_YEAR = 1949, 2100


def add_common_arguments(parser, *, unit: str = "填报单位") -> None:
    """FILE, --unit, --year, --dry-run; `unit`: what the unit is to the file."""
    parser.add_argument("file", metavar="FILE", help="要导入的文件")
    parser.add_argument("--unit", required=True, help=f"{unit}，全称或简称")
    parser.add_argument("--year", required=True, type=int, help="年度，如 2011")
    parser.add_argument("--dry-run", action="store_true", help="只检查和报告，不写入任何内容")


def content_of(path: str) -> bytes:
    """The bytes of a file; CommandError if there is none."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise CommandError(f"无法读取 {path}：{why(error)}") from error


def unit_and_year(options: dict) -> tuple[Unit, int]:
    """The unit of this name and a possible year; CommandError says what is wrong."""
    year = options["year"]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CommandError(f"年度应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。")
    with plainly():
        return find_unit(Unit.objects.all(), options["unit"]), year


class plainly:  # noqa: N801 - reads as a word of the language
    """Turns what a form would say into the error of a command."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if isinstance(error, ValidationError):
            raise CommandError("\n".join(error.messages)) from error
        return False
