"""Proposes activities from an old paper, or saves them as drafts."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from activities.ledgers import reporting
from activities.ledgers.importing import paper_rows
from activities.management.importing import (
    add_common_arguments,
    content_of,
    plainly,
    unit_and_year,
)
from activities.papers.reading import text_of
from shuangyong.review import StepRefused


class Command(BaseCommand):
    """manage.py import_text 总结.docx --unit 市文新局 --year 2011 --dry-run."""

    help = (
        "从旧总结（txt、docx）中识别活动，存为草稿；重复导入不会重复。"
        "加 --dry-run 只输出识别结果，每行一个 JSON。"
    )

    def add_arguments(self, parser):
        add_common_arguments(parser)

    def handle(self, *args, **options):
        content = content_of(options["file"])
        unit, year = unit_and_year(options)
        name = Path(options["file"]).name
        context = reporting.context_of(unit, year)
        with plainly():
            rows = paper_rows(text_of(name, content), context)
        report = reporting.report_on(rows, context)
        if options["dry_run"]:
            self.tell(report)
            return
        for line in report.lines():
            self.stdout.write(line)
        try:
            outcome = reporting.save(report, what=f"旧材料《{name}》")
        except StepRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"已导入 {len(outcome.activities)} 项活动，都是草稿。")

    def tell(self, report) -> None:
        """Each proposal on a line of its own: what was read, from what, what stands against it."""
        for row in report.rows:
            told = {"cells": row.cells, "source": row.source_text}
            told |= {"problems": row.problems} if row.problems else {}
            told |= {"double": row.twin_because} if row.twin_because else {}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
