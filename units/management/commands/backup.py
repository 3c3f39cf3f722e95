"""manage.py backup: everything in one file, while everybody works."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from shuangyong.commands import why
from shuangyong.keeping.ageing import name_for, remove_old
from shuangyong.keeping.archive import Archive
from shuangyong.keeping.errors import KeepingError
from shuangyong.keeping.making import make_archive
from units import audit
from units.management.progress import Progress


def at_least_one(text: str) -> int:
    """A number of archives."""
    if not text.isdecimal() or int(text) < 1:
        raise ValueError
    return int(text)


class Command(BaseCommand):
    """The archive is there whole or not at all; an existing file is never replaced."""

    help = (
        "把数据库和全部佐证材料备份成一个文件，使用中即可进行。"
        "给出的是目录时，文件名按时间取；加 --keep 清理该目录中较早的备份。"
    )

    def add_arguments(self, parser):
        parser.add_argument("target", type=Path, metavar="文件或目录")
        parser.add_argument(
            "--keep", type=at_least_one, metavar="天数",
            help="备份成功后，目录中最近这么多天的每天留最后一份，其余的删除",
        )  # fmt: skip
        parser.add_argument(
            "--keep-months", type=at_least_one, default=12, metavar="月数",
            help="与 --keep 同用：最近这么多个月的每月另留第一份，默认 12",
        )  # fmt: skip

        parser.add_argument("--check", action="store_true", help="写完再从头到尾核对一遍")

    def handle(self, *args, target: Path, keep, keep_months, check, **options):
        """Make it, say what is in it; exit code 1 if files are missing from the store."""
        folder = target if target.is_dir() else None
        if keep and not folder:
            raise CommandError(f"--keep 用于目录，{target} 不是目录。")
        path = folder / name_for(timezone.localtime()) if folder else target
        if path.exists():
            raise CommandError(f"已经有 {path}，没有备份。请换一个文件名。")
        progress = Progress(self.stderr)
        try:
            made = make_archive(path, progress)
            if check:
                with Archive(path) as written:
                    written.check(progress)
        except KeepingError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"备份没有完成，{path} 没有写成：{why(error)}") from None
        except DatabaseError as error:
            raise CommandError(f"备份没有完成。数据库：{error}") from None
        finally:
            progress.end()
        size = path.stat().st_size
        self.note(path.name, made)
        self.stdout.write(
            f"已备份：{path}（{size / 1e6:.1f} MB，{made.rows} 条记录，{len(made.files)} 个文件）"
        )
        if keep:
            for name in remove_old(folder, keep, keep_months):
                self.stdout.write(f"已清理：{name}")
        self.tell_missing(made)

    def note(self, name: str, made) -> None:
        """A line in the audit trail, for a backup takes everything along."""
        try:
            audit.record(None, "备份", name, changes={"记录": made.rows, "文件": len(made.files)})
        except DatabaseError as error:
            self.stderr.write(f"备份已写成，但没有记入审计记录。数据库：{error}")

    def tell_missing(self, made) -> None:
        """Files that were lost before make the command fail, so that somebody looks."""
        if made.missing:
            listed = "、".join(made.missing[:10])
            raise CommandError(
                f"备份已写成，但有 {len(made.missing)} 个文件早已不在存储中：{listed}"
            )
