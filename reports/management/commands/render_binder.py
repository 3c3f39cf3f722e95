"""manage.py render_binder: the evidence of an assessment as one PDF, or as a box of files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.models import Assessment, Round
from reports.binder.archive import make_zip
from reports.binder.contents import contents_of
from reports.binder.making import make_pdf
from reports.management.units import a_year, find_unit
from reports.typesetting import CannotPrint
from shuangyong.commands import why


class Command(BaseCommand):
    """The binder as the unit itself would see it: reviewed scores only once they are published."""

    help = (
        "把单位一次考核的全部佐证材料汇编成一个 PDF（或 ZIP 档案盒）。"
        "加 --all-units 时，单位是组织考核的双拥办，汇编全部参评单位的材料。"
    )

    def add_arguments(self, parser):
        parser.add_argument("unit", help="单位全称或简称")
        parser.add_argument("year", type=a_year, help="年度，如 2011")
        parser.add_argument("-o", "--output", required=True, type=Path, help="输出文件")
        parser.add_argument("--round", default="", help="考核名称，一年有几次考核时用")
        parser.add_argument("--all-units", action="store_true", help="全部参评单位，按项目排列")
        parser.add_argument("--zip", action="store_true", help="输出 ZIP 档案盒，内为原文件")

    def handle(self, *args, unit, year, output, all_units, **options):
        """Make it beside its place and only then move it there: a failure leaves no file."""
        unit = find_unit(unit)
        found = rounds_of(unit, year) if all_units else assessments_of(unit, year)
        subject = the_only(found, options["round"], f"{unit}{year}年")
        shows_review = all_units or subject.is_published
        contents = contents_of(subject, shows_review=shows_review)
        partial = output.with_name(f"{output.name}.part")
        try:
            self.make(contents, partial, as_zip=options["zip"])
            partial.replace(output)
        except CannotPrint as failure:
            raise CommandError(str(failure)) from None
        except OSError as error:
            raise CommandError(f"无法写入 {output}：{why(error)}") from None
        finally:
            partial.unlink(missing_ok=True)
        gaps = len(contents.gaps)
        self.stdout.write(f"已输出：{output}" + (f"（{gaps} 项缺少佐证材料）" if gaps else ""))

    def make(self, contents, target: Path, *, as_zip: bool) -> None:
        """The one file or the other."""
        if as_zip:
            make_zip(contents, target, tell=self.tell)
            return
        make_pdf(contents, target, today=timezone.localdate(), tell=self.tell)

    def tell(self, phase: str, done: int, total: int) -> None:
        """A line for each tenth, for whoever waits at the terminal."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{phase} {done}/{total}", ending="")


def assessments_of(unit, year: int) -> dict[str, Assessment]:
    """The unit's assessments of the year, by the name of their round."""
    found = Assessment.objects.in_year(year).filter(unit=unit)
    return {each.round.name: each for each in found.select_related("unit", "round__unit")}


def rounds_of(unit, year: int) -> dict[str, Round]:
    """The rounds that the unit itself opened, by their name."""
    found = Round.objects.in_year(year).filter(unit=unit)
    return {each.name: each for each in found.select_related("unit", "standard")}


def the_only(found: dict, name: str, whose: str):
    """The one that is meant; CommandError if there is none or it is not clear which."""
    if name and name not in found:
        raise CommandError(f"{whose}没有名为“{name}”的考核。")
    if not found:
        raise CommandError(f"{whose}没有考核。")
    if not name and len(found) > 1:
        raise CommandError(f"{whose}有几次考核，请用 --round 指明：{'、'.join(found)}。")
    return found[name] if name else next(iter(found.values()))
