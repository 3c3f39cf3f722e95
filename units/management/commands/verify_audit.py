"""manage.py verify_audit: is the audit trail whole, is every stored file the one sent in?"""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from units import audit_guard, chain, stored_files
from units.management.progress import Progress
from units.models import AuditEvent

TRAIL, FILES, GUARD = 1, 2, 3
MOST_NAMED = 20


class Command(BaseCommand):
    """Walks the hash chain from its first line, then reads every file."""

    help = (
        "核对审计记录的哈希链和全部文件的 SHA-256。退出码：0 完好；1 审计记录被改动或缺失；"
        "2 有文件被改动或缺失；3 数据库中的只读保护不在。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--no-files", action="store_true", help="只核对审计记录，不读文件")
        parser.add_argument(
            "--known", default="", metavar="校验值",
            help="以前记下的末条校验值：这一条必须还在，可发现末尾被截去或整个重写",
        )  # fmt: skip

    def handle(self, *args, no_files, known, **options):
        """Say that all is well, or what is not."""
        self.progress = Progress(self.stderr)
        try:
            self.check_trail(known.strip())
            if not no_files:
                self.check_files()
        finally:
            self.progress.end()
        if not audit_guard.is_up(connection):
            raise CommandError("数据库中审计记录的只读保护不在，请查明原因。", returncode=GUARD)

    def check_trail(self, known: str) -> None:
        """The chain, and the hash that was noted elsewhere."""
        total = AuditEvent.objects.count()
        found = chain.check(known, lambda done: self.progress("审计记录", done, total))
        if broken := found.broken:
            raise CommandError(f"审计记录第 {broken.pk} 条或它之前的记录被改动：{broken}")
        if not found.was_seen:
            raise CommandError("审计记录中没有所给的校验值：末尾被截去，或记录被整个重写。")
        self.progress.end()
        self.stdout.write(f"审计记录完整，共 {found.count} 条。")
        if found.last_hash:
            self.stdout.write(f"末条校验值：{found.last_hash}")

    def check_files(self) -> None:
        """Every file that a row knows the digest of."""
        total, faults = stored_files.how_many(), []
        for done, stored in enumerate(stored_files.all_stored(), 1):
            if fault := stored.fault():
                faults.append(f"{stored.what}：{fault}")
            self.progress("文件", done, total)
        self.progress.end()
        if faults:
            for line in faults[:MOST_NAMED]:
                self.stderr.write(line)
            raise CommandError(
                f"{len(faults)} 个文件被改动或缺失（共 {total} 个）。", returncode=FILES
            )
        self.stdout.write(f"文件完整，共 {total} 个。")
