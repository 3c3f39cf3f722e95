"""Writes a 考核细则 as a sheet that prints."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from activities.management.importing import plainly
from assessments.models import Standard
from assessments.sheets.writing import write_standard
from shuangyong.commands import why
from units.models import Unit
from units.naming import find_unit

MOST_NAMED = 10


class Command(BaseCommand):
    """manage.py export_standard --unit 市双拥办 --year 2012 -o 细则.xlsx."""

    help = "导出考核细则（xlsx），按名称或编号，或按单位和年度。"

    def add_arguments(self, parser):
        parser.add_argument("standard", nargs="?", metavar="STANDARD", help="名称或编号")
        parser.add_argument("--unit", help="制定单位，全称或简称")
        parser.add_argument("--year", type=int, help="年度，如 2011")
        parser.add_argument("-o", "--output", required=True, help="写到这个文件（.xlsx）")

    def handle(self, *args, **options):
        standard = the_standard(options)
        try:
            Path(options["output"]).write_bytes(write_standard(standard).getvalue())
        except OSError as error:
            raise CommandError(f"无法写入 {options['output']}：{why(error)}") from error
        self.stdout.write(f"已导出 {standard} 到 {options['output']}")


def the_standard(options: dict) -> Standard:
    """The one that the arguments mean, its last version; CommandError names the candidates."""
    wanted, unit, year = options["standard"], options["unit"], options["year"]
    if not wanted and not unit:
        raise CommandError("请给出考核细则的名称或编号，或者 --unit（和 --year）。")
    found = Standard.objects.select_related("unit")
    if wanted and wanted.isdecimal() and wanted.isascii():
        found = found.filter(pk=wanted)
    else:
        found = found.latest()
        if wanted:
            found = found.filter(name=wanted)
    if unit:
        with plainly():
            found = found.filter(unit=find_unit(Unit.objects.all(), unit))
    if year:
        found = found.in_year(year)
    rows = list(found[: MOST_NAMED + 1])
    if len(rows) == 1:
        return rows[0]
    if not rows:
        raise CommandError("没有这样的考核细则。")
    named = "\n".join(f"  {row.pk}  {row.year}  {row.unit}  {row}" for row in rows[:MOST_NAMED])
    raise CommandError(f"不止一个，请用编号指明：\n{named}")
