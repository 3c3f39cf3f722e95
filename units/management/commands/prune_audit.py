"""manage.py prune_audit: old lines of the audit trail go into an archive file."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from shuangyong.commands import why
from units.pruning import CannotPrune, prune


class Command(BaseCommand):
    """The only way by which a line leaves the database."""

    help = (
        "把某日以前的审计记录移入档案文件（每行一条 JSON），并在审计记录中写明；"
        "保存不满六个月的不能清理。档案文件请与备份一同保管。"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--before", required=True, metavar="日期", help="清理这一天以前的记录，如 2026-01-01"
        )
        parser.add_argument(
            "--to", type=Path, metavar="目录", help="档案文件写到这里，默认为 var/audit"
        )

    def handle(self, *args, before: str, to: Path | None, **options):
        """Archive, remove, say where they are."""
        try:
            day = date.fromisoformat(before)
        except ValueError:
            raise CommandError(f"不是日期：{before}。请写成 2026-01-01 的样子。") from None
        try:
            done = prune(day, to or Path(settings.VAR_DIR) / "audit")
        except CannotPrune as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as error:
            raise CommandError(f"没有清理，档案文件没有写成：{why(error)}") from None
        if done is None:
            self.stdout.write(f"没有 {day} 以前的审计记录。")
            return
        self.stdout.write(f"已清理 {done.count} 条，档案：{done.path}")
        self.stdout.write(f"SHA-256：{done.sha256}")
