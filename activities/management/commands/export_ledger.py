"""Writes the ledger of activities as an Excel file."""

from django.core.management.base import BaseCommand, CommandError

from activities.exporting import ledger
from activities.models import Activity, ActivityKind
from units.models import Unit


class Command(BaseCommand):
    """manage.py export_ledger -o 登记表.xlsx --unit 市文新局 --year 2011."""

    help = "导出双拥活动登记表（xlsx）"

    def add_arguments(self, parser):
        parser.add_argument("-o", "--output", required=True, help="写到这个文件（.xlsx）")
        parser.add_argument("--unit", help="单位全称或简称，含其下属单位；不写为全部单位")
        parser.add_argument("--year", type=int, help="年度；不写为全部年度")
        parser.add_argument("--kind", help="活动类别，如“慰问演出”；不写为全部类别")

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
            ledger(activities, unit=unit, year=options["year"]).save(options["output"])
        except OSError as error:
            raise CommandError(f"无法写入 {options['output']}：{error.strerror}") from error
        self.stdout.write(f"已导出 {activities.count()} 项活动到 {options['output']}")


def the_one(found, what: str):
    """The single row of a query; CommandError says whether there is none or several."""
    rows = list(found[:2])
    if len(rows) != 1:
        raise CommandError(f"{what}不存在。" if not rows else f"{what}不止一个，请用全称。")
    return rows[0]
