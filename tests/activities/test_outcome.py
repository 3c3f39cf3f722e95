"""A measure that no activity can show is done when somebody says what came of it."""

from datetime import date

import pytest
from django.urls import reverse

from activities.models import PlanItem
from activities.progress import ItemState, progress
from shuangyong.review import Status
from tests.cases import each
from tests.factories import make_plan
from units.models import AuditEvent

TODAY = date(2011, 12, 1)


@pytest.fixture
def measure(bureau, troupe):
    """制定考核细则, of the bureau's confirmed plan; the troupe answers for it."""
    plan = make_plan(bureau, title="2011年双拥工作计划", status=Status.CONFIRMED)
    return PlanItem.objects.create(
        plan=plan, position=1, title="制定考核细则", responsible_unit=troupe
    )


def report(client, measure, outcome="已印发考核细则"):
    return client.post(reverse("activities:plan-outcome", args=[measure.pk]), {"outcome": outcome})


def state_of(measure, user) -> ItemState:
    (found,) = progress(measure.plan, user=user, today=TODAY)
    return found.state


def test_it_is_done_once_its_outcome_is_stated(client_of, bureau_liaison, measure):
    assert state_of(measure, bureau_liaison) == ItemState.NOT_STARTED
    client = client_of(bureau_liaison)
    page = client.get(report(client, measure).url).content.decode()
    assert "完成情况：已印发考核细则" in page
    assert state_of(measure, bureau_liaison) == ItemState.DONE
    line = AuditEvent.objects.get(action="填写完成情况")
    assert line.changes == {"制定考核细则": "已印发考核细则"}


def test_it_is_open_again_when_the_outcome_is_taken_back(client_of, bureau_liaison, measure):
    report(client_of(bureau_liaison), measure)
    report(client_of(bureau_liaison), measure, "")
    assert state_of(measure, bureau_liaison) == ItemState.NOT_STARTED


def test_the_unit_that_answers_for_it_may_state_it_too(client_of, liaison, measure):
    PlanItem.objects.filter(pk=measure.pk).update(outcome="")
    # the troupe sees the bureau's plan through its own sub-plan
    make_plan(measure.responsible_unit, parent=measure.plan)
    assert report(client_of(liaison), measure).status_code == 302
    assert state_of(measure, liaison) == ItemState.DONE


@each(
    ("who", "status"),
    [("leader", 403), ("office_reviewer", 403), ("stranger", 404), ("admin", 403)],
)
def test_others_may_not(request, client_of, measure, who, status):
    user = request.getfixturevalue(who)
    assert report(client_of(user), measure).status_code == status
    measure.refresh_from_db()
    assert measure.outcome == ""


def test_it_can_be_stated_only_of_a_confirmed_plan(client_of, bureau_liaison, measure):
    type(measure.plan).objects.update(status=Status.SUBMITTED)
    assert report(client_of(bureau_liaison), measure).status_code == 403


def test_one_that_is_too_long_is_refused_in_words(client_of, bureau_liaison, measure):
    client = client_of(bureau_liaison)
    page = client.get(report(client, measure, "长" * 201).url).content.decode()
    assert "完成情况没有保存" in page
    assert state_of(measure, bureau_liaison) == ItemState.NOT_STARTED
