"""Takes the rows of a ledger over as drafts."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from activities.ledgers import reporting
from activities.ledgers.importing import ledger_rows
from activities.management.importing import (
    add_common_arguments,
    content_of,
    plainly,
    unit_and_year,
)
from shuangyong.review import StepRefused


class Command(BaseCommand):
    """manage.py import_ledger 台账.xlsx --unit 市歌舞团 --year 2011."""

    help = (
        "导入台账（xlsx 或 csv），存为草稿；重复导入不会重复。"
        "有错误的行不导入并逐行说明，此时返回 1，其余的行照常导入。"
    )

    def add_arguments(self, parser):
        add_common_arguments(parser)
        parser.add_argument(
            "--doubles", action="store_true", help="可能重复的行也导入（已导入过的除外）"
        )

    def handle(self, *args, **options):
        content = content_of(options["file"])
        unit, year = unit_and_year(options)
        name = Path(options["file"]).name
        with plainly():
            rows, details = ledger_rows(name, content)
        report = reporting.report_on(rows, reporting.context_of(unit, year))
        for line in report.lines():
            self.stdout.write(line)
        for number, why in details["left_out"]:
            self.stdout.write(f"第 {number} 行　不是活动　{why}")
        if details["ignored"]:
            self.stdout.write(f"没有识别的列：{'、'.join(details['ignored'])}")
        if not options["dry_run"]:
            self.save(report, name, options["doubles"])
        if report.wrong:
            raise CommandError(f"有 {report.wrong} 行有错误，没有导入这些行。")

    def save(self, report, name: str, doubles: bool) -> None:
        try:
            outcome = reporting.save(report, what=f"台账《{name}》", doubles=doubles)
        except StepRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"已导入 {len(outcome.activities)} 项活动，都是草稿。")
