"""A plan that was begun by mistake can go again; what others rely on stays."""

from datetime import date

import pytest

from activities.issuing import issue_plan
from activities.models import Plan
from shuangyong.review import Status
from tests.cases import each
from tests.factories import make_activity, make_measure, make_plan
from units.models import AuditEvent

WRITERS = {
    "bureau_liaison": 302, "reviewer": 302, "office_reviewer": 403, "leader": 403,
    "liaison": 404, "stranger": 404, "admin": 403, "security": 403, "auditor": 403,
}  # fmt: skip


@pytest.fixture
def plan(bureau):
    plan = make_plan(bureau, title="写错年度的计划")
    make_measure(plan, "走访慰问")
    return plan


def delete(browser, plan):
    return browser.post(f"{plan.get_absolute_url()}delete/", follow=True).content.decode()


def test_a_draft_goes_with_its_measures(client_of, reviewer, plan):
    browser = client_of(reviewer)
    assert "删除“写错年度的计划”和它的 1 条工作措施？" in (
        browser.get(plan.get_absolute_url()).content.decode()
    )
    assert "已删除：写错年度的计划" in delete(browser, plan)
    assert not Plan.objects.exists()
    assert AuditEvent.objects.filter(action="删除计划").exists()


@each(("who", "status"), WRITERS.items())
def test_who_deletes_the_bureaus_draft(status_of, plan, who, status):
    assert status_of(who, f"{plan.get_absolute_url()}delete/", {}) == status


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.RETURNED, Status.CONFIRMED])
def test_what_was_handed_in_stays(client_of, reviewer, plan, status):
    Plan.objects.filter(pk=plan.pk).update(status=status)
    assert "没有权限" in delete(client_of(reviewer), plan)
    assert Plan.objects.exists()


def test_a_sub_plan_is_not_the_units_to_delete(client_of, liaison, reviewer, bureau, troupe):
    superior = make_plan(bureau, status=Status.CONFIRMED)
    issue_plan(superior, by=reviewer, deadline=date(2011, 3, 31))
    sub_plan = superior.sub_plans.get(unit=troupe)
    assert "单项计划由上级下发，不能删除" in delete(client_of(liaison), sub_plan)
    assert Plan.objects.filter(pk=sub_plan.pk).exists()


def test_a_plan_with_sub_plans_or_activities_stays(client_of, reviewer, bureau, troupe, plan):
    make_activity(troupe, plan_item=plan.items.get())
    assert "已有活动对应这份计划的措施，不能删除" in delete(client_of(reviewer), plan)
    plan.items.all().delete()
    make_plan(troupe, parent=plan)
    assert "有单项计划，不能删除" in delete(client_of(reviewer), plan)
    assert Plan.objects.filter(pk=plan.pk).exists()
