"""What commands about a unit's year are given: UNIT and YEAR."""

from argparse import ArgumentTypeError

from django.core.management.base import CommandError

from units.models import Unit
from units.years import is_year


def find_unit(name: str) -> Unit:
    """The unit with this full or short name; CommandError if there is none or several."""
    found = Unit.objects.named(name).select_related("reviewed_by")
    if not found:
        raise CommandError(f"没有名为“{name}”的单位。")
    if len(found) > 1:
        names = "、".join(unit.name for unit in found)
        raise CommandError(f"“{name}”不止一个单位，请用全称：{names}。")
    return found[0]


def a_year(text: str) -> int:
    """A year the system can hold records of."""
    if not is_year(text):
        raise ArgumentTypeError(f"“{text}”不是年度，请写四位数字，如 2011。")
    return int(text)
