"""Who opens, writes, issues and reviews which plan."""

from datetime import date

import pytest

from activities.issuing import issue_plan
from activities.models import Plan
from shuangyong.review import Status, Step
from tests.cases import each
from tests.factories import make_measure, make_plan, make_unit, submitted

from .test_plans import LIST, NEW, edit_url, typed

OFFICERS = {"admin": 403, "security": 403, "auditor": 403}
READERS = {
    "liaison": 200, "bureau_liaison": 200, "reviewer": 200, "office_reviewer": 200, "leader": 200,
    "other_liaison": 404, "stranger": 404,
} | OFFICERS  # fmt: skip
SUB_PLAN_WRITERS = READERS | {"reviewer": 403, "office_reviewer": 403, "leader": 403}
PLAN_WRITERS = READERS | {"liaison": 403, "office_reviewer": 403, "leader": 403}
ISSUERS = PLAN_WRITERS | {"bureau_liaison": 403}
REVIEWERS = ISSUERS


@pytest.fixture
def plan(bureau, reviewer, troupe) -> Plan:
    """The bureau's plan, issued to the troupe."""
    plan = make_plan(bureau, status=Status.CONFIRMED)
    make_measure(plan, responsible_unit=troupe)
    issue_plan(plan, by=reviewer, deadline=date(2011, 3, 31))
    return plan


@pytest.fixture
def sub_plan(plan) -> Plan:
    """The troupe's part of it."""
    return plan.sub_plans.get()


def done(status: int) -> int:
    """What a posted step answers where a page would open."""
    return 302 if status == 200 else status


@each(("who", "status"), READERS.items())
def test_who_reads_a_sub_plan(status_of, sub_plan, who, status):
    assert status_of(who, sub_plan.get_absolute_url()) == status


@each(("who", "status"), READERS.items())
def test_who_reads_the_plan_above_it(status_of, plan, who, status):
    assert status_of(who, plan.get_absolute_url()) == status


@pytest.mark.parametrize("who", ["liaison", "other_liaison", "stranger"])
def test_a_plan_that_was_not_issued_to_a_unit_does_not_exist_for_it(status_of, bureau, who):
    assert status_of(who, make_plan(bureau).get_absolute_url()) == 404


@each(("who", "status"), SUB_PLAN_WRITERS.items())
def test_who_writes_a_sub_plan(status_of, sub_plan, who, status):
    assert status_of(who, edit_url(sub_plan)) == status


@each(("who", "status"), PLAN_WRITERS.items())
def test_who_writes_the_bureaus_plan(status_of, plan, who, status):
    Plan.objects.filter(pk=plan.pk).update(status=Status.RETURNED)
    assert status_of(who, edit_url(plan)) == status


@pytest.mark.parametrize("who", ["reviewer", "leader", "other_liaison"])
def test_a_refused_writer_changes_nothing(status_of, sub_plan, troupe, who):
    assert status_of(who, edit_url(sub_plan), typed(troupe, seen_revision=0)) in (403, 404)
    sub_plan.refresh_from_db()
    assert (sub_plan.guiding_thought, sub_plan.revision) == ("", 0)


@each(("who", "status"), ISSUERS.items())
def test_who_issues_the_bureaus_plan(status_of, plan, who, status):
    url = f"{plan.get_absolute_url()}issue/"
    assert status_of(who, url, {"deadline": "2011-04-30"}) == done(status)
    deadline = date(2011, 4, 30) if status == 200 else date(2011, 3, 31)
    assert plan.sub_plans.get().deadline == deadline


def test_issuing_is_never_a_mere_visit(status_of, plan):
    assert status_of("reviewer", f"{plan.get_absolute_url()}issue/") == 405


@each(("who", "status"), SUB_PLAN_WRITERS.items())
def test_who_submits_a_sub_plan(status_of, sub_plan, who, status):
    assert status_of(who, f"{sub_plan.get_absolute_url()}submit/", {}) == done(status)


@each("step", [Step.CONFIRM, Step.SEND_BACK])
@each(("who", "status"), REVIEWERS.items())
def test_who_reviews_a_sub_plan(status_of, sub_plan, liaison, who, status, step):
    submitted(sub_plan, liaison)
    url = f"{sub_plan.get_absolute_url()}{step}/"
    assert status_of(who, url, {"comment": "请补充"}) == done(status)


@each(("who", "status"), (dict.fromkeys(READERS, 200) | OFFICERS).items())
def test_who_opens_the_list(status_of, plan, who, status):
    assert status_of(who, LIST) == status


@each(("who", "status"), (dict.fromkeys(READERS, 200) | OFFICERS | {"leader": 403}).items())
def test_who_gets_the_form(status_of, who, status):
    assert status_of(who, NEW) == status


@each(
    ("who", "titles"),
    {
        "liaison": ["2011年双拥工作计划", "市歌舞团2011年双拥工作单项计划"],
        "office_reviewer": ["2011年双拥工作计划", "市歌舞团2011年双拥工作单项计划"],
        "leader": ["2011年双拥工作计划", "市歌舞团2011年双拥工作单项计划"],
        "other_liaison": [],
        "stranger": [],
    }.items(),
)
def test_whose_list_shows_which_plans(client_of, request, plan, who, titles):
    page = client_of(request.getfixturevalue(who)).get(LIST)
    shown = [*page.context["own"], *page.context["superior"], *page.context["object_list"]]
    assert sorted(str(plan) for plan in shown) == sorted(titles)


def test_a_unit_below_sees_of_the_issued_plan_only_its_own_sub_plan(
    client_of, liaison, plan, bureau
):
    library = make_unit("滨江市图书馆", under=bureau, kind="subordinate")
    make_plan(library, parent=plan, title="图书馆单项计划")
    text = client_of(liaison).get(plan.get_absolute_url()).content.decode()
    assert "市歌舞团2011年双拥工作单项计划" in text
    assert "图书馆单项计划" not in text


@pytest.mark.parametrize("who", ["leader", "liaison"])
def test_who_only_reads_a_plan_sees_no_button_that_changes_it(client_of, request, plan, who):
    page = client_of(request.getfixturevalue(who)).get(plan.get_absolute_url())
    for word in ("修改</a>", ">提交<", "下发给", "补发、调整截止日期"):
        assert word not in page.content.decode()


def test_a_submitted_sub_plan_is_out_of_the_units_hands(status_of, sub_plan, liaison):
    submitted(sub_plan, liaison)
    assert status_of("liaison", edit_url(sub_plan)) == 403


def test_a_visitor_is_asked_to_sign_in(client, plan):
    for url in (LIST, NEW, plan.get_absolute_url(), edit_url(plan)):
        assert client.get(url).headers["Location"].startswith("/login/")
