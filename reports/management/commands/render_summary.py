"""manage.py render_summary: the year's 工作总结 of a unit as a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.document import Document
from reports.management.units import a_year, find_unit
from reports.models import Summary
from reports.public import public
from reports.rendering import Format, render
from reports.summary.generating.generator import drafted, generate
from reports.summary.layout import build_document, document_of
from reports.typesetting import CannotPrint
from shuangyong.commands import why
from units.models import Unit


class Command(BaseCommand):
    """Prints the stored summary; without one, what would be generated from the records."""

    help = "把单位的年度工作总结输出为 PDF 或 Word 文件。已有总结的用已有的，没有的根据记录生成（不保存）。"

    def add_arguments(self, parser):
        parser.add_argument("unit", help="单位全称或简称")
        parser.add_argument("year", type=a_year, help="年度，如 2011")
        parser.add_argument("-o", "--output", required=True, type=Path, help="输出文件")
        parser.add_argument(
            "--format", choices=Format.values, default=Format.PDF, help="文件格式，默认 pdf"
        )
        parser.add_argument(
            "--public",
            action="store_true",
            help="公开版：隐去部队番号和代号、身份证号、手机号",
        )

    def handle(self, *args, unit, year, output, format, **options):
        """Render, and only then write: what cannot be rendered leaves no file behind."""
        unit = find_unit(unit)
        summary = Summary.objects.filter(unit=unit, year=year).first()
        try:
            document = document_of(summary) if summary else as_generated(unit, year)
            if options["public"]:
                document = public(document)
            output.write_bytes(render(document, Format(format)))
        except CannotPrint as failure:
            raise CommandError(str(failure)) from None
        except OSError as error:
            raise CommandError(f"无法写入 {output}：{why(error)}") from None
        self.stdout.write(f"已输出：{output}")


def as_generated(unit: Unit, year: int) -> Document:
    """What the records give; an opening alone is no summary."""
    sections = generate(unit, year)
    if all(section.key == "opening" for section in sections):
        raise CommandError(f"{unit}{year}年没有可以写入总结的记录。")
    return build_document(drafted(unit, year, today=timezone.localdate()), sections)
