"""Writes anew what can be searched of every activity."""

from django.core.management.base import BaseCommand
from django.db import transaction

from activities import search


class Command(BaseCommand):
    """manage.py rebuild_search: after data came in by other ways than the application's."""

    help = "重建活动的全文查找（可反复执行；平时由系统自动维护，不需要执行）"

    def handle(self, *args, **options):
        done = 0
        with transaction.atomic():
            for done in search.rebuild():
                if options["verbosity"] > 1:
                    self.stdout.write(f"已处理 {done} 项")
        self.stdout.write(f"已重建 {done} 项活动的查找用词。")
