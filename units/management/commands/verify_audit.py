"""manage.py verify_audit: is the audit trail whole?"""

from django.core.management.base import BaseCommand, CommandError

from units import audit
from units.models import AuditEvent


class Command(BaseCommand):
    """Walks the hash chain from its first line."""

    help = "核对审计记录的哈希链；有被改动或缺失的记录时退出码不为 0。"

    def handle(self, *args, **options):
        """Say that all is well, or which line is not."""
        if broken := audit.first_broken_line():
            raise CommandError(f"审计记录第 {broken.pk} 条或它之前的记录被改动：{broken}")
        self.stdout.write(f"审计记录完整，共 {AuditEvent.objects.count()} 条。")
