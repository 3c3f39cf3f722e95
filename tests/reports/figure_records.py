"""A year of all that figures count, and what stands behind each of them."""

import random
from types import SimpleNamespace

from django.http import QueryDict

from activities.filters import ActivityFilter
from activities.models import Activity, BeneficiaryGroup, ContributionCategory
from shuangyong.review import Status
from tests.factories import YEAR, make_kind, make_troop

from .records import done, helped

KINDS = ("慰问演出", "走访慰问", "捐赠赠送")
TIMES = ("2月", "6月18日", "八一期间", "2011年", "上半年", None, "12月下旬", "1月5日", "近几年")
LABELS = ("演职人员", "观众")
NUMBERS = ("近百名", "20人", "10余人", "多人")
NAMES = ("", "军事书籍", "大米 & 油=5")
VALUES = (None, "500元", "近千元", "5万余元")


def busy_year(units, *, seed: int = 7, number: int = 40) -> None:
    """Activities of the units with lines of every sort, some not confirmed, some of last year."""
    chance = random.Random(seed)  # noqa: S311 - the same year every time
    troops = [make_troop(units[0], name) for name in ("某部", "某部一连", "武警中队")]
    kinds = [make_kind(name) for name in KINDS]
    series = done(units[-1], "系列活动", is_series=True, held="全年", counts=[("观众", "9人")])
    for at in range(number):
        activity = done(
            chance.choice(units), f"活动{at}", kind=chance.choice(kinds),
            year=YEAR - (at % 7 == 0), held=chance.choice(TIMES[:3] if at % 7 == 0 else TIMES),
            status=chance.choice([Status.CONFIRMED] * 4 + [Status.SUBMITTED, Status.DRAFT]),
            occasion=chance.choice(["", "army_day", "spring_festival"]),
            series=series if at % 9 == 1 else None,
            troops=chance.sample(troops, chance.randrange(3)),
            counts=[(chance.choice(LABELS), chance.choice(NUMBERS)) for _ in range(at % 3)],
            gifts=[
                {"category": chance.choice(ContributionCategory.values[:4]),
                 "name": chance.choice(NAMES), "quantity": chance.choice(["3箱", "120册"]),
                 "value": chance.choice(VALUES)}
                for _ in range(at % 4)
            ],
        )  # fmt: skip
        activity.further_kinds.set([kinds[at % 3]])
        if at % 5 == 0:
            helped(activity, chance.choice(["veteran", "needy"]))
    BeneficiaryGroup.objects.filter(category="needy").update(number=None)


def behind(address: str, user) -> int:
    """How many activities the list shows at an address of a figure."""
    asked = QueryDict(address.partition("?")[2])
    year = int(asked["year"])
    listed = Activity.objects.visible_to(user).in_year(year).newest_first()
    request = SimpleNamespace(user=user, year=year, GET=asked)
    return ActivityFilter(asked, listed, request=request).qs.count()


def opened(figures):
    """Every figure that has a list: what it is called, its address, how many records it claims."""
    yield "活动", figures.address(), figures.activities
    yield "有金额", figures.address((("valued", "any"),)), figures.valued
    yield "月份不明", figures.address((("begun", "0"),)), figures.monthless
    for name in (
        "by_kind", "by_unit", "by_month", "by_occasion", "by_troop", "counts", "money_by_kind",
        "given", "gifts", "beneficiaries",
    ):  # fmt: skip
        for line in getattr(figures, name):
            yield f"{name}: {line.label}", figures.address(line.stands_for), line.activities
