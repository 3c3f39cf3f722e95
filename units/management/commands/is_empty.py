"""manage.py is_empty: exit code 0 before the first start has finished, 1 afterwards."""

import sys

from django.core.management.base import BaseCommand

from units.models import User


class Command(BaseCommand):
    """The first account is the last thing a first start makes, in one transaction."""

    help = "尚无任何账号时退出码为 0，否则为 1。"

    def add_arguments(self, parser):
        parser.add_argument("--quiet", action="store_true", help="不输出文字")

    def handle(self, *args, **options):
        """Answer by exit code, for scripts."""
        empty = not User.objects.exists()
        if not options["quiet"]:
            self.stdout.write("数据库为空。" if empty else "数据库中已有账号。")
        sys.exit(0 if empty else 1)
