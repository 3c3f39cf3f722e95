"""A bureau with up to a thousand units below it: every page costs as many queries as with ten."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import Activity, Plan, PlanItem, SupportRequest
from assessments.models import Assessment, Round
from reports.models import Summary
from shuangyong.review import Status
from shuangyong.vague import VagueDate
from tests.assessments.records import usual_standard
from tests.factories import YEAR, make_kind, make_measure, make_plan
from tests.test_access import PAGES
from units.models import CoBuildingPair, Notice, Role, Troop, Unit, User

FEW, MANY = 10, {Role.REVIEWER: 1000}  # the reviewer opens most of the pages
IN_PIECES = {"activities:activities-export"}  # so many rows a query, see test_export_ledger
HELD = VagueDate.parse("7月31日", year=YEAR)


@pytest.fixture
def year(bureau, bureau_liaison, reviewer):
    """The bureau's plan, issued, and its round, opened."""
    plan = make_plan(bureau, status=Status.CONFIRMED)
    measure = make_measure(
        plan, "八一慰问", due="八一期间", target_kind=make_kind(), is_for_all=True
    )
    standard = usual_standard(bureau)
    round_ = Round.objects.create(
        unit=bureau, standard=standard, name="年度考核", year=YEAR, state="open",
        self_deadline=date(YEAR, 11, 15), review_deadline=date(YEAR, 12, 15),
    )  # fmt: skip
    return plan, measure, round_


@pytest.fixture
def grow(bureau, year, bureau_liaison, office):
    """Brings the bureau to `size` units, each with a year of its own."""

    def to(size: int) -> None:
        bureau.refresh_from_db()
        units = [new_unit(bureau, number) for number in range(bureau.numchild + 1, size + 1)]
        Unit.objects.bulk_create(units)
        Unit.objects.filter(pk=bureau.pk).update(numchild=size)
        bureau.leading_groups.get().members.add(*units)
        write_year(units, *year, bureau_liaison)
        learn_sizes()

    return to


def learn_sizes() -> None:
    """Tell PostgreSQL what it finds out by itself once rows are committed: how many there are."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def new_unit(bureau: Unit, number: int) -> Unit:
    """The bureau's unit with this number among its children."""
    return Unit(
        name=f"滨江市第{number}文化站",
        kind="subordinate",
        path=Unit._get_path(bureau.path, bureau.depth + 1, number),
        depth=bureau.depth + 1,
        reviewed_by=bureau,
    )


def write_year(units, plan, measure, round_, liaison) -> None:
    """Sub-plan, activity, need, troop, pair, notice, checklist, summary and account of each."""
    sub_plans = Plan.objects.bulk_create(
        Plan(unit=u, year=YEAR, parent=plan, title=f"{u}单项计划", deadline=date(YEAR, 3, 31))
        for u in units
    )
    items = PlanItem.objects.bulk_create(
        PlanItem(plan=p, position=1, title="八一慰问", answers=measure, responsible_unit=p.unit)
        for p in sub_plans
    )
    Activity.objects.bulk_create(
        Activity(
            unit=i.plan.unit, title="慰问", kind=make_kind(), year=YEAR, held=HELD, plan_item=i,
            status=Status.CONFIRMED if n % 2 else Status.SUBMITTED,
        )
        for n, i in enumerate(items)
    )  # fmt: skip
    troops = Troop.objects.bulk_create(Troop(unit=u, name=f"驻{u}某部") for u in units)
    CoBuildingPair.objects.bulk_create(CoBuildingPair(unit=t.unit, troop=t) for t in troops)
    SupportRequest.objects.bulk_create(
        SupportRequest(
            unit=u, year=YEAR, direction="troops", need="配书", responsible_unit=u,
            due=VagueDate.parse("5月", year=YEAR), state="in_progress",
        )
        for u in units
    )  # fmt: skip
    Notice.objects.bulk_create(Notice(unit=u, title="请报送单项计划", by=liaison) for u in units)
    Assessment.objects.bulk_create(Assessment(unit=u, round=round_) for u in units)
    round_.units.add(*units)
    Summary.objects.bulk_create(
        Summary(unit=u, year=YEAR, title="总结", status=Status.SUBMITTED) for u in units
    )
    User.objects.bulk_create(
        User(username=f"u{u.pk}", name="联络员", role=Role.LIAISON, unit=u, password="!")
        for u in units
    )


def addresses(role: Role, year, bureau) -> list[str]:
    """Every page without arguments that a role may open, and the bureau's own records."""
    plan, _, round_ = year
    queue = f"{round_.get_absolute_url()}review/"
    pages = [reverse(n) for n, roles in PAGES.items() if role in roles and n not in IN_PIECES]
    records = [record.get_absolute_url() for record in (plan, round_, bureau)]
    group = bureau.leading_groups.get().get_absolute_url()
    forms = {
        Role.REVIEWER: [
            f"{round_.get_absolute_url()}edit/", f"{round_.get_absolute_url()}units/",
            queue, f"{queue}?by=item", f"{group}edit/", f"{group}restructure/",
            f"{bureau.get_absolute_url()}groups/add/",
        ],
        Role.ADMIN: [f"{bureau.get_absolute_url()}{form}/" for form in ("edit", "move", "merge")],
    }  # fmt: skip
    if role in (Role.REVIEWER, Role.LEADER):
        views = [
            f"{plan.get_absolute_url()}{view}" for view in ("progress/", "year/", "progress.xlsx")
        ]
        listed = reverse("activities:activities")
        looks = [
            f"{listed}?view={look}" for look in ("photos", "timeline", "month", "month&month=7")
        ]
        pages += [*records, *views, group, *looks]
    return pages + forms.get(role, [])


def queries_of(browser, page: str) -> int:
    """How many queries a page takes that the same person has opened before."""
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(page).status_code == 200
    return len(queries)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEADER, Role.ADMIN, Role.SECURITY])
def test_many_units_cost_no_more_queries_than_ten(request, client_of, grow, year, bureau, role):
    browser = client_of(request.getfixturevalue(role.value))
    pages = addresses(role, year, bureau)
    grow(FEW)
    for page in pages:
        browser.get(page)
    few = {page: queries_of(browser, page) for page in pages}
    grow(MANY.get(role, 100))
    assert {page: queries_of(browser, page) for page in pages} == few
