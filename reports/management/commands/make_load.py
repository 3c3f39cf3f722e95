"""manage.py make_load: a made-up office of any size, for benchmarks and for looking around."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from reports.load import asked, assessed, city, done, pictures, planned, told
from units.models import Role, Unit, User
from units.sample import OFFICERS, PASSWORD

FIRST_YEAR = 1990


class Command(BaseCommand):
    """Loads all or nothing, only into an empty database; the same arguments, the same records."""

    help = "载入任意规模的虚构数据，供测试性能和试用；数据库非空时拒绝。"

    def add_arguments(self, parser):
        parser.add_argument("--units", type=int, default=40, metavar="个数", help="单位数，默认 40")
        parser.add_argument(
            "--activities", type=int, default=1200, metavar="项数", help="活动总数，默认 1200"
        )
        parser.add_argument("--years", type=int, default=3, metavar="年数", help="年数，默认 3")
        parser.add_argument(
            "--photos", type=int, default=150, metavar="张数", help="照片数，默认 150"
        )
        parser.add_argument("--last-year", type=int, metavar="年份", help="最后一年，默认今年")

    def handle(self, *args, **options):
        """Load everything, saying how far it is, then list the accounts."""
        load = self.wanted(options)
        with transaction.atomic():
            if Unit.objects.exists() or User.objects.exists():
                raise CommandError("数据库中已有数据，不载入虚构数据。")
            self.fill(load, options["photos"])
        self.show(load)

    def wanted(self, options: dict) -> city.Load:
        """What was asked for; CommandError for what makes no sense."""
        last = options["last_year"] or timezone.localdate().year
        if options["units"] < 1 or options["activities"] < 0 or options["photos"] < 0:
            raise CommandError("单位数至少为 1，活动数和照片数不能为负。")
        if options["years"] < 1 or last - options["years"] < FIRST_YEAR or last > 2100:
            raise CommandError(f"年数至少为 1，年份须在 {FIRST_YEAR} 年以后、2100 年以前。")
        years = range(last - options["years"] + 1, last + 1)
        return city.Load(options["units"], options["activities"], years)

    def fill(self, load: city.Load, photos: int) -> None:
        """Room by room, in the order in which an office works."""
        city.found(load)
        self.stdout.write(f"单位 {len(load.units)} 个，账号 {User.objects.count()} 个")
        planned.plan(load)
        for made in done.carry_out(load):
            if made % 50_000 == 0:
                self.stdout.write(f"活动 {made} 项……")
        self.stdout.write(f"活动 {load.activities_wanted} 项")
        self.stdout.write(f"照片 {pictures.take_photos(load, photos)} 张")
        self.stdout.write(f"双清单 {asked.ask(load)} 条")
        self.stdout.write(f"考核 {assessed.assess(load)} 次")
        self.stdout.write(f"总结 {told.tell(load)} 份")
        self.stdout.write(f"通知 {told.notify(load)} 条")
        told.leave_unsaved(load)

    def show(self, load: city.Load) -> None:
        """Who may sign in: the offices and 三员 by name, the others by their rule."""
        self.stdout.write(f"账号（密码均为 {PASSWORD}，正式使用前请停用）：")
        names = [username for username, _, _ in (*city.ACCOUNTS, *OFFICERS)]
        found = User.objects.filter(username__in=names).select_related("unit")
        for user in sorted(found, key=lambda user: names.index(user.username)):
            unit = f"，{user.unit}" if user.unit else ""
            self.stdout.write(
                f"  {user.username:<16}{user.name}（{user.get_role_display()}{unit}）"
            )
        others = User.objects.filter(unit__isnull=False).exclude(username__in=names)
        for role, named in ((Role.LIAISON, "danwei"), (Role.REVIEWER, "shenhe")):
            rest = others.filter(role=role, username__startswith=named).order_by("unit__path")
            if first := rest.first():
                found = f"{first.username}—{rest.last().username}，{rest.count()} 个"
                self.stdout.write(f"  其余单位的{role.label}：{found}")
