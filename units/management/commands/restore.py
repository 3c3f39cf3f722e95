"""manage.py restore: everything back from one file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from shuangyong.commands import why
from shuangyong.keeping.archive import Archive
from shuangyong.keeping.errors import KeepingError
from shuangyong.keeping.restoring import restore
from units import audit
from units.management.progress import Progress


class Command(BaseCommand):
    """Into what DATABASE_URL and SHUANGYONG_VAR name; whatever fails leaves that as it was."""

    help = (
        "从 backup 所写的文件恢复数据库和佐证材料；恢复前请停止服务。已有数据时须加 --force，"
        "原数据库另存。备份可以来自 SQLite，恢复到 PostgreSQL，反之亦可。"
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("archive", type=Path, metavar="文件")
        parser.add_argument("--force", action="store_true", help="替换现有数据")
        parser.add_argument("--check", action="store_true", help="只核对备份是否完好，不恢复")

    def handle(self, *args, archive: Path, force, check, **options):
        """Check or restore; a line in the audit trail says that time was turned back."""
        progress = Progress(self.stderr)
        try:
            with self.opened(archive) as opened:
                if check:
                    opened.check(progress)
                    self.tell("备份完好", opened.manifest)
                    return
                done = restore(opened, progress, force=force)
        except KeepingError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"没有恢复，现有数据没有改动：{why(error)}") from None
        except DatabaseError as error:
            raise CommandError(f"没有恢复，现有数据没有改动。数据库：{error}") from None
        finally:
            progress.end()
        made = done.manifest
        audit.record(None, "从备份恢复", archive.name, changes={"备份时间": made.made_at})
        self.tell("已恢复，逐行逐个文件与备份一致", made)
        if done.kept:
            self.stdout.write(f"原数据库另存为：{done.kept}")

    def opened(self, path: Path) -> Archive:
        """The archive; CommandError if there is no such file."""
        try:
            return Archive(path)
        except OSError as error:
            raise CommandError(f"无法读取 {path}：{why(error)}") from None

    def tell(self, what: str, made) -> None:
        """What is in it."""
        self.stdout.write(
            f"{what}：{made.made_at} 的备份，{made.rows} 条记录，{len(made.files)} 个文件。"
        )
        for name in made.missing:
            self.stderr.write(f"备份时已不在存储中：{name}")
