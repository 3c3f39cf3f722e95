"""Takes a 考核细则 over from a sheet, or from a file of `fixtures/`."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db import transaction

from activities.management.importing import (
    add_common_arguments,
    content_of,
    plainly,
    unit_and_year,
)
from assessments.sheets import plain
from assessments.sheets.importing import read_for
from units.models import Unit

NO_JSON = "不是考核细则的 JSON 文件。"


class Command(BaseCommand):
    """manage.py import_standard 细则.xlsx --unit 市双拥办 --year 2012."""

    help = (
        "导入考核细则（xlsx、csv，或 fixtures/ 中那样的 JSON）。分值加不拢、看不懂的单元格逐一指出，"
        "细则照样导入，可在网页上修改；不是考核细则的文件不导入，返回 1。"
    )

    def add_arguments(self, parser):
        add_common_arguments(parser, unit="制定单位")
        parser.add_argument("--year-to", type=int, help="跨年度细则的终止年度，如 2015")
        parser.add_argument("--name", help="名称；不写用文件中的标题")

    def handle(self, *args, **options):
        content = content_of(options["file"])
        unit, year = unit_and_year(options)
        head = {"year": year, "year_to": options["year_to"]}
        if options["name"]:
            head["name"] = options["name"]
        with plainly(), transaction.atomic():
            data = self.data(Path(options["file"]), content, unit)
            standard = plain.make(data, unit=unit, **head)
            items = sum(len(section["criteria"]) for section in data["sections"])
            transaction.set_rollback(options["dry_run"])
        done = "可以导入" if options["dry_run"] else "已导入"
        total = plain.plain(standard.total)
        self.stdout.write(
            f"{done}：{standard}（{unit}），{len(data['sections'])} 个部分 {items} 项，总分 {total}。"
        )

    def data(self, file: Path, content: bytes, unit: Unit) -> dict:
        """What the file says; findings are told on the way."""
        if file.suffix.lower() == ".json":
            return _of_json(content)
        read = read_for(unit, file.name, content)
        for line in read.findings.lines():
            self.stdout.write(line)
        return read.data


def _of_json(content: bytes) -> dict:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise ValidationError(NO_JSON) from None
    if not isinstance(data, dict) or not isinstance(data.get("sections"), list):
        raise ValidationError(NO_JSON)
    return data
