"""Writes the ledger of activities as an Excel or csv file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from activities.ledgers.writing import write_csv, write_ledger
from activities.models import Activity, ActivityKind
from shuangyong.commands import why
from units.models import Unit


class Command(BaseCommand):
    """manage.py export_ledger -o 登记表.xlsx --unit 市文新局 --year 2011."""

    help = "导出双拥活动登记表（xlsx，或以 .csv 结尾的文件）"

    def add_arguments(self, parser):
        parser.add_argument("-o", "--output", required=True, help="写到这个文件（.xlsx 或 .csv）")
        parser.add_argument("--unit", help="单位全称或简称，含其下属单位；不写为全部单位")
        parser.add_argument("--year", type=int, help="年度；不写为全部年度")
        parser.add_argument("--kind", help="活动类别，如“慰问演出”；不写为全部类别")
        parser.add_argument("--by-kind", action="store_true", help="每个类别一张工作表")

    def handle(self, *args, **options):
        activities, unit = Activity.objects.oldest_first("unit__path"), "全部单位"
        if options["unit"]:
            found = the_one(Unit.objects.named(options["unit"]), f"单位“{options['unit']}”")
            year = options["year"]
            activities = activities.of_unit(found, year)
            unit = found.name_in(year) if year else found.name
        if options["kind"]:
            kinds = ActivityKind.objects.filter(name=options["kind"])
            activities = activities.of_kind(the_one(kinds, f"活动类别“{options['kind']}”"))
        if options["year"]:
            activities = activities.in_year(options["year"])
        try:
            with Path(options["output"]).open("wb") as file:
                self.write(file, activities, unit, options)
        except OSError as error:
            raise CommandError(f"无法写入 {options['output']}：{why(error)}") from error
        self.stdout.write(f"已导出 {activities.count()} 项活动到 {options['output']}")

    def write(self, file, activities, unit: str, options: dict) -> None:
        """In the form that the file's name asks for."""
        year = options["year"]
        if options["output"].lower().endswith(".csv"):
            write_csv(file, activities, year=year)
        else:
            write_ledger(file, activities, unit=unit, year=year, by_kind=options["by_kind"])


def the_one(found, what: str):
    """The single row of a query; CommandError says whether there is none or several."""
    rows = list(found[:2])
    if len(rows) != 1:
        raise CommandError(f"{what}不存在。" if not rows else f"{what}不止一个，请用全称。")
    return rows[0]
