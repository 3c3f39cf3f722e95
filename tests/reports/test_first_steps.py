"""首次使用: from an empty installation to the first plan that is issued."""

from datetime import date

import pytest

from activities.issuing import issue_plan
from reports.first_steps import first_steps
from tests.factories import YEAR, make_activity, make_group, make_plan, make_unit, make_user
from units.models import Role, Unit

ALL = ["建立单位", "建立账号", "给账号授权", "设立领导小组", "编写并下发年度计划"]


def done(user) -> list[str]:
    """The titles of the steps that are ticked."""
    return [step.title for step in first_steps(user, YEAR) if step.is_done]


def next_step(user) -> tuple[str, str, list[str]]:
    """The step whose turn it is, whose it is, and the addresses that lead there."""
    (step,) = [step for step in first_steps(user, YEAR) if step.is_next]
    return step.title, step.who, [act.url for act in step.acts]


def test_an_empty_installation_leads_to_its_first_plan(admin, security, auditor):
    assert [step.title for step in first_steps(admin, YEAR)] == ALL
    assert next_step(admin) == ("建立单位", "", ["/units/import/", "/units/add/"])
    assert next_step(security) == ("建立单位", "系统管理员", [])
    assert first_steps(auditor, YEAR) == []

    office = make_unit("滨江市双拥办", kind="office")
    bureau = make_unit("滨江市文化局", under=office)
    assert next_step(admin) == ("建立账号", "", ["/accounts/import/", "/accounts/add/"])

    account = make_user("shiban", "", None)
    assert next_step(admin) == ("给账号授权", "安全管理员", [])
    assert next_step(security) == ("给账号授权", "", ["/accounts/?state=waiting"])
    assert "1 个账号待授权" in first_steps(security, YEAR)[2].words

    account.role, account.unit = Role.REVIEWER, office
    account.save()
    assert next_step(admin) == ("设立领导小组", "", [f"/units/{office.pk}/groups/add/"])
    assert next_step(account) == ("设立领导小组", "", [f"/units/{office.pk}/groups/add/"])

    group = make_group(office, members=[bureau])
    Unit.objects.refresh_reviewers()
    assert done(admin) == ALL[:4]
    assert next_step(admin) == ("编写并下发年度计划", "双拥办审核员", [])
    account.refresh_from_db()
    assert next_step(account) == ("各单位都有联络员", "系统管理员", [group.get_absolute_url()])

    make_user("wenhua", Role.LIAISON, bureau)
    assert next_step(account) == (f"编写 {YEAR} 年度计划", "", ["/plans/add/"])
    plan = make_plan(office)
    assert next_step(account) == ("确认并下发", "", [plan.get_absolute_url()])

    issue_plan(plan, by=account, deadline=date(YEAR, 3, 31))
    assert first_steps(admin, YEAR) == first_steps(security, YEAR) == []
    assert first_steps(account, YEAR) == []


def test_an_office_that_receives_records_is_past_its_first_steps(reviewer, liaison, leader, troupe):
    assert first_steps(reviewer, YEAR)
    assert first_steps(liaison, YEAR) == first_steps(leader, YEAR) == []
    make_activity(troupe, "演出")
    assert first_steps(reviewer, YEAR) == []


@pytest.mark.parametrize("who", ["admin", "reviewer"])
def test_the_steps_stand_on_the_workbench_at_a_constant_cost(
    request, count_queries, client_of, office, who
):
    user = request.getfixturevalue(who)
    page = client_of(user).get("/").content.decode()
    assert 'aria-current="step"' in page
    before = count_queries(user, "/")
    for number in range(5):
        make_user(f"联络员{number}", Role.LIAISON, make_unit(f"单位{number}", under=office))
    assert count_queries(user, "/") == before
