"""manage.py load_sample: the three real documents, ready to walk through."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from activities import sample as activities_sample
from assessments import sample as assessments_sample
from reports import sample as reports_sample
from units import sample as units_sample
from units.models import Unit, User

DOCUMENTS = (
    "1-luzhou-culture-2011.json",
    "2-district-culture-sports-2011.json",
    "3-county-trade-union-plan.json",
)
STANDARD = "standard-bureau-2011.json"
OTHER_STANDARDS = (
    "standard-national.json",
    "standard-district-2011.json",
    "standard-community.json",
)
OFFICERS_YEAR = 2011


class Command(BaseCommand):
    """Loads all or nothing, and only into an empty database."""

    help = "载入三份真实文件作为示例数据；数据库非空时拒绝。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--accounts", action="store_true", help="不载入，只列出仍可使用的示例账号"
        )

    def handle(self, *args, **options):
        """Load every document, then list the accounts."""
        if not options["accounts"]:
            load()
        documents = [read(name) for name in DOCUMENTS]
        if accounts := units_sample.usable_accounts(documents):
            self.show(accounts)

    def show(self, accounts: list[User]) -> None:
        """Who may sign in to look around."""
        self.stdout.write(f"示例账号（密码均为 {units_sample.PASSWORD}，正式使用前请停用）：")
        for user in accounts:
            unit = f"，{user.unit}" if user.unit else ""
            self.stdout.write(
                f"  {user.username:<16}{user.name}（{user.get_role_display()}{unit}）"
            )


@transaction.atomic
def load() -> None:
    """The documents, the standards and the officers, in this order; CommandError if not empty."""
    if Unit.objects.exists() or User.objects.exists():
        raise CommandError("数据库中已有数据，不载入示例。")
    for name in DOCUMENTS:
        document = read(name)
        units_sample.load(document)
        activities_sample.load(document)
    standard = read(STANDARD)
    assessed = assessments_sample.load(standard)
    reports_sample.remind(assessed, **standard["round"]["reminded"])
    reports_sample.choose_outlines()
    for name in OTHER_STANDARDS:
        assessments_sample.load(read(name))
    units_sample.load_officers(OFFICERS_YEAR)


def read(name: str) -> dict:
    """One file of `fixtures/`."""
    return json.loads((settings.BASE_DIR / "fixtures" / name).read_text(encoding="utf-8"))
