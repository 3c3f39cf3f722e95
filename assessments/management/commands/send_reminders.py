"""manage.py send_reminders: who has not handed in yet is reminded; for a timer, once a day."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.reminding import remind_of, rounds_to_remind


class Command(BaseCommand):
    """Every open round is asked whether one of its days has come."""

    help = (
        "按各次考核的“截止前几天提醒”设置，向尚未报送自评的单位发送提醒；"
        "延期的单位按延期后的截止日。每次考核每天只发一次，可以反复运行。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只列出要提醒的单位，不发送")
        parser.add_argument("--date", help="按这一天计算（如 2011-11-08），缺省为今天")

    def handle(self, *args, **options):
        """Say for each round whom it reminded; fail if a round has nobody to send for it."""
        today, dry_run = self.day(options["date"]), options["dry_run"]
        without_sender, reminded = [], 0
        for round_ in rounds_to_remind(today):
            done = remind_of(round_, today, dry_run=dry_run)
            if done.assessments and done.sender is None:
                without_sender.append(str(round_))
            elif done.assessments:
                reminded += len(done.assessments)
                names = "、".join(a.unit.label for a in done.assessments)
                verb = "将提醒" if dry_run else "已提醒"
                self.stdout.write(f"{round_}：{verb} {len(done.assessments)} 个单位：{names}")
        if not reminded and not without_sender:
            self.stdout.write(f"{today:%Y-%m-%d}没有需要提醒的单位。")
        if without_sender:
            raise CommandError(
                f"组织单位没有在用的审核员账号，不能发送：{'、'.join(without_sender)}"
            )

    def day(self, written: str | None) -> date:
        """The day to reckon from."""
        try:
            return date.fromisoformat(written) if written else timezone.localdate()
        except ValueError:
            raise CommandError(f"日期应写作 2011-11-08 的样子：{written}") from None
